import {
  Color,
  GraphWidget,
  type HorizontalAnnotation,
  type IMetric,
  type IWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';

/** Columns of a dashboard. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const COLUMNS = 24;
const HEADER_HEIGHT = 2;
const GRAPH_HEIGHT = 6;

/** A graph of a row. */
export interface Graph {
  readonly title: string;
  /** What the axis counts. */
  readonly unit: string;
  readonly metrics: readonly IMetric[];
  /** Thresholds of alarms on these metrics. */
  readonly alarms?: readonly HorizontalAnnotation[];
  /** Upper end of the axis, where it has one. */
  readonly max?: number;
}

/** A part of the pipeline: what it is, and its graphs side by side. */
export interface Row {
  readonly heading: string;
  /** What is to be seen here, for somebody who does not know the pipeline. */
  readonly text: string;
  readonly graphs: readonly Graph[];
}

const graphWidget = ({ title, unit, metrics, alarms = [], max }: Graph, width: number): GraphWidget =>
  new GraphWidget({
    title,
    left: [...metrics],
    leftYAxis: { label: unit, showUnits: false, min: 0, ...(max !== undefined && { max }) },
    leftAnnotations: alarms.map((annotation) => ({ ...annotation, color: Color.RED })),
    width,
    height: GRAPH_HEIGHT,
  });

/** A row as the dashboard takes it: a header over graphs of equal width. */
export const rowWidgets = ({ heading, text, graphs }: Row): [IWidget[], IWidget[]] => [
  [new TextWidget({ markdown: `## ${heading}\n${text}`, width: COLUMNS, height: HEADER_HEIGHT })],
  graphs.map((graph) => graphWidget(graph, Math.floor(COLUMNS / graphs.length))),
];
