import type { DeliveryStream } from './firehose/delivery-stream.ts';
import type { DirectPut } from './firehose/direct-put.ts';
import type { Stream } from './kinesis/stream.ts';
import type { LambdaFunction } from './lambda/lambda-function.ts';
import type { MappingCounts } from './mappings/event-source-mapping.ts';
import type { Parts } from './parts.ts';

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

export interface QueueCounts {
  readonly sent: number;
  readonly received: number;
  readonly deleted: number;
  readonly refused: number;
  /** Copies that the fault plan added. */
  readonly duplicated: number;
  /** Moved to the queue of dead letters. */
  readonly deadLettered: number;
  /** In the queue now, with no receiver. */
  readonly waiting: number;
  /** In the queue now, with a receiver or hidden since one had it. */
  readonly inFlight: number;
  /** When the oldest message in the queue was sent, milliseconds since 1970 UTC; absent when it is empty. */
  readonly oldestMs?: number;
}

export interface TopicCounts {
  readonly published: number;
  readonly refused: number;
  readonly delivered: number;
  readonly failed: number;
}

export interface FunctionCounts {
  readonly invocations: number;
  readonly errors: number;
  /** Invocations whose process was killed on purpose; they are among the errors. */
  readonly killed: number;
  /** Totals of the metrics that the function printed in the embedded metric format. */
  readonly metrics: Readonly<Record<string, number>>;
}

type ByName<T> = Readonly<Record<string, T>>;

/** What a reader of a stream or a queue has still before it. */
interface Backlog {
  readonly pending: number;
  /** When the oldest of it came, milliseconds since 1970 UTC; absent when nothing is pending. */
  readonly oldestMs?: number;
}

/** What went through the whole, and through each part by its name. */
export interface CloudCounts extends StageCounts {
  readonly queues: ByName<QueueCounts>;
  readonly topics: ByName<TopicCounts>;
  /** Accepted and not delivered yet. */
  readonly deliveries: ByName<Backlog>;
  /** By `source→function`; `pending` are records or messages in the source that the function is not through with. */
  readonly mappings: ByName<Readonly<MappingCounts> & Backlog>;
  readonly functions: ByName<FunctionCounts>;
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

function countStages(
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

export function countParts({ streams, queues, topics, functions, deliveries, mappings }: Parts): CloudCounts {
  const endpoints = [...deliveries.values()];
  const directs = endpoints.flatMap(({ direct }) => direct ?? []);
  const deliveryStreams = endpoints.map(({ stream }) => stream);
  return {
    ...countStages([...streams.values()], directs, deliveryStreams, [...functions.values()]),
    queues: byName(queues.values(), (queue) => {
      const { waiting, inFlight } = queue.depth();
      return { ...queue.counts, waiting, inFlight, ...oldestOf(queue) };
    }),
    topics: byName(topics.values(), ({ counts }) => ({ ...counts })),
    deliveries: Object.fromEntries(
      deliveryStreams.map((one) => [one.setup.name, { pending: one.pending, ...oldestOf(one) }]),
    ),
    mappings: byName(mappings, (mapping) => ({ ...mapping.counts, pending: mapping.pending, ...oldestOf(mapping) })),
    functions: byName(functions.values(), (one) => ({ ...one.counts, metrics: one.metrics() })),
  };
}

const oldestOf = ({ oldestMs }: { readonly oldestMs: number | undefined }): { oldestMs?: number } =>
  oldestMs === undefined ? {} : { oldestMs };

const byName = <Part extends { readonly name: string }, T>(parts: Iterable<Part>, of: (part: Part) => T): ByName<T> =>
  Object.fromEntries(Array.from(parts, (part) => [part.name, of(part)]));
