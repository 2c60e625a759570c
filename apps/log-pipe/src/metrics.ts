import type { MetricCounts } from '@tickerlake/lambda-app';

/** What the function counts in CloudWatch: namespace `Tickerlake` (or `POWERTOOLS_METRICS_NAMESPACE`), dimension `service` = `log-pipe`. */
export const METRIC_NAMES = [
  /** Pieces of the records that came, bars included: the sum of what is forwarded, left out and, at times, unsent. */
  'RecordsIn',
  /** Pieces that are in the queue: quotes, rates, stories, and unreadable ones that claim to be such. */
  'RecordsForwarded',
  /** Pieces that are the transformer's business. */
  'RecordsLeftOut',
  /** Messages that the queue acknowledged. */
  'MessagesSent',
] as const;

export type LogPipeMetrics = MetricCounts<typeof METRIC_NAMES>;
