import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { aggregate } from '@tickerlake/stream-producer';
import {
  answerBatch,
  awsEnvironment,
  bundleWithoutSdk,
  createFakeQueue,
  gzipBytes,
  kinesisEvent,
  type LoopbackServer,
  runBundle,
  startLoopbackServer,
} from '@tickerlake/testing';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BUNDLE = join(import.meta.dirname, '../dist/handler.mjs');
const MAX_GZIP_BYTES = 130_000;
/** What is ours and Powertools'; the rest is the AWS SDK's weight. */
const MAX_GZIP_BYTES_WITHOUT_SDK = 35_000;

/** Of the first request it refuses the first entry. */
const queue = createFakeQueue([{ kind: 'refuse', ids: ['0'] }]);
let sqs: LoopbackServer;
beforeAll(async () => {
  sqs = await startLoopbackServer(async (request, response) => answerBatch(queue, await text(request), response));
});
afterAll(() => sqs.close());

const environment = (): Record<string, string> => ({
  // The host is never asked: AWS_ENDPOINT_URL says where the queue is reached.
  TICKERLAKE_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/logs',
  ...awsEnvironment(sqs.url),
});

// A process of its own, on machines that may be busy.
describe('the bundle', { timeout: 60_000 }, () => {
  it(`weighs at most ${MAX_GZIP_BYTES} bytes gzipped`, () => {
    expect(gzipBytes(BUNDLE)).toBeLessThanOrEqual(MAX_GZIP_BYTES);
  });

  it(`weighs at most ${MAX_GZIP_BYTES_WITHOUT_SDK} bytes gzipped without the AWS SDK`, async () => {
    const { outputFiles } = await build(bundleWithoutSdk(join(import.meta.dirname, '../src/handler.ts')));
    const weight = gzipBytes(outputFiles[0]?.contents ?? new Uint8Array());
    expect(weight).toBeGreaterThan(15_000);
    expect(weight).toBeLessThanOrEqual(MAX_GZIP_BYTES_WITHOUT_SDK);
  });

  it('sends the logs of a stream to the queue, what was refused again, and writes one line and its metrics each time', async () => {
    const quote = '{"kind":"quote","name":"DDOG","ts":"2026-11-20 09:30:01-05:00","price":67.5}';
    const bar = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}';
    const blob = aggregate([quote, bar].map((line) => ({ data: Buffer.from(line), partitionKey: 'DDOG' })));
    const events = [kinesisEvent([blob, '{"kind":"news",']), kinesisEvent([])];
    const { answers, log } = await runBundle(BUNDLE, events, environment());
    expect(answers).toEqual([{ value: { batchItemFailures: [] } }, { value: { batchItemFailures: [] } }]);
    expect(queue.bodies.toSorted()).toEqual(['{"kind":"news",\n', `${quote}\n`].toSorted());
    const [line, metrics, ...second] = log.map((said): unknown => JSON.parse(said));
    expect(line).toMatchObject({ message: 'forwarded', messages: { sent: 2, unsent: 0 }, requests: 2, resent: 1 });
    expect(metrics).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Namespace: 'Tickerlake', Dimensions: [['service']] }] },
      service: 'log-pipe',
      RecordsIn: 3,
      RecordsForwarded: 2,
      RecordsLeftOut: 1,
      MessagesSent: 2,
    });
    expect(second).toMatchObject([{ message: 'forwarded' }, { RecordsIn: 0, MessagesSent: 0 }]);
  });

  it('does not start without a queue, and says so', async () => {
    await expect(runBundle(BUNDLE, [], { AWS_REGION: 'us-east-1' })).rejects.toThrow(
      /TICKERLAKE_QUEUE_URL: is missing/,
    );
  });
});
