import type { TableDefinition } from '@tickerlake/record-schema';
import type { Clock } from './clock.ts';
import type { FaultPlan } from './faults.ts';
import type { DeclaredSubscription } from './sns/topic.ts';

export interface StreamOptions {
  readonly name: string;
  /** From 1 to 100; fixed once the stream is made. */
  readonly shards: number;
}

export interface QueueOptions {
  readonly name: string;
  /** Milliseconds that a received message stays hidden from other receivers, 0 to 43,200,000. @default 30_000 */
  readonly visibilityTimeoutMs?: number;
  /** Where a message goes that was received too often without being deleted. Without it, it is received for ever. */
  readonly redrive?: {
    /** Another queue of these options. */
    readonly deadLetterQueue: string;
    /** From 1 to 1,000. */
    readonly maxReceiveCount: number;
  };
}

export interface TopicOptions {
  readonly name: string;
  readonly subscriptions?: readonly DeclaredSubscription[];
}

export interface BucketOptions {
  readonly name: string;
  /** Folder whose files are the objects. Absolute. */
  readonly dir: string;
}

export interface FunctionOptions {
  readonly name: string;
  /** An .mjs bundle that exports `handler`. Absolute. */
  readonly entry: string;
  /** Environment beside what Lambda sets; nothing else of this process's environment but paths and proxies is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds for an invocation, 1 to 900,000. @default 60_000 */
  readonly timeoutMs?: number;
}

/** A function that is invoked with what comes into a stream or a queue. */
export interface EventSourceMappingOptions {
  readonly function: string;
  readonly source: { readonly stream: string } | { readonly queue: string };
  /** Records or messages of an invocation at most, 1 to 10,000; of a queue above 10 only with a window of a second. @default 100 of a stream, 10 of a queue */
  readonly batchSize?: number;
  /** Milliseconds that a batch waits to be filled, 0 to 300,000. @default 0 */
  readonly batchWindowMs?: number;
  /** Whether the function answers which records or messages failed; without, what it answers means nothing. @default true */
  readonly reportBatchItemFailures?: boolean;
  /** Streams only: tries after the first until a batch is given up, 0 to 10,000; -1 tries for ever. @default -1 */
  readonly maximumRetryAttempts?: number;
  /** Queues only: invocations at once, 1 to 10. @default 2 */
  readonly maxConcurrency?: number;
}

export interface DeliveryStreamOptions {
  readonly name: string;
  /** The data stream to read. Without it records are put here directly. */
  readonly sourceStream?: string;
  /** The function that transforms the records. */
  readonly transformFunction?: string;
  readonly bucket: string;
  /** May hold `!{partitionKeyFromLambda:key}` and `!{timestamp:yyyy/MM/dd}`; without any, the hour is appended as Firehose does. */
  readonly prefix: string;
  /** `processing-failed/` or `format-conversion-failed/` and the hour are appended, unless it holds `!{firehose:error-output-type}`. */
  readonly errorPrefix: string;
  /**
   * Bytes of source records that are delivered together, at least 1. A delivery takes some 15 to 30 times that in memory.
   * @default 16_777_216 (16 MiB)
   */
  readonly bufferBytes?: number;
  /** Milliseconds that a record waits for others at most, at least 0. @default 60_000 */
  readonly bufferMs?: number;
  /** Makes the objects Parquet files of this table. Without it they are lines as they came. */
  readonly table?: TableDefinition;
}

export interface LocalCloudOptions {
  /** Folder of the state: logs of the streams and queues, checkpoints, logs of the functions. Absolute; one process at a time. */
  readonly dir: string;
  /** 0 takes any free port. @default 0 */
  readonly port?: number;
  /** @default 'us-east-1' */
  readonly region?: string;
  readonly streams?: readonly StreamOptions[];
  readonly queues?: readonly QueueOptions[];
  readonly topics?: readonly TopicOptions[];
  readonly buckets?: readonly BucketOptions[];
  readonly functions?: readonly FunctionOptions[];
  readonly eventSourceMappings?: readonly EventSourceMappingOptions[];
  readonly deliveryStreams?: readonly DeliveryStreamOptions[];
  /** What is to go wrong on purpose. */
  readonly faults?: FaultPlan;
  /** @default the machine's clock */
  readonly clock?: Clock;
}

/** What a function may take when its options do not say. */
export const FUNCTION_TIMEOUT_MS = 60_000;
/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html */
export const VISIBILITY_TIMEOUT_MS = 30_000;
