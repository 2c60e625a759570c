import { RequestFailedError } from './errors.ts';
import type { Entry, EntryRefusal, EntryResult } from './sink.ts';

/** One request, as `onRequest` tells it. */
export interface RequestReport {
  readonly entries: number;
  readonly records: number;
  /** Bytes of its entries as the service counts them. */
  readonly bytes: number;
  /** Entries that were not delivered; all of them when the request failed as a whole. */
  readonly failedEntries: number;
  /** The failed entries by the service's code: `{ ProvisionedThroughputExceededException: 3 }`. */
  readonly codes: Readonly<Record<string, number>>;
  readonly durationMs: number;
  /** Present when the request failed as a whole. */
  readonly error?: RequestFailedError;
}

/** The report of a request: its results, or the error by which all of it failed. */
export function describeRequest(
  batch: readonly Entry[],
  outcome: readonly EntryResult[] | RequestFailedError,
  durationMs: number,
): RequestReport {
  const failed = outcome instanceof RequestFailedError ? batch.map(() => outcome) : outcome.filter(isRefusal);
  const codes: Record<string, number> = {};
  for (const { code } of failed) codes[code] = (codes[code] ?? 0) + 1;
  return {
    entries: batch.length,
    records: sum(batch.map((entry) => entry.records.length)),
    bytes: sum(batch.map((entry) => entry.bytes)),
    failedEntries: failed.length,
    codes,
    durationMs,
    ...(outcome instanceof RequestFailedError && { error: outcome }),
  };
}

/** Calls a listener whose own failure must not cost a record: it surfaces as an uncaught exception instead. */
export function isolate(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

const isRefusal = (result: EntryResult): result is EntryRefusal => result !== undefined;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
