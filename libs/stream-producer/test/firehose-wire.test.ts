import type { Bar } from '@tickerlake/record-schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFirehoseSink, createProducer, type FirehoseSinkOptions } from '../src/index.ts';
import { dummyCredentials } from './dummy-credentials.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

const raw = (text: string, partitionKey: string) => ({ data: new TextEncoder().encode(text), partitionKey });
const textOf = (data: Uint8Array) => new TextDecoder().decode(data);
const bar = (name: string, ts: string): Bar => ({ name, ts, high: 67.5, low: 64.61 });

dummyCredentials();

describe('records on the wire to Firehose', { timeout: 30_000 }, () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = await startFakeAws();
  });
  afterEach(() => aws.stop());

  const produce = (options: Partial<FirehoseSinkOptions> = {}) => {
    const base = { deliveryStreamName: 'lake', region: 'us-east-1', endpoint: aws.endpoint };
    return createProducer({ sink: createFirehoseSink({ ...base, ...options }), backoffBaseMs: 0 });
  };

  it('joins bars of one New York day into one record, a line each', async () => {
    const producer = produce();
    await producer.put(bar('DDOG', '2020-05-13 15:59:00-04:00'));
    await producer.put(bar('DDOG', '2020-05-14 09:30:00-04:00'));
    await producer.put(bar('AAPL', '2020-05-13 15:59:00-04:00'));
    expect(await producer.close()).toMatchObject({ accepted: 3, delivered: 3, entries: 2, requests: 1 });
    const lines = aws.taken.map(({ data }) => textOf(data));
    expect(lines.every((text) => text.endsWith('}\n'))).toBe(true);
    const days = lines.map((text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as Bar).ts.slice(0, 10)),
    );
    expect(days).toEqual([['2020-05-13', '2020-05-13'], ['2020-05-14']]);
  });

  it('never lets two tables share a record', async () => {
    const producer = produce();
    await producer.put(bar('DDOG', '2020-05-13 15:59:00-04:00'));
    await producer.put({ kind: 'quote', name: 'DDOG', ts: '2020-05-13 15:59:00-04:00', price: 66 });
    expect(await producer.close()).toMatchObject({ delivered: 2, entries: 2 });
  });

  it('ends each raw entry with a newline, unless it has one', async () => {
    const producer = produce();
    for (const text of ['{"a":1}', '{"b":2}\n', '']) await producer.put(raw(text, 'A'));
    await producer.put(raw('{"c":3}', 'B'));
    await producer.close();
    expect(aws.taken.map(({ data }) => textOf(data))).toEqual(['{"a":1}\n{"b":2}\n\n', '{"c":3}\n']);
  });

  it('fills records up to the target, and requests up to 4 MB', async () => {
    const producer = produce();
    for (let index = 0; index < 40_000; index++) await producer.put(raw('x'.repeat(199), `${index % 20}`));
    const account = await producer.close();
    expect(account).toMatchObject({ accepted: 40_000, delivered: 40_000, bytes: 8_000_000, entries: 20 });
    const requests = aws.puts.map((entries) => entries.reduce((sum, { data }) => sum + data.length, 0));
    expect(Math.max(...requests)).toBe(4_000_000);

    const large = produce({ targetEntryBytes: 1_000 });
    for (let index = 0; index < 30; index++) await large.put(raw('x'.repeat(199), 'A'));
    await large.close();
    expect(new Set(aws.taken.slice(20).map(({ data }) => data.length))).toEqual(new Set([1_000]));
  });

  it('joins no more lines than it is told', async () => {
    const producer = produce({ maxRecordsPerEntry: 2 });
    for (const text of ['1', '2', '3']) await producer.put(raw(text, 'A'));
    await producer.close();
    expect(aws.taken.map(({ data }) => textOf(data))).toEqual(['1\n2\n', '3\n']);
  });

  it('counts the newline when it says that a record is too large', async () => {
    const producer = produce();
    await producer.put({ data: new Uint8Array(1_000_000), partitionKey: 'A' });
    const { rejected } = await producer.close();
    expect(rejected[0]?.reason.message).toBe('Record of 1,000,001 bytes exceeds the limit of 1,000,000 bytes');
  });

  it.each([
    [{ deliveryStreamName: '' }, 'Option deliveryStreamName is missing'],
    [{ deliveryStreamName: 'd', streamName: 's' }, 'Option streamName is not known'],
    [{ deliveryStreamName: 'd', maxRecordBytes: 1_024_001 }, 'Option maxRecordBytes is 1024001; allowed is a whole'],
  ])('refuses wrong options at construction: %o', (options, message) => {
    expect(() => createFirehoseSink(options as FirehoseSinkOptions)).toThrow(message);
  });
});
