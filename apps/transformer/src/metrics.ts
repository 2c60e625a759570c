import type { MetricCounts } from '@tickerlake/lambda-app';
import type { TransformCounts } from './transform.ts';

/** What the function counts in CloudWatch: namespace `Tickerlake` (or `POWERTOOLS_METRICS_NAMESPACE`), dimension `service` = `transformer`. */
export const METRIC_NAMES = [
  /** Records that Firehose handed over; of a batch that it hands over again, again. */
  'RecordsIn',
  /** Rows of the lake that were handed back: a record may hold many bars. */
  'RowsOut',
  /** Records that hold nothing for the lake's bars: empty bars, logs, nothing at all. */
  'RecordsDropped',
  /** Records that Firehose is told to keep in quarantine. */
  'RecordsFailed',
] as const;

export type TransformerMetrics = MetricCounts<typeof METRIC_NAMES>;

/** The metrics of a batch. */
export const metricsOf = ({ records, bars }: TransformCounts): TransformerMetrics => ({
  RecordsIn: records.in,
  RowsOut: bars,
  RecordsDropped: records.dropped,
  RecordsFailed: records.failed,
});
