import { aggregate } from '@tickerlake/stream-producer';
import { encodeRecord } from '@tickerlake/record-schema';
import { kinesisEvent } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { readLaidAside } from './laid-aside.ts';

const RATE = '{"kind":"forex","name":"EURUSD","ts":"2026-11-20 09:30:00-05:00","bid":1.1,"ask":1.2}';
const QUOTE = '{"kind":"quote","name":"DDOG","ts":"2026-11-20 09:30:01-05:00","price":67.5}';
const CROSSED = '{"kind":"forex","name":"EURUSD","ts":"2026-11-20 09:30:00-05:00","bid":1.3,"ask":1.2}';
const BAR = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}';

/** As Lambda writes it. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
const laidAside = (data: readonly (string | Uint8Array)[]): string =>
  JSON.stringify({
    requestContext: { requestId: 'c9b8fa9f', condition: 'RetryAttemptsExhausted', approximateInvokeCount: 101 },
    version: '1.0',
    KinesisBatchInfo: { shardId: 'shardId-000000000000', batchSize: data.length },
    payload: JSON.stringify(kinesisEvent(data)),
  });
const packed = (...lines: string[]): Uint8Array =>
  aggregate(lines.map((line) => ({ data: Buffer.from(`${line}\n`), partitionKey: 'a' })));

describe('a batch that Lambda laid aside', () => {
  it('gives its logs, those of aggregates too, and leaves the bars to Firehose', () => {
    const { records, rest } = readLaidAside(laidAside([`${RATE}\n`, packed(BAR, QUOTE)]));
    expect(records.map((record) => encodeRecord(record))).toEqual([RATE, QUOTE]);
    expect(rest).toBeUndefined();
  });

  it('keeps the records of which something cannot be read, whole, and reads them again later', () => {
    const {
      records,
      rest = '',
      reason,
    } = readLaidAside(laidAside([`${RATE}\n`, packed(QUOTE, CROSSED), '{"poison":']));
    expect(records).toHaveLength(2);
    expect(reason).toContain('ask');
    expect(reason).not.toContain('1.2');
    const again = readLaidAside(rest);
    expect(again.records.map((record) => encodeRecord(record))).toEqual([QUOTE]);
    expect(JSON.parse(rest)).toMatchObject({ KinesisBatchInfo: { shardId: 'shardId-000000000000' } });
  });

  it.each(['', 'hello', '{}', '{"payload":{}}', '{"payload":"[]"}', '{"payload":"{\\"Records\\":[{}]}"}'])(
    'is left alone when it is something else: %s',
    (text) => {
      expect(readLaidAside(text)).toEqual({ records: [], rest: text, reason: 'not a batch that Lambda laid aside' });
    },
  );
});
