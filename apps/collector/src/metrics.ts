import type { MetricCounts } from '@tickerlake/lambda-app';
import type { CollectReport } from './report.ts';

/** What the function counts in CloudWatch: namespace `Tickerlake` (or `POWERTOOLS_METRICS_NAMESPACE`), dimension `service` = `collector`. */
export const METRIC_NAMES = [
  /** Rows that the source gave and that were dealt with: the sum of the next three. */
  'BarsFetched',
  /** Bars that the stream acknowledged. */
  'BarsProduced',
  /** Rows that the source left out for a reason: outside the window, empty, extended hours, duplicate. */
  'BarsDropped',
  /** Bars that break the record schema, and bars that the stream rejected. */
  'BarsFailed',
  /** Symbols that could not be served, or only in part. */
  'SymbolsFailed',
  /** Scheduled runs that were due within a session and had something to collect; a run that is tried again counts once. */
  'MarketMinutes',
] as const;

export type CollectorMetrics = MetricCounts<typeof METRIC_NAMES>;

/** What an invocation came to so far; it may still fail. */
export interface RunProgress {
  /** Whether a minute of the market is to be collected: a run that dies of it is counted too. */
  marketMinute: boolean;
  report?: CollectReport;
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const countsOf = ({ account, invalid, dropped, failures }: CollectReport): Omit<CollectorMetrics, 'MarketMinutes'> => {
  const barsDropped = sum(dropped);
  const barsFailed = invalid + account.rejected;
  return {
    BarsFetched: account.delivered + barsDropped + barsFailed,
    BarsProduced: account.delivered,
    BarsDropped: barsDropped,
    BarsFailed: barsFailed,
    SymbolsFailed: new Set(failures.map(({ symbol }) => symbol)).size,
  };
};

const NOTHING = { BarsFetched: 0, BarsProduced: 0, BarsDropped: 0, BarsFailed: 0, SymbolsFailed: 0 };

/** The metrics of an invocation; none of one that did no work, such as a refused request. */
export function metricsOf({ marketMinute, report }: RunProgress): CollectorMetrics | undefined {
  if (report === undefined && !marketMinute) return undefined;
  return { ...(report === undefined ? NOTHING : countsOf(report)), MarketMinutes: marketMinute ? 1 : 0 };
}
