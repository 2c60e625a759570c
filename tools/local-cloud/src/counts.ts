import type { DeliveryStream } from './firehose/delivery-stream.ts';
import type { DirectPut } from './firehose/direct-put.ts';
import type { Stream } from './kinesis/stream.ts';
import type { LambdaFunction } from './lambda/lambda-function.ts';

/** Entries put to a service in this run. */
export interface PutCounts {
  readonly accepted: number;
  /** Entries answered with an error code; whoever put them tries again. */
  readonly refused: number;
  /** Of the accepted entries' data. */
  readonly bytes: number;
}

export interface ObjectCounts {
  /** Rows of a table, or records where there is no table. */
  readonly rows: number;
  readonly objects: number;
  readonly bytes: number;
}

/**
 * What came into each stage in this run and what went on, summed over all streams. At any moment
 * - deaggregated = transformed.ok + transformed.dropped + transformed.failed,
 * - transformed.failed + partitionFailed + conversionFailed = errorOutput.rows, and
 * - transformed.rows = delivered.rows + partitionFailed + conversionFailed,
 * the last two once nothing is under way (`drain`): `delivered` and `errorOutput` count what lies in a bucket.
 */
export interface StageCounts {
  readonly kinesis: PutCounts;
  /** Put to delivery streams directly. */
  readonly firehose: PutCounts;
  /** Accepted and not delivered yet, records of an earlier run included. */
  readonly pending: number;
  /** Records that delivery streams read from their sources. */
  readonly received: number;
  /** User records in them: a KPL record holds several. */
  readonly deaggregated: number;
  readonly transformed: {
    readonly ok: number;
    readonly dropped: number;
    readonly failed: number;
    /** Rows in the ok records. */
    readonly rows: number;
  };
  /** Ok records whose prefix could not be made, a partition key missing. */
  readonly partitionFailed: number;
  /** Rows that are not the table's. */
  readonly conversionFailed: number;
  readonly delivered: ObjectCounts;
  /** What lies under the error prefixes. */
  readonly errorOutput: ObjectCounts;
  /** Deliveries that failed and were, or will be, tried again. */
  readonly deliveryRetries: number;
  readonly lambda: { readonly invocations: number; readonly errors: number };
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

const puts = (sources: readonly { readonly counts: PutCounts }[]): PutCounts => ({
  accepted: sum(sources, ({ counts }) => counts.accepted),
  refused: sum(sources, ({ counts }) => counts.refused),
  bytes: sum(sources, ({ counts }) => counts.bytes),
});

const objects = (counts: readonly ObjectCounts[]): ObjectCounts => ({
  rows: sum(counts, ({ rows }) => rows),
  objects: sum(counts, (one) => one.objects),
  bytes: sum(counts, ({ bytes }) => bytes),
});

export function countStages(
  streams: readonly Stream[],
  directs: readonly DirectPut[],
  deliveries: readonly DeliveryStream[],
  functions: readonly LambdaFunction[],
): StageCounts {
  const counts = deliveries.map((delivery) => delivery.counts);
  return {
    kinesis: puts(streams),
    firehose: puts(directs),
    pending: sum(deliveries, ({ pending }) => pending),
    received: sum(counts, ({ received }) => received),
    deaggregated: sum(counts, ({ deaggregated }) => deaggregated),
    transformed: {
      ok: sum(counts, ({ ok }) => ok),
      dropped: sum(counts, ({ dropped }) => dropped),
      failed: sum(counts, ({ failed }) => failed),
      rows: sum(counts, ({ rows }) => rows),
    },
    partitionFailed: sum(counts, ({ partitionFailed }) => partitionFailed),
    conversionFailed: sum(counts, ({ conversionFailed }) => conversionFailed),
    delivered: objects(counts.map(({ delivered }) => delivered)),
    errorOutput: objects(counts.map(({ errorOutput }) => errorOutput)),
    deliveryRetries: sum(counts, ({ retries }) => retries),
    lambda: {
      invocations: sum(functions, (one) => one.counts.invocations),
      errors: sum(functions, (one) => one.counts.errors),
    },
  };
}
