import { z } from 'zod';
import { at, type Deployment, type Json, listOf, ofType, type Resource, targetOf } from './deployment.ts';

/** A metric that an alarm or a graph asks for. */
export interface AskedMetric {
  /** Who asks: an alarm's name, or a graph's title. */
  readonly by: string;
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
  readonly periodSeconds: number;
  /** What each dimension stands for: a resource of the deployment, or a text. */
  readonly dimensions: Readonly<Record<string, Resource | string | undefined>>;
}

/** A graph of the dashboard. */
export interface DashboardGraph {
  readonly title: string;
  readonly axis: string | undefined;
  /** Values of its horizontal lines. */
  readonly lines: readonly number[];
  readonly metrics: readonly AskedMetric[];
}

/** A text of a template; of what is none, JSON that is seen to be wrong. */
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

const valueOf = (deployment: Deployment, stack: string, value: Json | undefined): Resource | string | undefined =>
  typeof value === 'string' ? value : targetOf(deployment, stack, value);

const alarmSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  Threshold: z.number(),
  ComparisonOperator: z.string(),
  EvaluationPeriods: z.int(),
  DatapointsToAlarm: z.int(),
  TreatMissingData: z.string(),
  AlarmActions: z.array(z.json()),
  OKActions: z.array(z.json()),
});

export type AlarmProperties = z.output<typeof alarmSchema>;

export const alarmsOf = (deployment: Deployment): (AlarmProperties & { readonly resource: Resource })[] =>
  ofType(deployment, 'AWS::CloudWatch::Alarm').map((resource) =>
    Object.assign(alarmSchema.parse(resource.properties), { resource }),
  );

const dimensionsOf = (deployment: Deployment, stack: string, value: Json | undefined): AskedMetric['dimensions'] =>
  Object.fromEntries(
    listOf(value).map((dimension) => [
      textOf(at(dimension, 'Name')),
      valueOf(deployment, stack, at(dimension, 'Value')),
    ]),
  );

/** The metrics of an alarm: its own, or those that its expression is made of. */
export function metricsOfAlarm(deployment: Deployment, { properties, stack }: Resource): AskedMetric[] {
  const by = textOf(properties['AlarmName']);
  const asked = (metric: Json | undefined, statistic: Json | undefined, period: Json | undefined): AskedMetric => ({
    by,
    namespace: textOf(at(metric, 'Namespace')),
    name: textOf(at(metric, 'MetricName')),
    statistic: textOf(statistic),
    periodSeconds: Number(period),
    dimensions: dimensionsOf(deployment, stack, at(metric, 'Dimensions')),
  });
  const queries = listOf(properties['Metrics']).map((query) => at(query, 'MetricStat'));
  if (queries.length === 0) return [asked(properties, properties['Statistic'], properties['Period'])];
  return queries
    .filter((stat) => stat !== undefined)
    .map((stat) => asked(at(stat, 'Metric'), at(stat, 'Stat'), at(stat, 'Period')));
}

/** The dashboard's body, a text with references in it, as JSON in which each reference is itself again. */
function readBody(body: Json | undefined): Json {
  const parts = listOf(listOf(at(body, 'Fn::Join'))[1]);
  const references = parts.filter((part) => typeof part !== 'string');
  let seen = 0;
  const text = parts.map((part) => (typeof part === 'string' ? part : `§${seen++}§`)).join('');
  const reviver = (_: string, value: unknown): unknown => {
    const index = typeof value === 'string' ? /^§(\d+)§$/.exec(value)?.[1] : undefined;
    return index === undefined ? value : references[Number(index)];
  };
  return z.json().parse(JSON.parse(text, reviver));
}

/** A metric of a graph is a list: namespace, name, then each dimension's name and value, at last its options. */
function metricOfGraph(deployment: Deployment, stack: string, title: string, metric: Json): AskedMetric {
  const [namespace, name, ...rest] = listOf(metric);
  const options = rest.pop();
  const pairs = Array.from({ length: rest.length / 2 }, (_, index) => [
    textOf(rest[2 * index]),
    valueOf(deployment, stack, rest[2 * index + 1]),
  ]);
  return {
    by: title,
    namespace: textOf(namespace),
    name: textOf(name),
    statistic: textOf(at(options, 'stat') ?? 'Average'),
    periodSeconds: Number(at(options, 'period') ?? 300),
    dimensions: Object.fromEntries(pairs),
  };
}

/** The widgets of a dashboard, by type. */
export function dashboardOf(deployment: Deployment, { stack, properties }: Resource) {
  const widgets = listOf(at(readBody(properties['DashboardBody']), 'widgets'));
  const ofKind = (type: string) =>
    widgets.filter((widget) => at(widget, 'type') === type).map((widget) => at(widget, 'properties'));
  const graphs = ofKind('metric').map((widget): DashboardGraph => {
    const title = textOf(at(widget, 'title'));
    const axis = at(widget, 'yAxis', 'left', 'label');
    return {
      title,
      axis: typeof axis === 'string' ? axis : undefined,
      lines: listOf(at(widget, 'annotations', 'horizontal')).map((line) => Number(at(line, 'value'))),
      metrics: listOf(at(widget, 'metrics')).map((metric) => metricOfGraph(deployment, stack, title, metric)),
    };
  });
  const alarms = ofKind('alarm').flatMap((widget) => listOf(at(widget, 'alarms')));
  return {
    graphs,
    headings: ofKind('text').map((widget) => textOf(at(widget, 'markdown')).split('\n')[0]),
    alarms: alarms.map((arn) => targetOf(deployment, stack, arn)),
  };
}
