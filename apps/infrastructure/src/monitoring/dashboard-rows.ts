import { Duration } from 'aws-cdk-lib';
import type { HorizontalAnnotation, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionApp } from '../constructs/bundled-function.ts';
import type { AlarmKind } from './alarm-kinds.ts';
import { deadLettersOf, functionsOf } from './alarm-rules.ts';
import { APP_METRICS, type AppMetric, countMetrics } from './app-metrics.ts';
import type { Row } from './dashboard-row.ts';
import type { Watched } from './watched.ts';

/** The thresholds of a kind's alarms, without repetitions. */
export type Thresholds = (kind: AlarmKind) => readonly HorizontalAnnotation[];

const MINUTE = Duration.minutes(1);

/** What has a metric of a service. */
interface Measured {
  metric(name: string, options: { statistic: string; period: Duration; label: string }): IMetric;
}

const of =
  (statistic: 'Sum' | 'Maximum' | 'Average' | 'p99') =>
  (measured: Measured, name: string, label = name): IMetric =>
    measured.metric(name, { statistic, period: MINUTE, label });

const sum = of('Sum');
const maximum = of('Maximum');
const average = of('Average');

const counts =
  ({ config }: Watched) =>
  <App extends FunctionApp>(app: App, ...names: readonly AppMetric<App>[]): IMetric[] =>
    names.map((name) => countMetrics(config)(app, name));

const bars = (watched: Watched, alarms: Thresholds): Row => ({
  heading: 'Bars: collector and transformer',
  text: 'What the collector fetched is produced, dropped or failed; what it produced, the transformer hands back as rows. In a session, every minute that was due has bars.',
  graphs: [
    {
      title: 'Collector: what became of the bars',
      unit: 'bars',
      metrics: counts(watched)('collector', 'BarsFetched', 'BarsProduced', 'BarsDropped', 'BarsFailed'),
    },
    {
      title: 'Collector: market minutes that were due, symbols that failed',
      unit: 'count',
      metrics: counts(watched)('collector', 'MarketMinutes', 'SymbolsFailed'),
    },
    {
      title: 'Transformer: what became of the records',
      unit: 'records, rows',
      metrics: counts(watched)('transformer', 'RecordsIn', 'RowsOut', 'RecordsDropped', 'RecordsFailed'),
      alarms: alarms('quarantine'),
    },
  ],
});

const stream = ({ lake }: Watched, alarms: Thresholds): Row => ({
  heading: 'The stream',
  text: 'A shard takes 1 MB and 1,000 records a second. What it refuses, producers send again.',
  graphs: [
    { title: 'Put: bytes', unit: 'bytes', metrics: [sum(lake.stream, 'IncomingBytes')] },
    { title: 'Put: records', unit: 'records', metrics: [sum(lake.stream, 'IncomingRecords')] },
    {
      title: 'Throttled: puts and reads',
      unit: 'count',
      metrics: [
        sum(lake.stream, 'WriteProvisionedThroughputExceeded'),
        sum(lake.stream, 'ReadProvisionedThroughputExceeded'),
      ],
      alarms: alarms('stream-throttles'),
    },
    {
      title: 'Age of what readers read',
      unit: 'ms',
      metrics: [maximum(lake.stream, 'GetRecords.IteratorAgeMilliseconds')],
      alarms: alarms('iterator-age'),
    },
  ],
});

/** Firehose reads a Kinesis stream, so what comes in is what it read. */
const delivery = ({ transformer: { deliveryStream } }: Watched, alarms: Thresholds): Row => ({
  heading: 'The delivery stream: what came in, what is in the lake',
  text: 'Firehose reads the stream, has the transformer read the records and writes rows as Parquet. Success is 1 where everything could be written.',
  graphs: [
    {
      title: 'Bytes: came in, delivered',
      unit: 'bytes',
      metrics: [
        sum(deliveryStream, 'DataReadFromKinesisStream.Bytes', 'came in'),
        sum(deliveryStream, 'DeliveryToS3.Bytes', 'delivered'),
      ],
    },
    {
      title: 'Records: came in, delivered, not convertible',
      unit: 'records',
      metrics: [
        sum(deliveryStream, 'DataReadFromKinesisStream.Records', 'came in'),
        sum(deliveryStream, 'DeliveryToS3.Records', 'delivered'),
        sum(deliveryStream, 'FailedConversion.Records', 'not convertible'),
      ],
    },
    {
      title: 'Success: transformation, delivery, raw backup',
      unit: 'part of 1',
      metrics: [
        average(deliveryStream, 'ExecuteProcessing.Success', 'transformation'),
        average(deliveryStream, 'DeliveryToS3.Success', 'delivery'),
        average(deliveryStream, 'BackupToS3.Success', 'raw backup'),
      ],
      max: 1,
    },
    {
      title: 'Freshness: age of the oldest record held',
      unit: 'seconds',
      metrics: [
        maximum(deliveryStream, 'DeliveryToS3.DataFreshness', 'delivery'),
        maximum(deliveryStream, 'BackupToS3.DataFreshness', 'raw backup'),
      ],
      alarms: alarms('delivery-freshness'),
    },
  ],
});

const deliveryLimits = ({ transformer: { deliveryStream } }: Watched, alarms: Thresholds): Row => ({
  heading: 'The delivery stream: limits',
  text: 'Throttled reads are tried again. Partitions are New York dates: beyond 500 at once, Firehose sets records aside.',
  graphs: [
    {
      title: 'Throttled: reads of the stream',
      unit: 'count',
      metrics: [sum(deliveryStream, 'ThrottledGetRecords'), sum(deliveryStream, 'ThrottledGetShardIterator')],
    },
    {
      title: 'Behind the stream’s end',
      unit: 'ms',
      metrics: [maximum(deliveryStream, 'KinesisMillisBehindLatest')],
      alarms: alarms('iterator-age'),
    },
    {
      title: 'Partitions at once',
      unit: 'partitions',
      metrics: [maximum(deliveryStream, 'PartitionCount'), maximum(deliveryStream, 'PartitionCountExceeded')],
    },
    {
      title: 'Transformation: slowest call',
      unit: 'ms',
      metrics: [maximum(deliveryStream, 'ExecuteProcessing.Duration')],
    },
  ],
});

function functions(watched: Watched, alarms: Thresholds): Row {
  const each = (draw: typeof sum, name: string): IMetric[] =>
    Object.entries(functionsOf(watched)).map(([app, { function: fn }]) => draw(fn, name, app));
  return {
    heading: 'Functions',
    text: 'Errors are invocations that threw, ran out of time or memory, or did not start. The collector runs once at a time.',
    graphs: [
      { title: 'Errors', unit: 'invocations', metrics: each(sum, 'Errors'), alarms: alarms('function-errors') },
      { title: 'Duration, 99th percentile', unit: 'ms', metrics: each(of('p99'), 'Duration') },
      {
        title: 'Throttled',
        unit: 'invocations',
        metrics: each(sum, 'Throttles'),
        alarms: alarms('function-throttles'),
      },
      { title: 'At once', unit: 'executions', metrics: each(maximum, 'ConcurrentExecutions') },
    ],
  };
}

const queue = (watched: Watched, alarms: Thresholds): Row => ({
  heading: 'Quotes, rates and stories: the queue',
  text: 'The log pipe puts them into the queue, the processor takes them out. What is given up lies among the dead letters until somebody replays it.',
  graphs: [
    {
      title: 'Log pipe: age of the last record read',
      unit: 'ms',
      metrics: [maximum(watched.processor.logPipe.function, 'IteratorAge')],
      alarms: alarms('iterator-age'),
    },
    {
      title: 'Queue: age of the oldest message',
      unit: 'seconds',
      metrics: [maximum(watched.processor.queue, 'ApproximateAgeOfOldestMessage')],
      alarms: alarms('queue-age'),
    },
    {
      title: 'Queue: messages that wait, that are worked on',
      unit: 'messages',
      metrics: [
        maximum(watched.processor.queue, 'ApproximateNumberOfMessagesVisible', 'wait'),
        maximum(watched.processor.queue, 'ApproximateNumberOfMessagesNotVisible', 'worked on'),
      ],
    },
    {
      title: 'Dead letters',
      unit: 'messages',
      metrics: Object.entries(deadLettersOf(watched)).map(([whose, letters]) =>
        maximum(letters, 'ApproximateNumberOfMessagesVisible', whose),
      ),
      alarms: alarms('dead-letters'),
    },
  ],
});

const logs = (watched: Watched): Row => ({
  heading: 'Quotes, rates and stories: what became of them',
  text: 'Records of the log pipe are pieces of what is on the stream, bars included; records of the processor are the lines of its messages.',
  graphs: [
    { title: 'Market feed', unit: 'logs', metrics: counts(watched)('market-feed', ...APP_METRICS['market-feed']) },
    { title: 'Log pipe', unit: 'records, messages', metrics: counts(watched)('log-pipe', ...APP_METRICS['log-pipe']) },
    {
      title: 'Processor: lines',
      unit: 'lines, messages',
      metrics: counts(watched)(
        'processor',
        'MessagesIn',
        'RecordsIn',
        'RecordsStored',
        'RecordsFailed',
        'DeadLettered',
      ),
    },
    {
      title: 'Processor: objects and notices',
      unit: 'count',
      metrics: [
        ...counts(watched)('processor', 'ObjectsWritten', 'ObjectsExisting', 'NoticesPublished'),
        sum(watched.processor.notices, 'NumberOfNotificationsFailed', 'notices not delivered'),
      ],
    },
  ],
});

/** The dashboard from top to bottom, as records flow. */
export const dashboardRows = (watched: Watched, alarms: Thresholds): Row[] => [
  bars(watched, alarms),
  stream(watched, alarms),
  delivery(watched, alarms),
  deliveryLimits(watched, alarms),
  functions(watched, alarms),
  queue(watched, alarms),
  logs(watched),
];
