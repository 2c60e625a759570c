import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { Stream } from '../kinesis/stream.ts';
import type { InvokeResult } from '../lambda/instance.ts';
import type { Queue } from '../sqs/queue.ts';

/** What a mapping needs to know of its function. */
export interface MappedFunction {
  readonly name: string;
  /** The ARN of a failed batch's function, in what is told of it. */
  readonly arn: string;
  invoke(payload: Buffer, killMoment?: number): Promise<InvokeResult>;
  warm(): void;
}

export interface MappingSetup {
  readonly lambda: MappedFunction;
  readonly batchSize: number;
  readonly batchWindowMs: number;
  readonly reportBatchItemFailures: boolean;
  /** Whether nothing is invoked; what is read by then stays where it is. @default false */
  readonly isPaused?: boolean | undefined;
  readonly faults: Faults;
  readonly clock: Clock;
}

/** What went through a mapping in this run; items are records of a stream or messages of a queue. */
export interface MappingCounts {
  /** Items that the function was given for the first time. */
  received: number;
  invocations: number;
  /** Invocations of which items, or all, failed. */
  failures: number;
  /** Items that the function was given again, each time counted. */
  retried: number;
  /** Records that were given up after `maximumRetryAttempts`. */
  skipped: number;
}

export const noCounts = (): MappingCounts => ({ received: 0, invocations: 0, failures: 0, retried: 0, skipped: 0 });

/** A function that is invoked with what comes into a stream or a queue. */
export interface EventSourceMapping {
  /** `source→function`. */
  readonly name: string;
  readonly lambda: MappedFunction;
  readonly source: Stream | Queue;
  readonly isPaused: boolean;
  readonly counts: MappingCounts;
  /** Items in the source that the function has not been through with. */
  readonly pending: number;
  /** When the oldest of them came, milliseconds since 1970 UTC; `undefined` when there are none. */
  readonly oldestMs: number | undefined;
  /** Starts invoking, and a process of the function ahead of its first event. */
  begin(): void;
  /**
   * Resolves when the source has nothing left, without waiting for batch windows. Rejects with `DeliveryError` when the
   * function fails again and again and nothing else ends that; it goes on trying in the background.
   */
  flush(): Promise<void>;
  /** Resolves when nothing is under way any more. What is pending stays for the next start. */
  stop(): Promise<void>;
  /** Forgets how far it was. To be called after the end. */
  remove(): Promise<void>;
}
