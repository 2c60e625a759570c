import { closeSync, fstatSync, mkdirSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { isObject, parseJson } from '../json-value.ts';

/** A log that has grown to this is begun anew at the next start. */
const LOG_MAX_BYTES = 8 << 20;
/** Longer lines are no metrics: a log event is at most this. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const LINE_MAX_BYTES = 1 << 20;
/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#lambda-Invoke-response-LogResult */
export const LOG_TAIL_MAX_BYTES = 4096;

/**
 * What a function prints. Its processes write to the file themselves, so nothing is lost or held up whenever they end;
 * metrics are read from it afterwards, as CloudWatch reads them from a log group.
 */
export class FunctionLog {
  readonly fd: number;
  readonly #totals = new Map<string, number>();
  #offset: number;
  #closed = false;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes > LOG_MAX_BYTES) truncateSync(file);
    this.#offset = bytes > LOG_MAX_BYTES ? 0 : bytes;
    this.fd = openSync(file, 'a+');
  }

  /** Bytes that are there by now. */
  end(): number {
    return this.#closed ? 0 : fstatSync(this.fd).size;
  }

  /** What came behind `start`, the last of it. */
  tail(start: number): Buffer {
    const end = this.end();
    const from = Math.max(start, end - LOG_TAIL_MAX_BYTES);
    const chunk = Buffer.alloc(Math.max(0, end - from));
    return chunk.subarray(0, this.#closed ? 0 : readSync(this.fd, chunk, 0, chunk.length, from));
  }

  /** Totals, by name, of the metrics printed since the log was opened. */
  metrics(): Readonly<Record<string, number>> {
    if (!this.#closed) this.#readOn();
    return Object.fromEntries(this.#totals);
  }

  #readOn(): void {
    const chunk = Buffer.allocUnsafe(LINE_MAX_BYTES);
    for (;;) {
      const bytes = readSync(this.fd, chunk, 0, chunk.length, this.#offset);
      const end = chunk.subarray(0, bytes).lastIndexOf('\n') + 1;
      if (end === 0 && bytes < chunk.length) return; // The rest of a line is still to come.
      this.#offset += end || bytes;
      for (const line of chunk.toString('utf8', 0, end).split('\n')) this.#take(line);
    }
  }

  #take(line: string): void {
    for (const [name, value] of metricsOf(line)) this.#totals.set(name, (this.#totals.get(name) ?? 0) + value);
  }

  close(): void {
    if (this.#closed) return;
    this.#readOn();
    this.#closed = true;
    closeSync(this.fd);
  }
}

/**
 * The metrics of a line in the embedded metric format, each name once however many dimension sets it is in; none of any other line.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricsOf(line: string): Map<string, number> {
  const value = line.startsWith('{') && line.includes('"CloudWatchMetrics"') ? parseJson(line) : undefined;
  if (!isObject(value) || !isObject(value['_aws'])) return new Map();
  const names = objectsIn(value['_aws']['CloudWatchMetrics'])
    .flatMap((directive) => objectsIn(directive['Metrics']))
    .map((metric) => metric['Name']);
  const found = names.filter((name) => typeof name === 'string' && Object.hasOwn(value, name));
  return new Map(found.map((name) => [String(name), total(value[String(name)])]));
}

const objectsIn = (value: unknown) => (Array.isArray(value) ? value.filter(isObject) : []);

/** A metric is a number, or several. */
const total = (value: unknown): number =>
  [value].flat().reduce<number>((sum, one) => sum + (typeof one === 'number' ? one : 0), 0);
