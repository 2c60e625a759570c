import { LINGER_SECONDS } from './assumptions.ts';
import { AGGREGATE_BYTES, AGGREGATE_RECORD_BYTES, PARTITION_KEY_BYTES } from './sample-records.ts';

/** Bytes up to which the producer fills an aggregate: two PUT units. */
export const TARGET_ENTRY_BYTES = 50_000;
/** Records that it puts into one: what Firehose takes apart. https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const MAX_RECORDS_PER_ENTRY = 500;

/** Kinesis records of one size. */
export interface Entries {
  readonly count: number;
  /** Of each, its partition key included. */
  readonly bytes: number;
}

/** Records that one producer puts within a time, spread evenly over it. */
export interface Burst {
  readonly records: number;
  /** Of each, on the average. */
  readonly recordBytes: number;
  readonly seconds: number;
}

/** Bytes of an entry with so many records: a record alone goes as it is. */
export const entryBytes = (records: number, recordBytes: number): number =>
  records <= 1 ? recordBytes + PARTITION_KEY_BYTES : AGGREGATE_BYTES + records * (recordBytes + AGGREGATE_RECORD_BYTES);

const recordsPerEntry = (recordBytes: number): number => {
  const fitting = Math.floor((TARGET_ENTRY_BYTES - AGGREGATE_BYTES) / (recordBytes + AGGREGATE_RECORD_BYTES));
  return Math.max(1, Math.min(MAX_RECORDS_PER_ENTRY, fitting));
};

/**
 * The entries that stream-producer makes of a burst: a lane for each shard, each with full aggregates where records come fast,
 * else with what has gathered when it lingered long enough.
 */
export function packed({ records, recordBytes, seconds }: Burst, shards: number): Entries[] {
  if (records <= 0) return [];
  const lanes = Math.min(shards, records);
  const perLane = records / lanes;
  const full = recordsPerEntry(recordBytes);
  const flushes = Math.max(1, Math.min(perLane, Math.ceil(seconds / LINGER_SECONDS)));
  if (perLane <= flushes * full) {
    return [{ count: lanes * flushes, bytes: entryBytes(perLane / flushes, recordBytes) }];
  }
  const fullEntries = Math.floor(perLane / full);
  const rest = perLane - fullEntries * full;
  return [
    { count: lanes * fullEntries, bytes: entryBytes(full, recordBytes) },
    ...(rest > 0 ? [{ count: lanes, bytes: entryBytes(rest, recordBytes) }] : []),
  ];
}
