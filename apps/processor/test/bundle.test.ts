import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { encodeRecord } from '@tickerlake/record-schema';
import { awsEnvironment, bundleWithoutSdk, gzipBytes, runBundle, sqsEvent } from '@tickerlake/testing';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeEndpoint, startFakeEndpoint } from './fake-endpoint.ts';
import { readParquet } from './read-parquet.ts';

const BUNDLE = join(import.meta.dirname, '../dist/handler.mjs');
const MAX_GZIP_BYTES = 195_000;
/** What is ours, the Parquet writer's and Powertools'; the rest is the AWS SDK's weight. */
const MAX_GZIP_BYTES_WITHOUT_SDK = 55_000;

let aws: FakeEndpoint;
beforeAll(async () => {
  aws = await startFakeEndpoint();
});
afterAll(() => aws.close());

const environment = (): Record<string, string> => ({
  TICKERLAKE_BUCKET: 'lake',
  TICKERLAKE_TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:objects',
  // The host is never asked: AWS_ENDPOINT_URL says where the queue is reached.
  TICKERLAKE_DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/dead',
  TICKERLAKE_MAX_RECEIVES: '2',
  ...awsEnvironment(aws.url),
});

// A process of its own, on machines that may be busy.
describe('the bundle', { timeout: 60_000 }, () => {
  it(`weighs at most ${MAX_GZIP_BYTES} bytes gzipped`, () => {
    expect(gzipBytes(BUNDLE)).toBeLessThanOrEqual(MAX_GZIP_BYTES);
  });

  it(`weighs at most ${MAX_GZIP_BYTES_WITHOUT_SDK} bytes gzipped without the AWS SDK`, async () => {
    const { outputFiles } = await build(bundleWithoutSdk(join(import.meta.dirname, '../src/handler.ts')));
    const weight = gzipBytes(outputFiles[0]?.contents ?? new Uint8Array());
    expect(weight).toBeGreaterThan(20_000);
    expect(weight).toBeLessThanOrEqual(MAX_GZIP_BYTES_WITHOUT_SDK);
  });

  it('stores the logs of a queue, tells of each object, gives up poison, and finds all done when it comes again', async () => {
    const quote = '{"kind":"quote","name":"DDOG","ts":"2026-11-20 09:30:01-05:00","price":67.5}';
    const event = sqsEvent([
      { body: `${quote}\n`, messageId: 'good' },
      { body: '{"kind":"news"\n', messageId: 'first', receiveCount: 1 },
      { body: '{"kind":"forex"\n', messageId: 'last', receiveCount: 2 },
    ]);
    const { answers, log } = await runBundle(BUNDLE, [event, event], environment());
    const answer = { value: { batchItemFailures: [{ itemIdentifier: 'first' }] } };
    expect(answers).toEqual([answer, answer]);

    const [[path, file] = ['', Buffer.of()], ...others] = aws.objects;
    expect(others).toEqual([]);
    expect(path).toMatch(/^\/lake\/quotes\/dt=2026-11-20\/hour=09\/[0-9a-f]{32}\.parquet$/);
    expect((await readParquet('quotes', file)).map((record) => encodeRecord(record))).toEqual([quote]);
    const notice: unknown = JSON.parse(aws.notices[0] ?? '');
    const checksum = `sha256:${createHash('sha256').update(file).digest('hex')}`;
    expect(notice).toMatchObject({ bucket: 'lake', key: path.slice('/lake/'.length), checksum, bytes: file.length });
    expect(aws.notices.map((text): unknown => JSON.parse(text))).toEqual([notice, notice]);
    expect(aws.letters).toEqual(['{"kind":"forex"', '{"kind":"forex"']);

    const lines = log.map((text): unknown => JSON.parse(text));
    const emf = { _aws: { CloudWatchMetrics: [{ Namespace: 'Tickerlake', Dimensions: [['service']] }] } };
    const same = { service: 'processor', MessagesIn: 3, RecordsIn: 3, RecordsStored: 1, NoticesPublished: 1 };
    expect(lines).toMatchObject([
      { message: 'processed', objects: { written: 1, existing: 0 } },
      { ...emf, ...same, RecordsFailed: 2, ObjectsWritten: 1, ObjectsExisting: 0, DeadLettered: 1 },
      { message: 'processed', objects: { written: 0, existing: 1 } },
      { ...emf, ...same, RecordsFailed: 2, ObjectsWritten: 0, ObjectsExisting: 1, DeadLettered: 1 },
    ]);
  });

  it('does not start with an environment that is wrong, and names what is', async () => {
    await expect(runBundle(BUNDLE, [], { ...environment(), TICKERLAKE_BUKET: 'x' })).rejects.toThrow(
      /TICKERLAKE_BUKET: is not known/,
    );
  });
});
