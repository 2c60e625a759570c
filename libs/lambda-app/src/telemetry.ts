import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Counts of an invocation, a value for each of a function's metric names. */
export type MetricCounts<Names extends readonly string[]> = Readonly<Record<Names[number], number>>;

/** Where a function tells what it does. */
export interface Telemetry<Counts> {
  /** Receives one JSON line for each invocation: counts and reasons, never a record's own values. */
  readonly log: (line: string) => void;
  /** Receives the metrics of each invocation that did something. */
  readonly count: (counts: Counts) => void;
}

/**
 * Lines and metrics by standard output, as Lambda passes it on to CloudWatch: metrics of the namespace `Tickerlake`, or
 * `POWERTOOLS_METRICS_NAMESPACE`, with dimension `service`.
 */
export function createTelemetry(service: string): Telemetry<Readonly<Record<string, number>>> {
  const namespace = process.env['POWERTOOLS_METRICS_NAMESPACE'] ?? 'Tickerlake';
  const metrics = new Metrics({ namespace, serviceName: service });
  return {
    // Not by the console, which Lambda lets begin each line with time and request: no filter on the log could read it as JSON.
    log: (line) => void process.stdout.write(`${line}\n`),
    count(counts) {
      for (const [name, value] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, value);
      metrics.publishStoredMetrics();
    },
  };
}
