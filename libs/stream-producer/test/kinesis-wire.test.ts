import { createHash } from 'node:crypto';
import type { Bar } from '@tickerlake/record-schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  aggregate,
  createKinesisSink,
  createProducer,
  deaggregate,
  type KinesisSinkOptions,
  type RequestReport,
} from '../src/index.ts';
import { dummyCredentials } from './dummy-credentials.ts';
import { evenShards, type FakeAws, startFakeAws, type WireEntry } from './fake-aws.ts';
import { officialDecode } from './official-codec.ts';

const SYMBOLS = ['AAPL', 'AMZN', 'BILI', 'DDOG', 'GOOGL', 'META', 'MSFT', 'NFLX', 'NVDA', 'TSLA', '0700.HK', '600519'];
const raw = (text: string, partitionKey: string) => ({ data: new TextEncoder().encode(text), partitionKey });
const textOf = (data: Uint8Array) => new TextDecoder().decode(data);
const bar = (name: string, minute: number): Bar => {
  const time = `${String(10 + Math.floor(minute / 60))}:${String(minute % 60).padStart(2, '0')}`;
  return {
    name,
    ts: `2020-05-14 ${time}:00-04:00`,
    open: 65,
    high: 67.5 + minute,
    low: 64.61,
    close: 66.25,
    volume: 12_345,
    interval: '1m',
  };
};

dummyCredentials();

describe('records on the wire to Kinesis', { timeout: 30_000 }, () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = await startFakeAws();
  });
  afterEach(() => aws.stop());

  const produce = (options: Partial<KinesisSinkOptions> = {}, onRequest?: (report: RequestReport) => void) => {
    const sink = createKinesisSink({ streamName: 'prices', region: 'us-east-1', endpoint: aws.endpoint, ...options });
    const producer = createProducer({ sink, backoffBaseMs: 0, ...(onRequest && { onRequest }) });
    return { sink, producer };
  };
  const putBars = async (options: Partial<KinesisSinkOptions> = {}, minutes = 100) => {
    const { sink, producer } = produce(options);
    for (let minute = 0; minute < minutes; minute++) {
      for (const symbol of SYMBOLS) await producer.put(bar(symbol, minute));
    }
    return { sink, account: await producer.close() };
  };
  const shardOf = (entry: WireEntry, shards = aws.shardPages?.flat() ?? []) => {
    const position = BigInt(`0x${createHash('md5').update(entry.partitionKey).digest('hex')}`);
    return shards.findIndex(
      ({ HashKeyRange }) =>
        BigInt(HashKeyRange.StartingHashKey) <= position && position <= BigInt(HashKeyRange.EndingHashKey),
    );
  };
  const recordsOf = (entry: WireEntry) => deaggregate(entry.data) ?? [entry];

  it("packs many bars into a record that AWS's own consumer library takes apart", async () => {
    const { account } = await putBars();
    expect(account).toMatchObject({ accepted: 1_200, delivered: 1_200 });
    expect(aws.taken.length).toBeLessThan(10);
    const read = aws.taken.flatMap((entry) => {
      const records = officialDecode(entry.data, entry.partitionKey);
      for (const { partitionKey } of records) expect(partitionKey).toBe(entry.partitionKey);
      return records.map(({ data }) => Buffer.from(data, 'base64').toString());
    });
    expect(read.length).toBe(1_200);
    expect(new Set(read).size).toBe(1_200);
  });

  it('fills entries up to the target and no further', async () => {
    await putBars({}, 390);
    const sizes = aws.taken.map(({ data, partitionKey }) => data.length + partitionKey.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(50_000);
    expect(Math.max(...sizes)).toBeGreaterThan(49_800);
  });

  it('puts no more records into one than Firehose takes apart', async () => {
    const { producer } = produce();
    for (let index = 0; index < 1_200; index++) await producer.put(raw('tiny', 'A'));
    await producer.close();
    expect(aws.taken.map((entry) => recordsOf(entry).length)).toEqual([500, 500, 200]);
  });

  it('puts every shard to work, each by one key', async () => {
    aws.shardPages = [evenShards(8).slice(0, 5), evenShards(8).slice(5)];
    const { producer, sink } = produce();
    for (let index = 0; index < 400; index++) await producer.put(raw(`${index}`, `symbol ${index}`));
    await producer.close();
    expect(aws.taken.length).toBe(8);
    expect(new Set(aws.taken.map((entry) => shardOf(entry)))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
    expect(new Set(aws.taken.map(({ partitionKey }) => partitionKey))).toEqual(new Set(sink.partitionKeys));
    expect(aws.operations).toEqual(['ListShards', 'ListShards', 'PutRecords']);
  });

  it('puts a record onto the shard where Kinesis would have put it alone', async () => {
    aws.shardPages = [evenShards(4)];
    await putBars({}, 3);
    for (const entry of aws.taken) {
      for (const { data } of recordsOf(entry)) {
        const { name } = JSON.parse(textOf(data)) as { name: string };
        expect(shardOf({ data, partitionKey: name })).toBe(shardOf(entry));
      }
    }
  });

  it('leaves out shards that are closed', async () => {
    const [first, second] = evenShards(2);
    const closed = {
      ...evenShards(1)[0]!,
      SequenceNumberRange: { StartingSequenceNumber: '1', EndingSequenceNumber: '2' },
    };
    aws.shardPages = [[closed, second!, first!]];
    const { producer, sink } = produce();
    await producer.put(raw('x', 'A'));
    await producer.close();
    expect(sink.partitionKeys.length).toBe(2);
  });

  it('works, spread over keys of its own, where it may not list the shards', async () => {
    aws.shardPages = undefined;
    const { account, sink } = await putBars({}, 10);
    expect(account).toMatchObject({ accepted: 120, delivered: 120 });
    expect(sink.partitionKeys.length).toBe(4);
    expect(aws.operations.filter((name) => name === 'ListShards').length).toBe(1);
  });

  it('asks for the shards again after a while, and soon after a throttle', async () => {
    let nowMs = 0;
    const { producer, sink } = produce({ shardRefreshMs: 100_000, now: () => nowMs });
    const put = async () => {
      await producer.put(raw('x', 'A'));
      await producer.flush();
      return sink.partitionKeys.length;
    };
    expect(await put()).toBe(2);
    aws.shardPages = [evenShards(6)];
    nowMs = 99_999;
    expect(await put()).toBe(2);
    nowMs = 100_000;
    expect(await put()).toBe(6);
    aws.shardPages = [evenShards(12)];
    aws.faults = [{ kind: 'refuse-entries', entries: 'all', code: 'ProvisionedThroughputExceededException' }];
    nowMs = 140_000;
    expect(await put()).toBe(6);
    expect(await put()).toBe(12);
    await producer.close();
  });

  it('keeps the order of a symbol when the shards change', async () => {
    let nowMs = 0;
    const { producer } = produce({ shardRefreshMs: 1, now: () => nowMs });
    for (let index = 0; index < 60; index++) {
      if (index % 10 === 0) aws.shardPages = [evenShards(4 ** (index / 10))];
      nowMs += index % 10 === 0 ? 10 : 0;
      await producer.put(raw(`${index}`, 'DDOG'));
    }
    await producer.close();
    const numbers = aws.taken.flatMap(recordsOf).map(({ data }) => Number(textOf(data)));
    expect(numbers).toEqual(Array.from({ length: 60 }, (_unused, index) => index));
    expect(new Set(aws.taken.map(({ partitionKey }) => partitionKey)).size).toBeGreaterThan(1);
  });

  it('sends a record that has no company plain, and one aggregated by another producer under its own key', async () => {
    const foreign = aggregate([raw('1', 'theirs'), raw('2', 'theirs')]);
    const { producer } = produce();
    await producer.put(raw('alone', 'A'));
    await producer.put({ data: foreign, partitionKey: 'theirs' });
    await producer.close();
    expect(aws.taken.map(({ data }) => textOf(data))).toEqual(['alone', textOf(foreign)]);
    expect(aws.taken[1]?.partitionKey).toBe('theirs');
  });

  it('fills requests to 500 entries, and to 10 MiB with keys counted', async () => {
    const many = produce({ aggregate: false });
    for (let index = 0; index < 501; index++) await many.producer.put(raw('x', `key ${index}`));
    await many.producer.close();
    expect(aws.puts.map((entries) => entries.length).toSorted((a, b) => b - a)).toEqual([500, 1]);

    const large = produce({ aggregate: false });
    for (let index = 10; index < 31; index++) {
      await large.producer.put({ data: new Uint8Array(1024 * 1024 - 2), partitionKey: String(index) });
    }
    expect(await large.producer.close()).toMatchObject({ accepted: 21, delivered: 21, retries: 0 });
    expect(Math.max(...aws.puts.slice(2).map((entries) => entries.length))).toBe(10);
  });

  it.each(['', 'x'.repeat(257)])('rejects alone a record whose partition key cannot be (%#)', async (partitionKey) => {
    const { producer } = produce({ aggregate: false });
    await producer.put(raw('bad', partitionKey));
    await producer.put(raw('good', 'x'.repeat(256)));
    const account = await producer.close();
    expect(account).toMatchObject({ accepted: 2, delivered: 1, rejected: [{ attempts: 0 }] });
    expect(account.rejected[0]?.reason.message).toBe(
      `Partition key of ${partitionKey.length} characters is outside the allowed 1 to 256`,
    );
  });

  it('takes records up to the limit that the stream was raised to', async () => {
    const { producer } = produce({ maxRecordBytes: 2 * 1024 * 1024 });
    await producer.put({ data: new Uint8Array(2 * 1024 * 1024), partitionKey: 'A' });
    const account = await producer.close();
    expect(account.rejected[0]?.reason.message).toBe('Record of 2,097,161 bytes exceeds the limit of 2,097,152 bytes');
  });

  it('signs with the credentials that it is given', async () => {
    const { producer } = produce({ credentials: { accessKeyId: 'AKIDGIVEN', secretAccessKey: 'secret' } });
    await producer.put(raw('x', 'A'));
    await producer.close();
    expect([...aws.accessKeys]).toEqual(['AKIDGIVEN']);
  });

  it('speaks HTTP/1.1, and leaves resending to the producer', async () => {
    aws.faults = [{ kind: 'refuse-request', code: 'InternalFailure', status: 500 }];
    const reports: RequestReport[] = [];
    const { producer } = produce({}, (report) => reports.push(report));
    await producer.put(raw('x', 'A'));
    await producer.close();
    expect([...aws.httpVersions]).toEqual(['1.1']);
    expect(reports.map(({ codes }) => codes)).toEqual([{ InternalFailure: 1 }, {}]);
    expect(aws.puts.length).toBe(2);
  });

  it.each([
    ['never answers', { kind: 'hang' }, 'TimeoutError'],
    ['answers what is no JSON', { kind: 'garble' }, 'SyntaxError'],
  ] as const)('sends again where the service takes a request and %s', async (_what, fault, code) => {
    aws.faults = [fault];
    const reports: RequestReport[] = [];
    const { producer } = produce({ timeoutMs: 100 }, (report) => reports.push(report));
    await producer.put(raw('x', 'A'));
    expect(await producer.close()).toMatchObject({ accepted: 1, delivered: 1, retries: 1 });
    expect(reports[0]?.codes).toEqual({ [code]: 1 });
    expect(aws.taken.length).toBe(2);
  });

  it('aborts the request on its way when a flush is aborted', async () => {
    aws.faults = [{ kind: 'hang' }];
    const { producer } = produce();
    await producer.put(raw('x', 'A'));
    const deadline = new AbortController();
    const flushed = producer.flush(deadline.signal);
    while (aws.puts.length === 0) await new Promise(setImmediate);
    deadline.abort();
    expect(await flushed).toMatchObject({ accepted: 1, rejected: [{ reason: { name: 'AbortedError' }, attempts: 1 }] });
    await producer.put(raw('y', 'A'));
    expect(await producer.close()).toMatchObject({ accepted: 1, delivered: 1 });
  });

  it('tries again when nobody listens, and says so when it gives up', async () => {
    await aws.stop();
    const { producer } = produce({ aggregate: false });
    await producer.put(raw('x', 'A'));
    const account = await producer.close();
    expect(account).toMatchObject({ accepted: 1, delivered: 0, requests: 8 });
    expect(account.rejected[0]?.reason).toMatchObject({ code: 'ECONNREFUSED', retriable: true, status: undefined });
  });

  it.each([
    [{ streamName: '' }, 'Option streamName is missing'],
    [{ streamName: 's', stream: 's' }, 'Option stream is not known'],
    [{ streamName: 's', maxRecordBytes: 20_000_000 }, 'Option maxRecordBytes is 20000000'],
    [{ streamName: 's', targetEntryBytes: 2_000_000 }, 'Option targetEntryBytes is 2000000'],
    [{ streamName: 's', timeoutMs: 0 }, 'Option timeoutMs is 0'],
  ])('refuses wrong options at construction: %o', (options, message) => {
    expect(() => createKinesisSink(options)).toThrow(message);
  });
});
