import type { Bar, BarInterval } from './records.ts';

/** What to ask of a source of bars. */
export interface BarRequest {
  /** Symbols as the caller names them, upper case. */
  readonly symbols: readonly string[];
  /** First instant, milliseconds since 1970 UTC, included. */
  readonly fromMs: number;
  /** Instant after the last, milliseconds since 1970 UTC, excluded: a bar belongs when its start lies before it. */
  readonly toMs: number;
  readonly interval: BarInterval;
  /** Keep pre- and post-market bars too. @default false */
  readonly extendedHours?: boolean;
  /** Stops the work; what was fetched is still returned, the rest is a failure with reason `aborted`. */
  readonly signal?: AbortSignal;
}

/** Why a source has no bars for a symbol. */
export type BarFailureReason =
  | 'unknown-symbol'
  | 'delisted'
  | 'range-not-available'
  | 'rate-limited'
  | 'bad-response'
  | 'network'
  | 'timeout'
  | 'aborted';

/** One symbol (or one window of it) that could not be served. */
export interface BarFailure {
  readonly symbol: string;
  readonly reason: BarFailureReason;
  /** One sentence for people, in the source's own words where it gave any. */
  readonly message: string;
  /** Whether asking again later may succeed. */
  readonly retriable: boolean;
  /** The part of the request that failed, milliseconds since 1970 UTC, end excluded. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Why a row that a source sent is not among the bars. */
export type BarDropReason = 'outside-window' | 'empty-row' | 'extended-hours' | 'duplicate';

/** What a source answers: bars and failures side by side, for one symbol's failure never costs another. */
export interface BarResult {
  /** Ordered by symbol as asked, then by time; each (name, interval, ts) once. */
  readonly bars: readonly Bar[];
  readonly failures: readonly BarFailure[];
  /** Rows left out, counted by reason. */
  readonly dropped: Readonly<Record<BarDropReason, number>>;
}

/** A source of bars: Yahoo Finance, a simulator, a recording. */
export interface BarSource {
  /** What the records' `source` says: `yahoo`, `simulated`. */
  readonly name: string;
  /** Never rejects for what a symbol does; throws only for a request that is wrong in itself. */
  fetchBars(request: BarRequest): Promise<BarResult>;
}
