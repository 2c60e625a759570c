import { isQueueUrl, QUEUE_URL_ALLOWED } from '@tickerlake/sqs-batch';
import { ConfigError } from './errors.ts';

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

const QUEUE_URL = 'TICKERLAKE_QUEUE_URL';

/**
 * Reads the environment, once and strictly.
 *
 * @throws {ConfigError} naming every variable that is missing, misspelt or has a value that is not allowed.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const issues = Object.keys(env)
    .filter((name) => name.startsWith('TICKERLAKE_') && name !== QUEUE_URL)
    .map((name) => `${name}: is not known. The only one is ${QUEUE_URL}.`);
  const queueUrl = env[QUEUE_URL]?.trim() ?? '';
  if (queueUrl === '') issues.push(`${QUEUE_URL}: is missing: give ${QUEUE_URL_ALLOWED}.`);
  else if (!isQueueUrl(queueUrl)) issues.push(`${QUEUE_URL}: is '${queueUrl}', but must be ${QUEUE_URL_ALLOWED}.`);
  if (issues.length > 0) throw new ConfigError(issues);
  return { queueUrl };
}
