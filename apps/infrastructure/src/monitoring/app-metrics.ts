import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Config } from '../config.ts';
import type { FunctionApp } from '../constructs/bundled-function.ts';
import { metricsNamespace } from '../metrics-namespace.ts';

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
export type CountMetric = <App extends FunctionApp>(app: App, name: AppMetric<App>, period?: Duration) => Metric;

/** What the functions of a deployment counted. */
export const countMetrics =
  ({ name }: Pick<Config, 'name'>): CountMetric =>
  (app, metricName, period = Duration.minutes(1)) =>
    new Metric({
      namespace: metricsNamespace(name),
      metricName,
      dimensionsMap: { service: app },
      statistic: Stats.SUM,
      label: metricName,
      period,
    });
