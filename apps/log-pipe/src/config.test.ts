import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/logs';

describe('the environment', () => {
  it.each([URL, ` ${URL} `])('may name a queue: %j', (url) => {
    expect(readConfig({ TICKERLAKE_QUEUE_URL: url, AWS_REGION: 'us-east-1' })).toEqual({ queueUrl: url.trim() });
  });

  it.each([
    [{}, /TICKERLAKE_QUEUE_URL: is missing: give the URL of a standard SQS queue/],
    [{ TICKERLAKE_QUEUE_URL: ' ' }, /TICKERLAKE_QUEUE_URL: is missing/],
    [{ TICKERLAKE_QUEUE_URL: 'logs' }, /is 'logs', but must be the URL of a standard SQS queue/],
    [
      { TICKERLAKE_QUEUE_URL: URL, TICKERLAKE_QEUE_URL: 'x' },
      /TICKERLAKE_QEUE_URL: is not known. Did you mean TICKERLAKE_QUEUE_URL\? Allowed: TICKERLAKE_QUEUE_URL\./,
    ],
  ])('is refused with what is wrong about it: %j', (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });
});
