import type { MetricCounts } from '@tickerlake/lambda-app';

/** What the function counts in CloudWatch: namespace `Tickerlake` (or `POWERTOOLS_METRICS_NAMESPACE`), dimension `service` = `market-feed`. */
export const METRIC_NAMES = [
  /** Quotes, rates and stories that the stream acknowledged; of a run that is tried again, again. */
  'LogsProduced',
] as const;

export type MarketFeedMetrics = MetricCounts<typeof METRIC_NAMES>;
