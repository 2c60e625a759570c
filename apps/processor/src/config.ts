import { type Environment, matching, readEnvironment, required, textWhere, wholeNumber } from '@tickerlake/lambda-app';
import { isQueueUrl, QUEUE_URL_ALLOWED } from '@tickerlake/sqs-batch';

/**
 * What the environment says. All of it is required.
 *
 * | variable | meaning |
 * | --- | --- |
 * | `TICKERLAKE_BUCKET` | Name of the lake's bucket |
 * | `TICKERLAKE_TOPIC_ARN` | ARN of the standard SNS topic that takes a notice of each object |
 * | `TICKERLAKE_DEAD_LETTER_QUEUE_URL` | URL of the standard SQS queue that takes unreadable lines, with the reason |
 * | `TICKERLAKE_MAX_RECEIVES` | How often a message with unreadable lines is received before they go there, 1–1000: less than `maxReceiveCount` of the source queue's redrive policy |
 *
 * The AWS SDK reads `AWS_REGION`, `AWS_ENDPOINT_URL` and the credentials by itself. Any other name that starts with
 * `TICKERLAKE_` is taken for a typing error.
 */
export interface Config {
  readonly bucket: string;
  readonly topicArn: string;
  readonly deadLetterQueueUrl: string;
  readonly maxReceives: number;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** A FIFO topic's name ends in `.fifo`: it wants a group of every message. */
const STANDARD_TOPIC = /^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/;
/** The most that a redrive policy allows. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const MAX_RECEIVES = 1000;

const VARIABLES = {
  bucket: required('TICKERLAKE_BUCKET', matching(BUCKET, 'the name of a bucket: 3–63 lower-case letters, digits, - .')),
  topicArn: required(
    'TICKERLAKE_TOPIC_ARN',
    matching(STANDARD_TOPIC, 'the ARN of a standard SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME'),
  ),
  deadLetterQueueUrl: required('TICKERLAKE_DEAD_LETTER_QUEUE_URL', textWhere(isQueueUrl, QUEUE_URL_ALLOWED)),
  maxReceives: required('TICKERLAKE_MAX_RECEIVES', wholeNumber(1, MAX_RECEIVES, `a whole number, 1–${MAX_RECEIVES}`)),
};

/**
 * Reads the environment, once and strictly.
 *
 * @throws {ConfigError} naming every variable that is missing, misspelt or has a value that is not allowed.
 */
export const readConfig = (env: Environment): Config => readEnvironment(env, VARIABLES);
