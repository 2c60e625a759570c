import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionApp } from '../constructs/bundled-function.ts';

/** The namespace of what the handlers count themselves. Two deployments in one region add up in it. */
export const NAMESPACE = 'Tickerlake';

/** What each function counts, as its own `metrics.ts` has it: a test compares them. */
export const APP_METRICS = {
  collector: ['BarsFetched', 'BarsProduced', 'BarsDropped', 'BarsFailed', 'SymbolsFailed', 'MarketMinutes'],
  transformer: ['RecordsIn', 'RowsOut', 'RecordsDropped', 'RecordsFailed'],
  'log-pipe': ['RecordsIn', 'RecordsForwarded', 'RecordsLeftOut', 'MessagesSent'],
  processor: [
    'MessagesIn',
    'RecordsIn',
    'RecordsStored',
    'RecordsFailed',
    'ObjectsWritten',
    'ObjectsExisting',
    'NoticesPublished',
    'DeadLettered',
  ],
  'market-feed': ['LogsProduced'],
} as const satisfies Record<FunctionApp, readonly string[]>;

export type AppMetric<App extends FunctionApp> = (typeof APP_METRICS)[App][number];

/** How much a function counted in each period. */
export const appMetric = <App extends FunctionApp>(
  app: App,
  metricName: AppMetric<App>,
  period: Duration = Duration.minutes(1),
): Metric =>
  new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { service: app },
    statistic: Stats.SUM,
    label: metricName,
    period,
  });
