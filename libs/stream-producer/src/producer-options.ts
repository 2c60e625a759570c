import { InvalidOptionError } from './errors.ts';
import { numberOption, refuseUnknownOptions } from './options.ts';
import type { RequestReport } from './request-report.ts';
import type { Sink } from './sink.ts';

/** How a producer packs, retries and holds back. */
export interface ProducerOptions {
  /** Where records go: `createKinesisSink`, `createFirehoseSink`, `createMemorySink` or one of your own. */
  readonly sink: Sink;
  /**
   * How long a record waits for company before it is sent, milliseconds; 0 sends at the next turn of the event loop. Longer
   * packs better and costs less, and Firehose delivers every 60 s at best. Minimum 0. @default 1000
   */
  readonly lingerMs?: number;
  /**
   * Memory that records may take here before `put` waits, bytes: their data, their keys and 200 bytes each of bookkeeping.
   * Requests on their way hold encoded copies beside it. Minimum: one entry of the sink's largest size. @default 16777216, or
   * twice the largest entry where that is more
   */
  readonly maxBufferedBytes?: number;
  /** Requests on their way at once. Minimum 1. @default 4 */
  readonly maxInFlight?: number;
  /** How often an entry is sent before it is rejected. Minimum 1. @default 8 */
  readonly maxAttempts?: number;
  /** Upper end of the first wait before a retry, milliseconds; it doubles with each. Minimum 0. @default 100 */
  readonly backoffBaseMs?: number;
  /** Upper end of every wait before a retry, milliseconds. Minimum 0. @default 10000 */
  readonly backoffMaxMs?: number;
  /**
   * Keep the order of records of one key. Costs one round trip per entry of a lane, which only shows where records are not
   * packed together (`aggregate: false`) and few keys share the traffic: then `false` sends faster. @default true
   */
  readonly ordered?: boolean;
  /** Stops the producer: what it holds is rejected with an `AbortedError`. */
  readonly signal?: AbortSignal;
  /** Called after each request, for logs and metrics. */
  readonly onRequest?: (report: RequestReport) => void;
  /** Milliseconds on any scale that never goes back. @default performance.now */
  readonly now?: () => number;
  /** From 0 (included) to 1 (excluded), for the jitter. @default Math.random */
  readonly random?: () => number;
  /**
   * Calls back after a delay and returns how to cancel it. The default keeps the process alive until it fires, so that a
   * program that ends without `close` still delivers what it holds; an empty producer has no timer. @default setTimeout
   */
  readonly setTimer?: SetTimer;
}

/** Calls `callback` after `delayMs` milliseconds; the function it returns cancels that. */
export type SetTimer = (callback: () => void, delayMs: number) => () => void;

const KNOWN = [
  'sink',
  'lingerMs',
  'maxBufferedBytes',
  'maxInFlight',
  'maxAttempts',
  'backoffBaseMs',
  'backoffMaxMs',
  'ordered',
  'signal',
  'onRequest',
  'now',
  'random',
  'setTimer',
] as const satisfies readonly (keyof ProducerOptions)[];

const DEFAULT_BUFFER_BYTES = 16_777_216;

/** All options, with defaults filled in; throws `InvalidOptionError`. */
export function resolveOptions(options: ProducerOptions) {
  refuseUnknownOptions(options, KNOWN);
  const { sink, signal, onRequest } = options;
  if (typeof sink?.send !== 'function') throw new InvalidOptionError('sink', 'is missing; see createKinesisSink');
  const { maxEntryBytes } = sink.limits;
  return {
    sink,
    signal,
    onRequest,
    lingerMs: numberOption('lingerMs', options.lingerMs, 1_000, { min: 0, whole: false }),
    maxBufferedBytes: numberOption(
      'maxBufferedBytes',
      options.maxBufferedBytes,
      Math.max(DEFAULT_BUFFER_BYTES, 2 * maxEntryBytes),
      { min: maxEntryBytes + BOOKKEEPING_BYTES },
    ),
    maxInFlight: numberOption('maxInFlight', options.maxInFlight, 4, { min: 1 }),
    maxAttempts: numberOption('maxAttempts', options.maxAttempts, 8, { min: 1 }),
    backoff: {
      baseMs: numberOption('backoffBaseMs', options.backoffBaseMs, 100, { min: 0, whole: false }),
      maxMs: numberOption('backoffMaxMs', options.backoffMaxMs, 10_000, { min: 0, whole: false }),
    },
    ordered: options.ordered ?? true,
    now: options.now ?? (() => performance.now()),
    random: options.random ?? Math.random,
    setTimer: options.setTimer ?? setRealTimer,
  };
}

/** Memory that a record takes beside its data and key: two objects, a view and its places in the queue, roughly. */
export const BOOKKEEPING_BYTES = 200;

const setRealTimer: SetTimer = (callback, delayMs) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};
