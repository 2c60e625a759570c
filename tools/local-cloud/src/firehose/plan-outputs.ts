import { type Cells, parquetFile, type ParquetTable, toCells } from '@tickerlake/parquet-file';
import { isSafe } from '../s3/bucket.ts';
import { type Compression, compress, EXTENSIONS } from './compression.ts';
import { conversionFailure, processingFailure } from './error-record.ts';
import { jsonRows } from './json-rows.ts';
import { type ErrorType, evaluatePrefix, objectName } from './object-name.ts';
import type { SourceRecord } from './source-record.ts';
import type { Transformed } from './transformed.ts';

/** An object to be put into the bucket. */
export interface Output {
  readonly key: string;
  readonly body: Buffer;
  readonly rows: number;
  /** Whether it is error output. */
  readonly failed: boolean;
}

/** What became of the records of a window, and of the rows in those that are ok. */
export const TALLY_KEYS = [
  'deaggregated',
  'ok',
  'dropped',
  'failed',
  'rows',
  'partitionFailed',
  'conversionFailed',
] as const;
export type Tally = Record<(typeof TALLY_KEYS)[number], number>;
export const emptyTally = (): Tally => ({
  deaggregated: 0,
  ok: 0,
  dropped: 0,
  failed: 0,
  rows: 0,
  partitionFailed: 0,
  conversionFailed: 0,
});

export interface OutputSetup {
  readonly name: string;
  readonly prefix: string;
  readonly errorPrefix: string;
  readonly table?: ParquetTable | undefined;
  readonly lambdaArn?: string | undefined;
  /** Of lines; Parquet files are compressed within. @default 'UNCOMPRESSED' */
  readonly compression?: Compression | undefined;
  /** Ends the names of objects with rows. @default by what is in them */
  readonly fileExtension?: string | undefined;
}

type Ok = Extract<Transformed, { result: 'Ok' }>;

/** Sorts transformed records into objects: rows by prefix, failures by kind. Pure but for the objects' random names. */
export function planOutputs(
  setup: OutputSetup,
  transformed: readonly Transformed[],
  nowMs: number,
): { outputs: Output[]; tally: Tally } {
  const plan = new Plan(setup, nowMs);
  for (const one of transformed) plan.add(one);
  return { outputs: plan.outputs(), tally: plan.tally };
}

class Plan {
  readonly tally = emptyTally();
  readonly #setup: OutputSetup;
  readonly #nowMs: number;
  readonly #tables = new Map<string, Cells[]>();
  readonly #texts = new Map<string, Uint8Array[]>();
  readonly #errors = new Map<string, string[]>();

  constructor(setup: OutputSetup, nowMs: number) {
    this.#setup = setup;
    this.#nowMs = nowMs;
  }

  add(one: Transformed): void {
    this.tally.deaggregated += 1;
    if (one.result === 'Ok') this.#addOk(one);
    else if (one.result === 'Dropped') this.tally.dropped += 1;
    else {
      this.tally.failed += 1;
      this.#addError('processing-failed', one.record, processingFailure(one.record, one.error, this.#setup.lambdaArn));
    }
  }

  #addOk(ok: Ok): void {
    this.tally.ok += 1;
    const prefix = evaluatePrefix(this.#setup.prefix, {
      arrivalMs: ok.record.arrivalMs,
      partitionKeys: ok.partitionKeys,
    });
    const { table } = this.#setup;
    if (prefix === undefined || !isSafe(`${prefix}${this.#setup.name}`)) this.#addPartitionFailure(ok, prefix);
    else if (table) this.#addRows(ok, listOf(this.#tables, prefix), table);
    else {
      this.tally.rows += 1;
      const texts = listOf(this.#texts, prefix);
      texts.push(ok.data);
      if (ok.data.at(-1) !== NEWLINE[0]) texts.push(NEWLINE);
    }
  }

  #addPartitionFailure({ record }: Ok, prefix: string | undefined): void {
    this.tally.rows += 1;
    this.tally.partitionFailed += 1;
    const message =
      prefix === undefined
        ? 'partitionKeys values must not be null or empty'
        : `The prefix '${prefix}' cannot be part of a key`;
    const error = { code: 'DynamicPartitioning.MetadataExtractionFailed', message, attempts: 1, endedMs: this.#nowMs };
    this.#addError('processing-failed', record, processingFailure(record, error, this.#setup.lambdaArn));
  }

  #addRows({ record, data }: Ok, rows: Cells[], table: ParquetTable): void {
    const found = jsonRows(data);
    if (!found) return this.#addConversionFailure(record, data, 'The record is not one or more JSON objects.', table);
    for (const { value, text } of found) {
      const cells = toCells(value, table);
      if (typeof cells === 'string') this.#addConversionFailure(record, Buffer.from(text), cells, table);
      else {
        this.tally.rows += 1;
        rows.push(cells);
      }
    }
  }

  #addConversionFailure(record: SourceRecord, row: Uint8Array, message: string, table: ParquetTable): void {
    this.tally.rows += 1;
    this.tally.conversionFailed += 1;
    this.#addError('format-conversion-failed', record, conversionFailure(record, row, message, this.#nowMs, table));
  }

  #addError(errorType: ErrorType, { arrivalMs }: SourceRecord, line: string): void {
    const prefix = evaluatePrefix(this.#setup.errorPrefix, { arrivalMs, errorType }) ?? '';
    listOf(this.#errors, prefix).push(line);
  }

  outputs(): Output[] {
    return [...this.#parquetOutputs(), ...this.#textOutputs(), ...this.#errorOutputs()];
  }

  #parquetOutputs(): Output[] {
    const { table, fileExtension = '.parquet' } = this.#setup;
    if (!table) return [];
    return [...this.#tables]
      .filter(([, rows]) => rows.length > 0)
      .map(([prefix, rows]) => this.#output(prefix, fileExtension, parquetFile(rows, table), rows.length));
  }

  #textOutputs(): Output[] {
    const { compression = 'UNCOMPRESSED', fileExtension = EXTENSIONS[compression] } = this.#setup;
    return [...this.#texts].map(([prefix, texts]) => {
      const rows = texts.filter((text) => text !== NEWLINE).length;
      return this.#output(prefix, fileExtension, compress(Buffer.concat(texts), compression), rows);
    });
  }

  #errorOutputs(): Output[] {
    return [...this.#errors].map(([prefix, lines]) => ({
      ...this.#output(prefix, '', Buffer.from(`${lines.join('\n')}\n`), lines.length),
      failed: true,
    }));
  }

  #output(prefix: string, extension: string, body: Buffer, rows: number): Output {
    return { key: prefix + objectName(this.#setup.name, this.#nowMs, extension), body, rows, failed: false };
  }
}

const NEWLINE = Buffer.from('\n');

function listOf<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
