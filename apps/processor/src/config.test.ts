import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const env = {
  TICKERLAKE_BUCKET: 'lake',
  TICKERLAKE_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:objects',
  TICKERLAKE_DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/dead',
  TICKERLAKE_MAX_RECEIVES: '3',
};

describe('the environment', () => {
  it('names bucket, topic, queue and tries', () => {
    expect(readConfig({ ...env, AWS_REGION: 'us-east-1' })).toEqual({
      bucket: 'lake',
      topicArn: env.TICKERLAKE_TOPIC_ARN,
      deadLetterQueueUrl: env.TICKERLAKE_DEAD_LETTER_QUEUE_URL,
      maxReceives: 3,
    });
  });

  it('may name what a local cloud has', () => {
    const local = { TICKERLAKE_DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:4566/000000000000/dead' };
    expect(readConfig({ ...env, ...local }).deadLetterQueueUrl).toBe(local.TICKERLAKE_DEAD_LETTER_QUEUE_URL);
  });

  it.each([
    [{ TICKERLAKE_BUCKET: 'My_Lake' }, /TICKERLAKE_BUCKET: is 'My_Lake', but must be the name of a bucket/],
    [{ TICKERLAKE_BUCKET: undefined }, /TICKERLAKE_BUCKET: is missing: give the name of a bucket/],
    [
      { TICKERLAKE_TOPIC_ARN: 'objects' },
      /TICKERLAKE_TOPIC_ARN: is 'objects', but must be the ARN of a standard SNS topic/,
    ],
    [{ TICKERLAKE_TOPIC_ARN: `${env.TICKERLAKE_TOPIC_ARN}.fifo` }, /must be the ARN of a standard SNS topic/],
    [{ TICKERLAKE_DEAD_LETTER_QUEUE_URL: 'dead' }, /must be the URL of a standard SQS queue/],
    [{ TICKERLAKE_MAX_RECEIVES: '0' }, /is '0', but must be a whole number, 1–1000/],
    [{ TICKERLAKE_MAX_RECEIVES: '1001' }, /must be a whole number, 1–1000/],
    [{ TICKERLAKE_MAX_RECEIVES: '3.5' }, /must be a whole number/],
    [
      { TICKERLAKE_MAX_RECIEVES: '3' },
      /TICKERLAKE_MAX_RECIEVES: is not known. Did you mean TICKERLAKE_MAX_RECEIVES\? Allowed: TICKERLAKE_BUCKET, /,
    ],
  ])('is refused with what is wrong about it: %j', (change, message) => {
    expect(() => readConfig({ ...env, ...change })).toThrow(message);
  });

  it('is refused once for all that is wrong', () => {
    expect(() => readConfig({})).toThrow(/BUCKET.*TOPIC_ARN.*DEAD_LETTER_QUEUE_URL.*MAX_RECEIVES/);
  });
});
