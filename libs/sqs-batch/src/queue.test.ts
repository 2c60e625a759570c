import { describe, expect, it } from 'vitest';
import { createQueueClient, isQueueUrl } from './queue.ts';

const URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/logs';

describe('the URL of a queue', () => {
  it.each([URL, 'http://127.0.0.1:4566/000000000000/logs'])('may be %j', (url) => {
    expect(isQueueUrl(url)).toBe(true);
  });

  it.each(['', 'logs', `${URL}.fifo`, 'arn:aws:sqs:us-east-1:123456789012:logs', 'ftp://host/123456789012/logs'])(
    'is not %j',
    (url) => {
      expect(isQueueUrl(url)).toBe(false);
    },
  );
});

it('a client asks the endpoint that it is given, not the host in the queue’s URL', async () => {
  const client = createQueueClient({ region: 'us-east-1', endpoint: 'http://127.0.0.1:4566' });
  expect(client.config.useQueueUrlAsEndpoint).toBe(false);
  expect(await client.config.endpoint?.()).toMatchObject({ hostname: '127.0.0.1', port: 4566 });
});
