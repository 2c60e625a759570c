import { encodeRecord } from '@tickerlake/record-schema';
import { aggregate } from '@tickerlake/stream-producer';
import { describe, expect, it } from 'vitest';
import { entryBytes, packed } from './packing.ts';
import { AGGREGATE_BYTES, AGGREGATE_RECORD_BYTES, RECORD_BYTES, ROW_BYTES, SAMPLE_BAR } from './sample-records.ts';

const BAR = Buffer.from(`${encodeRecord(SAMPLE_BAR)}\n`);

describe('the sample records', () => {
  it('have the sizes that they have on the wire', () => {
    expect(RECORD_BYTES).toEqual({ bar: 207, quote: 215, rate: 155, story: 461 });
    expect(ROW_BYTES).toBe(205);
  });

  it('grow in an aggregate as the codec makes it', () => {
    const blob = (count: number): number =>
      aggregate(Array.from({ length: count }, () => ({ partitionKey: 'lane-0000', data: BAR }))).length + 9;
    expect([2, 10, 232].map((count) => entryBytes(count, BAR.length))).toEqual([2, 10, 232].map(blob));
    expect(AGGREGATE_BYTES).toBeLessThan(50);
    expect(AGGREGATE_RECORD_BYTES).toBe(8);
  });
});

describe('packing', () => {
  it('sends a record alone as it is', () => {
    expect(packed({ records: 1, recordBytes: 207, seconds: 0 }, 1)).toEqual([{ count: 1, bytes: 216 }]);
    expect(packed({ records: 0, recordBytes: 207, seconds: 1 }, 1)).toEqual([]);
  });

  it('fills aggregates to 50 KB, or 500 records, and begins another with the next', () => {
    const counts = (records: number, recordBytes: number): number[] =>
      packed({ records, recordBytes, seconds: 0 }, 1).map(({ count }) => count);
    expect([counts(232, 207), counts(233, 207)]).toEqual([[1], [1, 1]]);
    expect([counts(500, 20), counts(501, 20)]).toEqual([[1], [1, 1]]);
    expect(packed({ records: 232, recordBytes: 207, seconds: 0 }, 1)[0]?.bytes).toBeLessThanOrEqual(50_000);
  });

  it('sends what has gathered in a second where records come slowly', () => {
    expect(packed({ records: 30, recordBytes: 200, seconds: 15 }, 1)).toEqual([
      { count: 15, bytes: entryBytes(2, 200) },
    ]);
    expect(packed({ records: 10, recordBytes: 200, seconds: 15 }, 1)).toEqual([{ count: 10, bytes: 209 }]);
  });

  it('has a lane for each shard, but no more than there are records', () => {
    expect(packed({ records: 40, recordBytes: 200, seconds: 0 }, 4)).toEqual([
      { count: 4, bytes: entryBytes(10, 200) },
    ]);
    expect(packed({ records: 2, recordBytes: 200, seconds: 0 }, 4)).toEqual([{ count: 2, bytes: 209 }]);
  });
});
