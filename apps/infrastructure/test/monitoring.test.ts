import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRIC_NAMES as collector } from '../../collector/src/metrics.ts';
import { METRIC_NAMES as logPipe } from '../../log-pipe/src/metrics.ts';
import { METRIC_NAMES as marketFeed } from '../../market-feed/src/metrics.ts';
import { METRIC_NAMES as processor } from '../../processor/src/metrics.ts';
import { METRIC_NAMES as transformer } from '../../transformer/src/metrics.ts';
import { ALARM_KINDS, type AlarmKind } from '../src/monitoring/alarm-kinds.ts';
import { APP_METRICS } from '../src/monitoring/app-metrics.ts';
import { at, listOf, nameOf, ofType, synthesise, targetOf } from './deployment.ts';
import { SERVICE_METRICS } from './service-metrics.ts';
import { alarmsOf, type AskedMetric, dashboardOf, metricsOfAlarm } from './template-metrics.ts';

const deployment = synthesise({ alarmEmail: 'alarms@example.com' });
const alarms = alarmsOf(deployment);
const alarm = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `tickerlake-${name}`);
const [page] = ofType(deployment, 'AWS::CloudWatch::Dashboard');
if (page === undefined) throw new Error('There is no dashboard');
const dashboard = dashboardOf(deployment, page);
const alarmMetrics = alarms.flatMap(({ resource }) => metricsOfAlarm(deployment, resource));
const askedMetrics: readonly AskedMetric[] = [...alarmMetrics, ...dashboard.graphs.flatMap(({ metrics }) => metrics)];

const NAMES = [
  'dead-letters-collector-schedule',
  'dead-letters-logs',
  'dead-letters-market-feed-schedule',
  'delivery-freshness',
  'function-errors-collector',
  'function-errors-log-pipe',
  'function-errors-market-feed',
  'function-errors-processor',
  'function-errors-transformer',
  'function-throttles-collector',
  'function-throttles-log-pipe',
  'function-throttles-market-feed',
  'function-throttles-processor',
  'function-throttles-transformer',
  'iterator-age-delivery',
  'iterator-age-log-pipe',
  'no-bars',
  'quarantine',
  'queue-age',
  'stream-throttles',
];

/** `dead-letters` of `tickerlake-dead-letters-logs`. */
const kindOf = (alarmName: string): AlarmKind | undefined =>
  Object.keys(ALARM_KINDS).find((kind): kind is AlarmKind => alarmName.startsWith(`tickerlake-${kind}`));

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');

describe('the alarms', () => {
  it('are these, and begin with the name of the deployment', () => {
    expect(alarms.map(({ AlarmName }) => AlarmName).toSorted()).toEqual(NAMES.map((name) => `tickerlake-${name}`));
    expect(alarmsOf(synthesise({ name: 'trial' })).map(({ AlarmName }) => AlarmName)).toContain('trial-no-bars');
  });

  it.each(alarms)(
    '$AlarmName says what it means and where to read on, tells the topic, and is quiet at night',
    (one) => {
      const kind = kindOf(one.AlarmName);
      expect(one.AlarmDescription).toBe(`${kind && ALARM_KINDS[kind]} What to do: docs/operations.md#${kind}`);
      expect(one.Threshold).toBeGreaterThan(0);
      expect(one).toMatchObject({
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
      });
      expect(one.DatapointsToAlarm).toBeLessThanOrEqual(one.EvaluationPeriods);
      for (const actions of [one.AlarmActions, one.OKActions]) {
        expect(actions.map((arn) => targetOf(deployment, one.resource.stack, arn)?.type)).toEqual(['AWS::SNS::Topic']);
      }
    },
  );

  it.each(Object.keys(ALARM_KINDS))('%s has a heading in docs/operations.md', (kind) => {
    const file = join(import.meta.dirname, '../../../docs/operations.md');
    const headings = existsSync(file) ? readFileSync(file, 'utf8').match(/^#+ .*$/gm) : [];
    expect(headings?.map(anchorOf)).toContain(kind);
  });

  it('watch every queue of dead letters, and every function for errors and throttles', () => {
    const watched = (metric: string) =>
      alarmMetrics.flatMap(({ name, dimensions }) => (name === metric ? Object.values(dimensions) : []));
    const deadLetters = [
      ...ofType(deployment, 'AWS::SQS::Queue').map((queue) =>
        targetOf(deployment, queue.stack, at(queue.properties, 'RedrivePolicy', 'deadLetterTargetArn')),
      ),
      ...ofType(deployment, 'AWS::Scheduler::Schedule').map(({ stack, properties }) =>
        targetOf(deployment, stack, at(properties, 'Target', 'DeadLetterConfig', 'Arn')),
      ),
    ].filter((queue) => queue !== undefined);
    expect(deadLetters).toHaveLength(3);
    expect(new Set(watched('ApproximateNumberOfMessagesVisible'))).toEqual(new Set(deadLetters));
    const functions = new Set(ofType(deployment, 'AWS::Lambda::Function'));
    expect(new Set(watched('Errors'))).toEqual(functions);
    expect(new Set(watched('Throttles'))).toEqual(functions);
  });
});

describe('no bars in a market minute', () => {
  it.each([
    ['1m', 60],
    ['5m', 300],
  ] as const)('with %s bars, is two runs in a row that were due in a session and brought none', (interval, seconds) => {
    const built = synthesise({ interval });
    const resource = ofType(built, 'AWS::CloudWatch::Alarm').find(
      ({ properties }) => properties['AlarmName'] === 'tickerlake-no-bars',
    );
    const queries = listOf(resource?.properties['Metrics']);
    expect(queries.map((query) => at(query, 'Expression')).filter(Boolean)).toEqual([
      'IF(minutes > 0 AND bars == 0, 1, 0)',
    ]);
    expect(queries.filter((query) => at(query, 'ReturnData') !== false)).toHaveLength(1);
    expect(queries.map((query) => [at(query, 'Id'), at(query, 'MetricStat', 'Metric', 'MetricName')])).toEqual([
      [expect.any(String), undefined],
      ['minutes', 'MarketMinutes'],
      ['bars', 'BarsProduced'],
    ]);
    const asked = resource ? metricsOfAlarm(built, resource) : [];
    for (const metric of asked)
      expect(metric).toMatchObject({ statistic: 'Sum', periodSeconds: seconds, dimensions: { service: 'collector' } });
    expect(resource?.properties).toMatchObject({ Threshold: 1, EvaluationPeriods: 2, DatapointsToAlarm: 2 });
  });
});

describe('thresholds', () => {
  it('leave Firehose the time that it gathers, twice', () => {
    const [delivery] = ofType(deployment, 'AWS::KinesisFirehose::DeliveryStream');
    const seconds = at(
      delivery?.properties,
      'ExtendedS3DestinationConfiguration',
      'BufferingHints',
      'IntervalInSeconds',
    );
    expect(alarm('delivery-freshness')?.Threshold).toBeGreaterThanOrEqual(2 * Number(seconds));
  });

  it('leave a message the tries that it has before its unreadable lines are given up', () => {
    const queue = ofType(deployment, 'AWS::SQS::Queue').find(({ properties }) => properties['RedrivePolicy']);
    const tries = ofType(deployment, 'AWS::Lambda::Function').map(({ properties }) =>
      at(properties, 'Environment', 'Variables', 'TICKERLAKE_MAX_RECEIVES'),
    );
    const seconds = Number(queue?.properties['VisibilityTimeout']) * Number(tries.find(Boolean));
    expect(seconds).toBeGreaterThan(0);
    expect(alarm('queue-age')?.Threshold).toBeGreaterThan(seconds);
  });

  it('leave most of the time in which the stream forgets nothing', () => {
    const [stream] = ofType(deployment, 'AWS::Kinesis::Stream');
    const keptMs = Number(stream?.properties['RetentionPeriodHours']) * 3_600_000;
    for (const reader of ['log-pipe', 'delivery'])
      expect(alarm(`iterator-age-${reader}`)?.Threshold).toBeLessThan(keptMs / 10);
  });
});

describe('every metric that an alarm or a graph asks for', () => {
  const emitted: Readonly<Record<string, readonly string[]>> = {
    collector,
    transformer,
    'log-pipe': logPipe,
    processor,
    'market-feed': marketFeed,
  };

  it('of a handler is one that the handler counts, and the dashboard shows each of them', () => {
    expect(APP_METRICS).toEqual(emitted);
    const own = askedMetrics.filter(({ namespace }) => namespace === 'Tickerlake');
    const named = own.map(({ name, dimensions }) => ({ name, dimensions: JSON.stringify(dimensions) }));
    const all = Object.entries(emitted).flatMap(([service, names]) =>
      names.map((name) => ({ name, dimensions: JSON.stringify({ service }) })),
    );
    for (const metric of named) expect(all).toContainEqual(metric);
    for (const metric of all) expect(named).toContainEqual(metric);
  });

  it('of a handler is in the namespace that the deployment tells its functions', () => {
    for (const [name, namespace] of [
      ['tickerlake', 'Tickerlake'],
      ['trial', 'Tickerlake/trial'],
    ] as const) {
      const built = synthesise({ name });
      const told = ofType(built, 'AWS::Lambda::Function').map(({ properties }) =>
        at(properties, 'Environment', 'Variables', 'POWERTOOLS_METRICS_NAMESPACE'),
      );
      expect(new Set(told.map((value) => value ?? 'Tickerlake'))).toEqual(new Set([namespace]));
      const asked = alarmsOf(built).flatMap(({ resource }) => metricsOfAlarm(built, resource));
      const own = asked.filter((metric) => !metric.namespace.startsWith('AWS/'));
      expect(new Set(own.map((metric) => metric.namespace))).toEqual(new Set([namespace]));
    }
  });

  it.each(askedMetrics.filter(({ namespace }) => namespace !== 'Tickerlake'))(
    'of a service is one that it measures, of a resource of this deployment: $by, $name',
    ({ namespace, name, dimensions }) => {
      const service = SERVICE_METRICS[namespace];
      expect([...(service?.names ?? [])]).toContain(name);
      expect(Object.keys(dimensions)).toEqual([service?.dimension]);
      expect(dimensions[service?.dimension ?? '']).toMatchObject({ type: service?.resourceType });
    },
  );
});

describe('the dashboard', () => {
  it('has a header for each row, and a unit on each axis', () => {
    expect(dashboard.headings).toEqual([
      '# tickerlake',
      '## Bars: collector and transformer',
      '## The stream',
      '## The delivery stream: what came in, what is in the lake',
      '## The delivery stream: limits',
      '## Functions',
      '## Quotes, rates and stories: the queue',
      '## Quotes, rates and stories: what became of them',
    ]);
    for (const { title, axis } of dashboard.graphs) expect(axis, title).toMatch(/\w/);
  });

  it('shows every alarm, and draws a line at each threshold where a graph has the metric of an alarm', () => {
    expect(new Set(dashboard.alarms)).toEqual(new Set(alarms.map(({ resource }) => resource)));
    const key = ({ namespace, name, dimensions }: AskedMetric): string =>
      JSON.stringify([
        namespace,
        name,
        Object.values(dimensions).map((one) => (typeof one === 'object' ? nameOf(one) : one)),
      ]);
    for (const { AlarmName, Threshold, resource } of alarms) {
      const [metric, ...others] = metricsOfAlarm(deployment, resource);
      if (metric === undefined || others.length > 0) continue;
      const graphs = dashboard.graphs.filter(({ metrics }) => metrics.some((shown) => key(shown) === key(metric)));
      expect(graphs, AlarmName).not.toEqual([]);
      const lines = graphs.map((graph) => graph.lines);
      expect(
        lines.some((values) => values.includes(Threshold)),
        AlarmName,
      ).toBe(true);
    }
  });

  it('shows the delivery stream’s page: what came in, success, freshness and throttles', () => {
    const shown = dashboard.graphs.flatMap(({ metrics }) =>
      metrics.flatMap(({ namespace, name }) => (namespace === 'AWS/Firehose' ? [name] : [])),
    );
    expect(shown).toEqual(
      expect.arrayContaining([
        'DataReadFromKinesisStream.Bytes',
        'DataReadFromKinesisStream.Records',
        'DeliveryToS3.Success',
        'DeliveryToS3.DataFreshness',
        'ThrottledGetRecords',
      ]),
    );
  });
});

describe('the alarm topic', () => {
  const topic = ofType(deployment, 'AWS::SNS::Topic').find(({ stack }) => stack === 'tickerlake-monitoring');
  const policy = ofType(deployment, 'AWS::SNS::TopicPolicy').find(({ stack }) => stack === 'tickerlake-monitoring');

  it('is encrypted with the deployment’s key, which lets CloudWatch use it', () => {
    const key = targetOf(deployment, topic?.stack ?? '', topic?.properties['KmsMasterKeyId']);
    expect(key?.type).toBe('AWS::KMS::Key');
    expect(at(key?.properties, 'KeyPolicy', 'Statement')).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      }),
    );
  });

  it('takes messages from alarms of this deployment alone, and over TLS alone', () => {
    const statements = listOf(at(policy?.properties, 'PolicyDocument', 'Statement'));
    const allowed = statements.filter((statement) => at(statement, 'Effect') === 'Allow');
    expect(allowed).toMatchObject([
      {
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    expect(JSON.stringify(at(allowed[0], 'Condition', 'ArnLike'))).toContain(':alarm:tickerlake-*');
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  it('writes to somebody only where the configuration says to whom', () => {
    const subscriptions = (built: typeof deployment) =>
      ofType(built, 'AWS::SNS::Subscription').filter(({ stack }) => stack === 'tickerlake-monitoring');
    expect(subscriptions(deployment).map(({ properties }) => properties)).toMatchObject([
      { Protocol: 'email', Endpoint: 'alarms@example.com' },
    ]);
    expect(subscriptions(synthesise())).toEqual([]);
  });
});
