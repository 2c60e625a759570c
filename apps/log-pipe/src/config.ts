import { type Environment, readEnvironment, required, textWhere } from '@tickerlake/lambda-app';
import { isQueueUrl, QUEUE_URL_ALLOWED } from '@tickerlake/sqs-batch';

/**
 * What the environment says.
 *
 * | variable | meaning | default |
 * | --- | --- | --- |
 * | `TICKERLAKE_QUEUE_URL` | URL of the standard SQS queue that takes the logs | required |
 *
 * The AWS SDK reads `AWS_REGION`, `AWS_ENDPOINT_URL` and the credentials by itself. Any other name that starts with
 * `TICKERLAKE_` is taken for a typing error.
 */
export interface Config {
  readonly queueUrl: string;
}

const VARIABLES = { queueUrl: required('TICKERLAKE_QUEUE_URL', textWhere(isQueueUrl, QUEUE_URL_ALLOWED)) };

/**
 * Reads the environment, once and strictly.
 *
 * @throws {ConfigError} naming every variable that is missing, misspelt or has a value that is not allowed.
 */
export const readConfig = (env: Environment): Config => readEnvironment(env, VARIABLES);
