import { describe, expect, it } from 'vitest';
import * as rules from './billing-rules.ts';
import { entriesOf, shardsFor } from './stream-charges.ts';
import { type Workload, workloadOf } from './workload.ts';

describe('how services round', () => {
  it('has the steps of the services', () => {
    expect(rules).toMatchObject({
      ON_DEMAND_STEP_BYTES: 1_024,
      PUT_UNIT_BYTES: 25_000,
      SHARD_BYTES_PER_SECOND: 1_000_000,
      SHARD_RECORDS_PER_SECOND: 1_000,
      ON_DEMAND_SHARDS: 4,
      FIREHOSE_STEP_BYTES: 5_120,
      SQS_REQUEST_BYTES: 65_536,
      SNS_REQUEST_BYTES: 65_536,
      LAMBDA_STEP_MS: 1,
      GB_BYTES: 1_073_741_824,
      TB_BYTES: 1_000_000_000_000,
    });
  });

  it.each([rules.ON_DEMAND_STEP_BYTES, rules.PUT_UNIT_BYTES, rules.FIREHOSE_STEP_BYTES, rules.SQS_REQUEST_BYTES])(
    'takes one step for %i bytes and a second one for one byte more',
    (step) => {
      expect([1, step, step + 1, 2 * step].map((bytes) => rules.stepsOf(bytes, step))).toEqual([1, 1, 2, 2]);
      expect([1, step, step + 1].map((bytes) => rules.roundedUp(bytes, step))).toEqual([step, step, 2 * step]);
    },
  );

  it('bills a query for ten megabytes, then for each megabyte begun', () => {
    const billed = [0, 9_999_999, 10_000_000, 10_000_001, 11_000_000, 11_000_001].map(rules.athenaBilledBytes);
    expect(billed).toEqual([10e6, 10e6, 10e6, 11e6, 11e6, 12e6]);
  });

  it('asks for a shard more with the first byte or record that one does not take', () => {
    const shards = (bytesPerSecond: number, recordsPerSecond: number): number =>
      shardsFor({ bytesPerSecond, recordsPerSecond });
    expect([shards(0, 0), shards(1_000_000, 1_000)]).toEqual([1, 1]);
    expect([shards(1_000_001, 1), shards(1, 1_001), shards(1_500_000, 2_001)]).toEqual([2, 2, 3]);
  });
});

describe('what the stream is billed for', () => {
  it('is every burst as often as it happens', () => {
    const workload: Workload = {
      ...workloadOf({ symbols: 1, interval: '1h', month: '2026-12', feed: false, queriesPerDay: 0, scannedMb: 0 }),
      bursts: [{ records: 1, recordBytes: 200, seconds: 0, times: 7 }],
    };
    expect(entriesOf(workload, 3)).toEqual([{ count: 7, bytes: 209 }]);
  });
});
