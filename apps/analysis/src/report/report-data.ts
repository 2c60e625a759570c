import type { HighestHourlyHighRow, SeriesColumns } from '@tickerlake/presentation';

/** What one stage of a run took in and what became of it, in records. */
export interface StageCount {
  readonly stage: string;
  readonly in: number;
  readonly out: number;
  readonly dropped: number;
  readonly failed: number;
  readonly note?: string;
}

/** A symbol that no prices came for, and why. */
export interface SymbolFailure {
  readonly symbol: string;
  readonly message: string;
}

/** Where the prices are from. */
export interface ReportMarket {
  /** `yahoo`, `simulated`, or the name of another source. */
  readonly source: string;
  /** True when the prices are made up: the page then says so on every chart. */
  readonly simulated: boolean;
  readonly seed?: number;
}

/** Everything that the page shows. */
export interface ReportData {
  /** Name of the page; its headline is found in the data. */
  readonly title: string;
  readonly market: ReportMarket;
  /** Interval of the bars, `1m`. */
  readonly interval: string;
  /** First New York date, `YYYY-MM-DD`. */
  readonly from: string;
  /** Last New York date, `YYYY-MM-DD`, included. */
  readonly to: string;
  /** End of the newest bar, milliseconds since 1970 UTC: the page is as of then, so the same prices make the same page. */
  readonly asOfMs: number;
  readonly highs: readonly HighestHourlyHighRow[];
  readonly bars: readonly SeriesColumns[];
  /** Empty where the page is about what the lake holds, not about a run. */
  readonly stages: readonly StageCount[];
  readonly failures: readonly SymbolFailure[];
  /** Where the same rows lie as CSV. */
  readonly csvPath?: string;
}
