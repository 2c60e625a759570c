/** A stretch of time. */
export interface TimeWindow {
  /** Milliseconds since 1970 UTC, included. */
  readonly fromMs: number;
  /** Milliseconds since 1970 UTC, excluded. */
  readonly toMs: number;
}

/** Companies in a stretch of time. */
export interface SymbolWindow extends TimeWindow {
  /** Symbols as exchanges give them, `META` or `BRK-B`; any such symbol has a company. */
  readonly symbols: readonly string[];
}

/** Currency pairs in a stretch of time. */
export interface PairWindow extends TimeWindow {
  /** Of `CURRENCY_PAIRS`. */
  readonly pairs: readonly string[];
}

/** All that happens to companies and currency pairs in a stretch of time. */
export interface EventWindow extends SymbolWindow, PairWindow {}
