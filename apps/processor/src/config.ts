import { isQueueUrl, QUEUE_URL_ALLOWED } from '@tickerlake/sqs-batch';
import { ConfigError } from './errors.ts';

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

interface Variable {
  readonly isAllowed: (text: string) => boolean;
  readonly allowed: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** A FIFO topic's name ends in `.fifo`: it wants a group of every message. */
const STANDARD_TOPIC = /^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/;
/** The most that a redrive policy allows. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const MAX_RECEIVES = 1000;

const VARIABLES = {
  TICKERLAKE_BUCKET: {
    isAllowed: (text) => BUCKET.test(text),
    allowed: 'the name of a bucket: 3–63 lower-case letters, digits, - .',
  },
  TICKERLAKE_TOPIC_ARN: {
    isAllowed: (text) => STANDARD_TOPIC.test(text),
    allowed: 'the ARN of a standard SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME',
  },
  TICKERLAKE_DEAD_LETTER_QUEUE_URL: {
    isAllowed: isQueueUrl,
    allowed: QUEUE_URL_ALLOWED,
  },
  TICKERLAKE_MAX_RECEIVES: {
    isAllowed: (text) => /^[1-9]\d{0,3}$/.test(text) && Number(text) <= MAX_RECEIVES,
    allowed: `a whole number, 1–${MAX_RECEIVES}`,
  },
} satisfies Record<string, Variable>;

const isKnown = (name: string): boolean => Object.hasOwn(VARIABLES, name);

/**
 * Reads the environment, once and strictly.
 *
 * @throws {ConfigError} naming every variable that is missing, misspelt or has a value that is not allowed.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const issues = Object.keys(env)
    .filter((name) => name.startsWith('TICKERLAKE_') && !isKnown(name))
    .map((name) => `${name}: is not known. Known are ${Object.keys(VARIABLES).join(', ')}.`);
  const read = (name: keyof typeof VARIABLES): string => {
    const { isAllowed, allowed } = VARIABLES[name];
    const text = env[name]?.trim() ?? '';
    if (text === '') issues.push(`${name}: is missing: give ${allowed}.`);
    else if (!isAllowed(text)) issues.push(`${name}: is '${text}', but must be ${allowed}.`);
    return text;
  };
  const config = {
    bucket: read('TICKERLAKE_BUCKET'),
    topicArn: read('TICKERLAKE_TOPIC_ARN'),
    deadLetterQueueUrl: read('TICKERLAKE_DEAD_LETTER_QUEUE_URL'),
    maxReceives: Number(read('TICKERLAKE_MAX_RECEIVES')),
  };
  if (issues.length > 0) throw new ConfigError(issues);
  return config;
}
