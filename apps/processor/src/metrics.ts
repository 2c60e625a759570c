import type { MetricCounts } from '@tickerlake/lambda-app';

/** What the function counts in CloudWatch: namespace `Tickerlake` (or `POWERTOOLS_METRICS_NAMESPACE`), dimension `service` = `processor`. */
export const METRIC_NAMES = [
  /** Messages that came; of one that comes again, again. */
  'MessagesIn',
  /** Lines of these messages. */
  'RecordsIn',
  /** Lines that are in the lake and told of. */
  'RecordsStored',
  /** Lines that cannot be read. */
  'RecordsFailed',
  /** Objects that are new in the lake. */
  'ObjectsWritten',
  /** Objects that were there already: their message came before. */
  'ObjectsExisting',
  /** Notices of objects. */
  'NoticesPublished',
  /** Unreadable lines that were given up and lie among the dead letters. */
  'DeadLettered',
] as const;

export type ProcessorMetrics = MetricCounts<typeof METRIC_NAMES>;
