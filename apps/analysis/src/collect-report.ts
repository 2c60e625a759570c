import type { BarDropReason, BarFailure, BarInterval } from '@tickerlake/record-schema';
import type { Source } from './choose-source.ts';

/** What the collector function is asked, called directly. Days are New York dates, both included. */
export interface CollectEvent {
  readonly symbols: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly interval: BarInterval;
  readonly source: Source;
  readonly seed?: number;
  readonly extendedHours?: boolean;
}

/** What it answers, as far as this program reads it. */
export interface CollectReport {
  /** Valid bars handed to the stream. */
  readonly bars: number;
  /** Bars that break the record schema: not sent. */
  readonly invalid: number;
  readonly failures: readonly BarFailure[];
  /** Rows that the source sent and that are not bars of the window, by reason. */
  readonly dropped: Readonly<Record<BarDropReason, number>>;
  readonly account: {
    /** delivered + rejected */
    readonly accepted: number;
    readonly delivered: number;
    readonly rejected: number;
    /** Rejected records by cause. */
    readonly rejections: Readonly<Record<string, number>>;
  };
}
