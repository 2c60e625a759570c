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
/** `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`; a FIFO queue, whose name ends in `.fifo`, wants a group of every message. */
const STANDARD_QUEUE = /^\/\d{12}\/[\w-]{1,80}$/;

const isQueueUrl = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && STANDARD_QUEUE.test(url.pathname);
};

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
  const allowed = 'the URL of a standard SQS queue, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME';
  if (queueUrl === '') issues.push(`${QUEUE_URL}: is missing: give ${allowed}.`);
  else if (!isQueueUrl(queueUrl)) issues.push(`${QUEUE_URL}: is '${queueUrl}', but must be ${allowed}.`);
  if (issues.length > 0) throw new ConfigError(issues);
  return { queueUrl };
}
