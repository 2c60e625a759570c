import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { BundledFunction, FunctionApp } from '../constructs/bundled-function.ts';
import { INTERVAL_MINUTES } from '../market-hours.ts';
import type { AlarmKind } from './alarm-kinds.ts';
import { countMetrics } from './app-metrics.ts';
import {
  type AlarmPeriods,
  DELIVERY_AGE,
  FAILURE_PERIOD,
  FAILURES,
  LASTING,
  LOST_RECORDS,
  ONCE,
  QUEUE_AGE,
  READER_BEHIND,
  RECURRING,
  RUNS_WITHOUT_BARS,
} from './thresholds.ts';
import type { Watched } from './watched.ts';

/** When an alarm goes off: a metric is at its threshold or above in so many of so many periods. */
export interface AlarmRule {
  readonly kind: AlarmKind;
  /** Which of several of a kind. */
  readonly subject?: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly periods: AlarmPeriods;
}

/** The functions of a deployment. */
export const functionsOf = ({
  collector,
  transformer,
  processor,
  marketFeed,
}: Watched): Readonly<Record<FunctionApp, BundledFunction>> => ({
  collector: collector.collector,
  transformer: transformer.transformer,
  'log-pipe': processor.logPipe,
  processor: processor.processor,
  'market-feed': marketFeed.marketFeed,
});

/** Where what was given up lies, each queue under the name of whose it was. */
export const deadLettersOf = ({ collector, processor, marketFeed }: Watched): Readonly<Record<string, IQueue>> => ({
  logs: processor.deadLetterQueue,
  'collector-schedule': collector.scheduleDeadLetters,
  'market-feed-schedule': marketFeed.scheduleDeadLetters,
});

const sum = { statistic: Stats.SUM, period: FAILURE_PERIOD };
const maximum = { statistic: Stats.MAXIMUM, period: FAILURE_PERIOD };

/**
 * In a minute in which the collector was due, not one bar. It counts both at once, so a datum of one is never there without the
 * other; outside of sessions it counts no market minute, and at night nothing at all, which is no alarm.
 */
function noBars({ config }: Watched): AlarmRule {
  const period = Duration.minutes(INTERVAL_MINUTES[config.interval]);
  const counted = countMetrics(config);
  const metric = new MathExpression({
    expression: 'IF(minutes > 0 AND bars == 0, 1, 0)',
    usingMetrics: {
      minutes: counted('collector', 'MarketMinutes', period),
      bars: counted('collector', 'BarsProduced', period),
    },
    label: 'market minutes without bars',
    period,
  });
  return { kind: 'no-bars', metric, threshold: 1, periods: RUNS_WITHOUT_BARS };
}

/** The stream's two readers: the log pipe by its mapping, and Firehose. */
function readers({ processor, transformer }: Watched): AlarmRule[] {
  const behind = { kind: 'iterator-age', threshold: READER_BEHIND.toMilliseconds(), periods: LASTING } as const;
  return [
    { ...behind, subject: 'log-pipe', metric: processor.logPipe.function.metric('IteratorAge', maximum) },
    {
      ...behind,
      subject: 'delivery',
      metric: transformer.deliveryStream.metric('KinesisMillisBehindLatest', maximum),
    },
  ];
}

const deliveryFreshness = ({ transformer }: Watched): AlarmRule => ({
  kind: 'delivery-freshness',
  metric: transformer.deliveryStream.metric('DeliveryToS3.DataFreshness', maximum),
  threshold: DELIVERY_AGE.toSeconds(),
  periods: LASTING,
});

const queueAge = ({ processor }: Watched): AlarmRule => ({
  kind: 'queue-age',
  metric: processor.queue.metricApproximateAgeOfOldestMessage(maximum),
  threshold: QUEUE_AGE.toSeconds(),
  periods: LASTING,
});

const deadLetters = (watched: Watched): AlarmRule[] =>
  Object.entries(deadLettersOf(watched)).map(([subject, queue]) => {
    const metric = queue.metricApproximateNumberOfMessagesVisible(maximum);
    return { kind: 'dead-letters', subject, metric, threshold: LOST_RECORDS, periods: ONCE };
  });

const quarantine = ({ config }: Watched): AlarmRule => ({
  kind: 'quarantine',
  metric: countMetrics(config)('transformer', 'RecordsFailed', FAILURE_PERIOD),
  threshold: LOST_RECORDS,
  periods: ONCE,
});

function functionFailures(watched: Watched): AlarmRule[] {
  const rules: AlarmRule[] = [];
  for (const [subject, { function: fn }] of Object.entries(functionsOf(watched))) {
    const tries = subject === 'transformer' ? ONCE : RECURRING;
    rules.push(
      { kind: 'function-errors', subject, metric: fn.metricErrors(sum), threshold: FAILURES, periods: tries },
      { kind: 'function-throttles', subject, metric: fn.metricThrottles(sum), threshold: FAILURES, periods: RECURRING },
    );
  }
  return rules;
}

const streamThrottles = ({ lake }: Watched): AlarmRule => ({
  kind: 'stream-throttles',
  metric: lake.stream.metric('WriteProvisionedThroughputExceeded', sum),
  threshold: FAILURES,
  periods: RECURRING,
});

/** Every alarm of a deployment. */
export const alarmRules = (watched: Watched): AlarmRule[] => [
  noBars(watched),
  ...readers(watched),
  deliveryFreshness(watched),
  queueAge(watched),
  ...deadLetters(watched),
  quarantine(watched),
  ...functionFailures(watched),
  streamThrottles(watched),
];
