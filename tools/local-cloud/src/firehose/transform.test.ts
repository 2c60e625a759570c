import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import type { InvokeResult } from '../lambda/instance.ts';
import type { SourceRecord } from './source-record.ts';
import {
  batchesOf,
  transform,
  TRANSFORM_BUFFER_BYTES,
  TRANSFORM_PAYLOAD_BYTES,
  TRANSFORM_RETRIES,
} from './transform.ts';

interface Event {
  readonly invocationId: string;
  readonly records: readonly { readonly recordId: string; readonly data: string }[];
}

const record = (i: number, data: Uint8Array = Uint8Array.of(i), shardId?: string): SourceRecord => ({
  recordId: `id${i}`,
  arrivalMs: 1000 + i,
  data,
  sequenceNumber: String(i),
  subsequenceNumber: 0,
  partitionKey: 'k',
  shardId,
});

/** Runs records through a function given as a test double; returns the results and the events it saw. */
async function run(records: readonly SourceRecord[], answer: (event: Event, attempt: number) => unknown, raw = false) {
  const events: Event[] = [];
  const slept: number[] = [];
  const clock: Clock = { now: () => 7777, sleep: async (ms) => void slept.push(ms), schedule: () => () => undefined };
  const invoke = async (payload: Buffer): Promise<InvokeResult> => {
    const event: Event = JSON.parse(payload.toString());
    events.push(event);
    const result = answer(event, events.length);
    if (result instanceof Error) return { functionError: 'Unhandled', payload: Buffer.from(result.message) };
    return { payload: Buffer.from(raw ? String(result) : JSON.stringify(result)) };
  };
  const setup = { deliveryStreamArn: 'arn:d', sourceStreamArn: 'arn:s', region: 'us-east-1', invoke, clock };
  return { results: await transform(setup, records), events, slept };
}
const ok = (one: { recordId: string; data: string }) => ({ recordId: one.recordId, result: 'Ok', data: one.data });
const codes = ({ results }: Awaited<ReturnType<typeof run>>) =>
  results.map((one) => (one.result === 'ProcessingFailed' ? one.error.code : one.result));

describe('the transform', () => {
  it('keeps to the limits that Firehose documents', () => {
    expect([TRANSFORM_BUFFER_BYTES, TRANSFORM_PAYLOAD_BYTES, TRANSFORM_RETRIES]).toEqual([1_048_576, 6_000_000, 3]);
  });

  it('sends the event that Firehose sends', async () => {
    const { events } = await run([record(1, Buffer.from('x'), 'shardId-000000000000')], ({ records }) => ({
      records: records.map(ok),
    }));
    expect(events).toEqual([
      {
        invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        deliveryStreamArn: 'arn:d',
        sourceKinesisStreamArn: 'arn:s',
        region: 'us-east-1',
        records: [
          {
            recordId: 'id1',
            approximateArrivalTimestamp: 1001,
            data: 'eA==',
            kinesisRecordMetadata: {
              shardId: 'shardId-000000000000',
              partitionKey: 'k',
              approximateArrivalTimestamp: 1001,
              sequenceNumber: '1',
              subsequenceNumber: 0,
            },
          },
        ],
      },
    ]);
    const direct = await run([record(1)], ({ records }) => ({ records: records.map(ok) }));
    expect(direct.events[0]?.records[0]).not.toHaveProperty('kinesisRecordMetadata');
  });

  it('cuts every list of records into batches within the limits, in order', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 30 });
    const cases = fc.property(sizes, (lengths) => {
      const records = lengths.map((length, i) => record(i, new Uint8Array(length)));
      const batches = batchesOf(records);
      expect(batches.flat()).toEqual(records);
      for (const batch of batches) {
        const bytes = batch.reduce((sum, { data }) => sum + data.length, 0);
        expect(batch.length === 1 || bytes <= TRANSFORM_BUFFER_BYTES).toBe(true);
      }
    });
    fc.assert(cases, { numRuns: 50 });
  });

  it('keeps a request of many tiny records within 6 MB too', async () => {
    const records = Array.from({ length: 30_000 }, (_, i) => record(i, Uint8Array.of(1), 'shardId-000000000000'));
    let largest = 0;
    const { results } = await run(records, (event) => {
      largest = Math.max(largest, JSON.stringify(event).length);
      return { records: event.records.map(ok) };
    });
    expect(largest).toBeLessThanOrEqual(TRANSFORM_PAYLOAD_BYTES);
    expect(results.map(({ record: { recordId } }) => recordId)).toEqual(records.map(({ recordId }) => recordId));
  });

  it('tries a failing function three times more, with the same ids, then fails the batch and keeps its bytes', async () => {
    const ran = await run([record(1), record(2)], () => new Error('{"errorMessage":"boom"}'));
    expect(ran.events).toHaveLength(4);
    expect(new Set(ran.events.map(({ invocationId }) => invocationId)).size).toBe(4);
    expect(ran.slept).toEqual([100, 200, 400]);
    expect(ran.results[0]).toMatchObject({
      result: 'ProcessingFailed',
      record: { data: Uint8Array.of(1) },
      error: { code: 'Lambda.FunctionError', attempts: 4, endedMs: 7777, message: expect.stringContaining('boom') },
    });
  });

  it('goes on once a retry succeeds', async () => {
    const ran = await run([record(1)], ({ records }, attempt) =>
      attempt < 3 ? new Error('busy') : { records: records.map(ok) },
    );
    expect(codes(ran)).toEqual(['Ok']);
  });

  it('matches answers by id, whatever their order', async () => {
    const data = (text: string) => Buffer.from(text).toString('base64');
    const ran = await run([record(1), record(2)], () => ({
      records: [
        { recordId: 'id2', result: 'Ok', data: data('two'), metadata: { partitionKeys: { dt: 'd' } } },
        { recordId: 'id1', result: 'Ok', data: data('one') },
      ],
    }));
    expect(ran.results).toMatchObject([
      { data: Buffer.from('one'), partitionKeys: {} },
      { data: Buffer.from('two'), partitionKeys: { dt: 'd' } },
    ]);
  });

  it.each<[what: string, answer: (event: Event) => unknown, codes: string[]]>([
    ['one id missing', ({ records }) => ({ records: records.slice(1).map(ok) }), ['Lambda.MissingRecordId', 'Ok']],
    [
      'one id twice',
      ({ records }) => ({ records: [...records, ...records.slice(1)].map(ok) }),
      ['Ok', 'Lambda.DuplicatedRecordId'],
    ],
    [
      'a stray id',
      ({ records }) => ({ records: [...records, { recordId: 'other', data: '' }].map(ok) }),
      ['Lambda.MissingRecordId', 'Lambda.MissingRecordId'],
    ],
    [
      'an unknown result',
      ({ records }) => ({ records: records.map((one, i) => ({ ...ok(one), result: i ? 'Ok' : 'OK' })) }),
      ['Lambda.FunctionError', 'Ok'],
    ],
    [
      'data that is not base64',
      ({ records }) => ({ records: records.map((one, i) => ({ ...ok(one), data: i ? '{}' : 'eA==' })) }),
      ['Ok', 'Lambda.FunctionError'],
    ],
    [
      'no data',
      ({ records }) => ({ records: records.map(({ recordId }) => ({ recordId, result: 'Ok' })) }),
      ['Lambda.FunctionError', 'Lambda.FunctionError'],
    ],
    [
      'partition keys that are no texts',
      ({ records }) => ({ records: records.map((one) => ({ ...ok(one), metadata: { partitionKeys: { dt: 1 } } })) }),
      ['Lambda.FunctionError', 'Lambda.FunctionError'],
    ],
    [
      'statuses',
      ({ records }) => ({
        records: records.map(({ recordId }, i) => ({ recordId, result: i ? 'Dropped' : 'ProcessingFailed' })),
      }),
      ['Lambda.ProcessingFailedStatus', 'Dropped'],
    ],
    ['no records', () => ({}), ['Lambda.JsonProcessingException', 'Lambda.JsonProcessingException']],
    ['null', () => null, ['Lambda.JsonProcessingException', 'Lambda.JsonProcessingException']],
    [
      'a record that is no object',
      () => ({ records: [1] }),
      ['Lambda.JsonProcessingException', 'Lambda.JsonProcessingException'],
    ],
  ])('judges a response with %s, and asks no second time', async (_what, answer, expected) => {
    const ran = await run([record(1), record(2)], answer);
    expect(codes(ran)).toEqual(expected);
    expect(ran.events).toHaveLength(1);
  });

  it('judges a response that is no JSON', async () => {
    expect(codes(await run([record(1)], () => 'oops', true))).toEqual(['Lambda.JsonProcessingException']);
  });
});
