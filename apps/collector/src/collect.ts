import {
  type BarDropReason,
  type BarFailure,
  type BarInterval,
  type BarResult,
  type BarSource,
  eventTimeMs,
  type MarketRecord,
  normaliseValue,
} from '@tickerlake/record-schema';
import type { Account } from '@tickerlake/stream-producer';
import type { Task } from './plan-request.ts';

/** The part of a producer that a run uses. */
export interface BarProducer {
  put(record: MarketRecord): Promise<void>;
  flush(): Promise<Account>;
}

export interface CollectOptions {
  readonly source: BarSource;
  readonly producer: BarProducer;
  readonly interval: BarInterval;
  readonly extendedHours: boolean;
  /** Stops fetching; what was fetched is still sent, the rest is reported as failures. */
  readonly signal: AbortSignal;
  /**
   * Symbols fetched at once. No more than this many symbols' bars are held at any time, however many were asked for.
   * Minimum 1.
   *
   * @default 4, as many requests as the source has under way: more would only hold bars that wait
   */
  readonly symbolsInFlight?: number;
}

/** What a run collected. */
export interface Collected {
  /** Valid bars that the producer took: its account tells what became of them. */
  readonly bars: number;
  /** Bars that break the record schema. */
  readonly invalid: number;
  /** What is wrong with the first of them. */
  readonly invalidReason?: string;
  readonly failures: readonly BarFailure[];
  readonly dropped: Readonly<Record<BarDropReason, number>>;
  readonly account: Account;
}

/** Counts of a run that goes on. */
interface Tally {
  bars: number;
  invalid: number;
  invalidReason?: string;
  readonly failures: BarFailure[];
  readonly dropped: Record<BarDropReason, number>;
}

const DROP_REASONS = ['outside-window', 'empty-row', 'extended-hours', 'duplicate'] as const satisfies BarDropReason[];

const createTally = (): Tally => ({
  bars: 0,
  invalid: 0,
  failures: [],
  dropped: { 'outside-window': 0, 'empty-row': 0, 'extended-hours': 0, duplicate: 0 },
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isRetriable = (error: unknown): boolean =>
  error instanceof Error && 'retriable' in error && error.retriable === true;

/** The producer took no more records: from which bar on, and why. */
interface Refusal {
  readonly fromMs: number;
  readonly error: unknown;
}

/** Checks and puts bars one by one; stops at the first that the producer does not take. */
const putBars = async (bars: BarResult['bars'], producer: BarProducer, tally: Tally): Promise<Refusal | undefined> => {
  for (const bar of bars) {
    const outcome = normaliseValue(bar);
    if (outcome.status !== 'ok') {
      tally.invalid += 1;
      tally.invalidReason ??= outcome.reason;
      continue;
    }
    try {
      await producer.put(outcome.record);
    } catch (error) {
      return { fromMs: eventTimeMs(outcome.record), error };
    }
    tally.bars += 1;
  }
  return undefined;
};

const collectTask = async (task: Task, options: CollectOptions, tally: Tally): Promise<Refusal | undefined> => {
  const { source, producer, interval, extendedHours, signal } = options;
  const { symbol, fromMs, toMs } = task;
  try {
    const result = await source.fetchBars({ symbols: [symbol], fromMs, toMs, interval, extendedHours, signal });
    tally.failures.push(...result.failures);
    for (const reason of DROP_REASONS) tally.dropped[reason] += result.dropped[reason];
    const refusal = await putBars(result.bars, producer, tally);
    if (refusal !== undefined) {
      const message = `The stream takes no more records: ${messageOf(refusal.error)}`;
      tally.failures.push({
        ...task,
        fromMs: refusal.fromMs,
        reason: 'aborted',
        message,
        retriable: isRetriable(refusal.error),
      });
    }
    return refusal;
  } catch (error) {
    // A source that throws instead of answering costs its own task only, like any other failure.
    tally.failures.push({ ...task, reason: 'bad-response', message: messageOf(error), retriable: false });
    return undefined;
  }
};

/**
 * Fetches each task's bars, checks each bar against the record schema and hands it to the producer, a few symbols at a
 * time: while the stream holds back, so does the fetching. Never rejects for what a symbol, the source or the stream
 * does: `bars` is the account's `accepted`, and what was not collected stands in `failures`.
 */
export async function collect(tasks: readonly Task[], options: CollectOptions): Promise<Collected> {
  const tally = createTally();
  const refused = new AbortController();
  const signal = AbortSignal.any([options.signal, refused.signal]);
  const queue = tasks.values();
  const work = async (): Promise<void> => {
    for (const task of queue) {
      const refusal = await collectTask(task, { ...options, signal }, tally);
      if (refusal !== undefined) refused.abort(refusal.error);
    }
  };
  await Promise.all(Array.from({ length: options.symbolsInFlight ?? 4 }, work));
  return { ...tally, account: await options.producer.flush() };
}
