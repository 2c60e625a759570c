import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeated, temporaryFolder } from '../../test/folders.ts';
import { StateMismatchError } from '../errors.ts';
import { type FaultPlan, Faults } from '../faults.ts';
import { isObject } from '../json-value.ts';
import {
  GET_RECORDS_MAX_BYTES,
  kinesisService,
  PARTITION_KEY_MAX_CHARS,
  PUT_RECORDS_MAX_BYTES,
  PUT_RECORDS_MAX_ENTRIES,
  RECORD_MAX_BYTES,
} from './kinesis-service.ts';
import { ITERATOR_LIFE_MS } from './shard-iterator.ts';
import { RETENTION_HOURS, Stream } from './stream.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- answers are checked by the tests themselves.
type Answer = Record<string, any>;

/** A service with one stream `s` and a clock that the test moves. */
function setUp(shards = 1, faults: FaultPlan = {}, dir = temporaryFolder()) {
  const clock = { nowMs: 1_700_000_000_000 };
  const now = () => clock.nowMs;
  const stream = new Stream({ name: 's', shards, dir, region: 'us-east-1', faults: new Faults(faults), now });
  const service = kinesisService(new Map([['s', stream]]), now);
  const call = async (action: string, fields: object): Promise<Answer> => {
    const headers = { 'x-amz-target': `Kinesis_20131202.${action}`, 'content-type': 'application/x-amz-json-1.1' };
    const body = Buffer.from(JSON.stringify({ StreamName: 's', ...fields }));
    const request = { method: 'POST', path: '/', query: new URLSearchParams(), headers, body };
    const answer: unknown = JSON.parse(String((await service.route(request)).body));
    return isObject(answer) ? answer : {};
  };
  return { stream, call, clock, dir };
}

const data = (text: string | Uint8Array) => Buffer.from(text as string).toString('base64');
const entry = (text: string, key = 'k') => ({ Data: data(text), PartitionKey: key });

async function readAll(call: ReturnType<typeof setUp>['call'], shard: string, limit = 10_000): Promise<Answer[]> {
  const records: Answer[] = [];
  let { ShardIterator: iterator } = await call('GetShardIterator', {
    ShardId: shard,
    ShardIteratorType: 'TRIM_HORIZON',
  });
  for (;;) {
    const answer = await call('GetRecords', { ShardIterator: iterator, Limit: limit });
    if (answer['Records'].length === 0) return records;
    records.push(...answer['Records']);
    iterator = answer['NextShardIterator'];
  }
}

describe('the limits of Kinesis', () => {
  it('are those that AWS documents', () => {
    expect([PUT_RECORDS_MAX_ENTRIES, PUT_RECORDS_MAX_BYTES, RECORD_MAX_BYTES]).toEqual([500, 10_485_760, 1_048_576]);
    expect([PARTITION_KEY_MAX_CHARS, GET_RECORDS_MAX_BYTES, ITERATOR_LIFE_MS]).toEqual([256, 10_485_760, 300_000]);
  });

  const mebibyte = data(new Uint8Array(1 << 20));
  const long = data(new Uint8Array((1 << 20) - 10));
  it.each<[what: string, action: string, fields: object, code: string, message: RegExp]>([
    [
      '501 entries',
      'PutRecords',
      { Records: repeated(501, entry('x')) },
      'ValidationException',
      /'records'.*less than or equal to 500/,
    ],
    ['no entries', 'PutRecords', { Records: [] }, 'ValidationException', /greater than or equal to 1/],
    [
      'a record of 1 MiB and a key',
      'PutRecord',
      { Data: mebibyte, PartitionKey: 'k' },
      'InvalidArgumentException',
      /1048577 bytes/,
    ],
    [
      'more than 10 MiB',
      'PutRecords',
      { Records: repeated(11, { Data: long, PartitionKey: 'k' }) },
      'InvalidArgumentException',
      /10485760/,
    ],
    ['a key of 257 characters', 'PutRecord', entry('x', 'k'.repeat(257)), 'ValidationException', /'partitionKey'.*256/],
    ['no key', 'PutRecord', { Data: data('x') }, 'ValidationException', /Value null at 'partitionKey'/],
    ['no data', 'PutRecord', { PartitionKey: 'k' }, 'ValidationException', /Value null at 'data'/],
    [
      'data that is no text',
      'PutRecord',
      { Data: 7, PartitionKey: 'k' },
      'SerializationException',
      /Data must be base64/,
    ],
    [
      'a hash key out of range',
      'PutRecord',
      { ...entry('x'), ExplicitHashKey: '-1' },
      'InvalidArgumentException',
      /ExplicitHashKey/,
    ],
    [
      'an unknown stream',
      'PutRecord',
      { ...entry('x'), StreamName: 'other' },
      'ResourceNotFoundException',
      /Stream other under account/,
    ],
    [
      'an unknown shard',
      'GetShardIterator',
      { ShardId: 'shardId-7', ShardIteratorType: 'LATEST' },
      'ResourceNotFoundException',
      /shardId-7/,
    ],
    [
      'an unknown iterator type',
      'GetShardIterator',
      { ShardId: 'shardId-000000000000', ShardIteratorType: 'FIRST' },
      'ValidationException',
      /enum value set/,
    ],
    ['a foreign iterator', 'GetRecords', { ShardIterator: 'abc' }, 'InvalidArgumentException', /Invalid ShardIterator/],
    [
      'a foreign sequence number',
      'GetShardIterator',
      { ShardId: 'shardId-000000000000', ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '1' },
      'InvalidArgumentException',
      /invalid for shardId/,
    ],
    [
      'a call that is not here',
      'SplitShard',
      {},
      'NotImplemented',
      /Kinesis SplitShard is not part of the local cloud. It knows: DescribeStreamSummary, /,
    ],
  ])('refuse %s', async (_what, action, fields, code, message) => {
    await expect(setUp().call(action, fields)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('allow what is just within', async () => {
    const { call } = setUp();
    const ten = repeated(10, { Data: data(new Uint8Array((1 << 20) - 1)), PartitionKey: 'k' });
    expect(await call('PutRecords', { Records: ten })).toMatchObject({ FailedRecordCount: 0 });
    expect(await call('PutRecord', entry('x', '😀'.repeat(256)))).toHaveProperty('SequenceNumber');
    expect(await call('PutRecords', { Records: repeated(500, entry('')) })).toMatchObject({ FailedRecordCount: 0 });
  });
});

describe('a shard', () => {
  it('gives each accepted record once and in order, whatever is refused and however it is read', async () => {
    const batch = fc.array(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 20 });
    const rates = fc.record({
      rejectRate: fc.double({ min: 0, max: 1, noNaN: true }),
      throttleRate: fc.double({ min: 0, max: 1, noNaN: true }),
      diskErrorRate: fc.double({ min: 0, max: 1, noNaN: true }),
      seed: fc.nat(),
    });
    const cases = fc.asyncProperty(
      fc.array(batch, { maxLength: 6 }),
      rates,
      fc.integer({ min: 1, max: 7 }),
      async (batches, faults, limit) => {
        const { call, stream } = setUp(3, faults);
        const accepted = new Map<string, Answer[]>(stream.shards.map(({ id }) => [id, []]));
        let put = 0;
        for (const keys of batches) {
          const Records = keys.map((key) => entry(String(put++), `k${key}`));
          const answer = await call('PutRecords', { Records });
          for (const [i, { ShardId, SequenceNumber }] of answer['Records'].entries())
            accepted.get(ShardId)?.push({ ...Records[i], SequenceNumber });
        }
        for (const [shard, records] of accepted) expect(await readAll(call, shard, limit)).toMatchObject(records);
        const total = [...accepted.values()].flat().length;
        expect([stream.counts.accepted, stream.counts.refused]).toEqual([total, put - total]);
        stream.close();
      },
    );
    await fc.assert(cases, { numRuns: 25 });
  });

  it('numbers its records in rising order, also across a restart', async () => {
    const first = setUp();
    const before = await first.call('PutRecord', entry('a'));
    first.stream.close();
    const second = setUp(1, {}, first.dir);
    const after = await second.call('PutRecord', entry('b'));
    expect(before['SequenceNumber']).toMatch(/^49\d{54}$/);
    expect(BigInt(after['SequenceNumber'])).toBe(BigInt(before['SequenceNumber']) + 1n);
    expect(await readAll(second.call, 'shardId-000000000000')).toMatchObject([entry('a'), entry('b')]);
  });

  it('starts a reader where it asks to', async () => {
    const { call, clock } = setUp();
    const numbers: string[] = [];
    for (const text of ['a', 'b', 'c']) {
      numbers.push((await call('PutRecord', entry(text)))['SequenceNumber']);
      clock.nowMs += 1000;
    }
    const from = async (fields: object) => {
      const { ShardIterator } = await call('GetShardIterator', { ShardId: 'shardId-000000000000', ...fields });
      const { Records } = await call('GetRecords', { ShardIterator });
      return Records.map(({ Data }: Answer) => Buffer.from(Data, 'base64').toString()).join('');
    };
    expect(await from({ ShardIteratorType: 'TRIM_HORIZON' })).toBe('abc');
    expect(await from({ ShardIteratorType: 'LATEST' })).toBe('');
    expect(await from({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: numbers[1] })).toBe('bc');
    expect(await from({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: numbers[1] })).toBe('c');
    expect(await from({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 1_700_000_000.5 })).toBe('bc');
    expect(await from({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 1_800_000_000 })).toBe('');
  });

  it('expires an iterator after five minutes', async () => {
    const { call, clock } = setUp();
    const { ShardIterator } = await call('GetShardIterator', {
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'LATEST',
    });
    clock.nowMs += ITERATOR_LIFE_MS + 1;
    await expect(call('GetRecords', { ShardIterator })).rejects.toMatchObject({ code: 'ExpiredIteratorException' });
  });

  it('drops records after a day when no delivery stream reads them, file by file', async () => {
    const { call, clock, stream } = setUp();
    const large = { Data: data(new Uint8Array(1_000_000)), PartitionKey: 'k' };
    for (let i = 0; i < 3; i += 1) await call('PutRecords', { Records: repeated(5, large) });
    expect(stream.shards[0]?.log.first).toBe(0);
    clock.nowMs += RETENTION_HOURS * 3_600_000 + 1;
    await call('PutRecord', entry('new'));
    expect(stream.shards[0]?.log.first).toBe(10);
    stream.close();
  });

  it('keeps what a delivery stream has not read, however old, and lets a slower one hold it', async () => {
    const { call, clock, stream } = setUp();
    const [shard] = stream.shards;
    if (!shard) throw new Error('no shard');
    stream.addConsumer('fast', shard, 0);
    stream.addConsumer('slow', shard, 0);
    const large = { Data: data(new Uint8Array(1_000_000)), PartitionKey: 'k' };
    for (let i = 0; i < 10; i += 1) await call('PutRecords', { Records: repeated(5, large) });
    clock.nowMs += RETENTION_HOURS * 3_600_000 + 1;
    stream.consumed('fast', shard, 50);
    expect(shard.log.first).toBe(0);
    stream.consumed('slow', shard, 20);
    expect(shard.log.first).toBe(20);
    stream.close();
  });

  it('keeps no more than 32 MiB of what delivery streams have read', async () => {
    const { call, stream } = setUp();
    const [shard] = stream.shards;
    if (!shard) throw new Error('no shard');
    stream.addConsumer('bars', shard, 0);
    const large = { Data: data(new Uint8Array(1_000_000)), PartitionKey: 'k' };
    for (let i = 0; i < 10; i += 1) await call('PutRecords', { Records: repeated(5, large) });
    stream.consumed('bars', shard, 50);
    expect(shard.log.bytesFrom(0)).toBeLessThanOrEqual(32 << 20);
    expect(shard.log.bytesFrom(0)).toBeGreaterThan(24 << 20);
    stream.close();
  });
});

describe('a stream', () => {
  it('describes itself', async () => {
    const { call } = setUp(2);
    const { StreamDescriptionSummary } = await call('DescribeStreamSummary', {});
    expect(StreamDescriptionSummary).toMatchObject({
      StreamName: 's',
      StreamStatus: 'ACTIVE',
      OpenShardCount: 2,
      RetentionPeriodHours: 24,
      StreamCreationTimestamp: 1_700_000_000,
    });
  });

  it('lists its shards in pages', async () => {
    const { call } = setUp(3);
    const first = await call('ListShards', { MaxResults: 2 });
    const second = await call('ListShards', { StreamName: undefined, NextToken: first['NextToken'] });
    const ids = [...first['Shards'], ...second['Shards']].map(({ ShardId }: Answer) => ShardId);
    expect(ids).toEqual(['shardId-000000000000', 'shardId-000000000001', 'shardId-000000000002']);
    expect(second).not.toHaveProperty('NextToken');
    expect(first['Shards'][0]).toMatchObject({
      HashKeyRange: { StartingHashKey: '0' },
      SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^49/) },
    });
  });

  it('is found by its ARN too', async () => {
    const { call, stream } = setUp();
    expect(await call('PutRecord', { StreamName: undefined, StreamARN: stream.arn, ...entry('x') })).toHaveProperty(
      'ShardId',
    );
  });

  it('cannot be opened with another number of shards', () => {
    const { dir, stream } = setUp(2);
    stream.close();
    expect(() => setUp(3, {}, dir)).toThrow(StateMismatchError);
  });

  it('answers throttled, rejected and unwritable entries one by one, a single record with an error', async () => {
    const Records = [entry('a', '1'), entry('b', '2')];
    const throttled = await setUp(1, { throttleRate: 1 }).call('PutRecords', { Records });
    expect(throttled).toMatchObject({
      FailedRecordCount: 2,
      Records: [
        {
          ErrorCode: 'ProvisionedThroughputExceededException',
          ErrorMessage: expect.stringMatching(
            /^Rate exceeded for shard shardId-000000000000 in stream s under account/,
          ),
        },
        {},
      ],
    });
    const rejected = await setUp(1, { rejectRate: 1 }).call('PutRecords', { Records });
    expect(rejected).toMatchObject({
      FailedRecordCount: 2,
      Records: [{ ErrorCode: 'InternalFailure' }, { ErrorCode: 'InternalFailure' }],
    });
    const full = await setUp(1, { diskErrorRate: 1 }).call('PutRecords', { Records });
    expect(full).toMatchObject({
      FailedRecordCount: 2,
      Records: [{ ErrorCode: 'InternalFailure', ErrorMessage: expect.stringContaining('ENOSPC') }, {}],
    });
    await expect(setUp(1, { throttleRate: 1 }).call('PutRecord', entry('a'))).rejects.toMatchObject({
      status: 400,
      code: 'ProvisionedThroughputExceededException',
    });
    await expect(setUp(1, { diskErrorRate: 1 }).call('PutRecord', entry('a'))).rejects.toMatchObject({
      status: 500,
      code: 'InternalFailure',
    });
  });
});
