import { createHash } from 'node:crypto';
import { type Cells, parquetFile, toCells } from '@tickerlake/parquet-file';
import {
  type Bar,
  eventTimeMs,
  type MarketRecord,
  partitionOf,
  type TableDefinition,
  tableOf,
  tables,
  toRow,
} from '@tickerlake/record-schema';
import { NotARowError } from './errors.ts';

/** A quote, a rate or a story. */
export type LogRecord = Exclude<MarketRecord, Bar>;

/** A record beside the canonical line that stands for it. */
export interface Line {
  readonly text: string;
  readonly record: LogRecord;
}

/** An object of the lake: records of one kind and one New York hour, named by what it holds. */
export interface LakeObject {
  /** The first 32 hex digits of the SHA-256 over its canonical lines, sorted, each with its line break. */
  readonly id: string;
  /** `quotes/dt=2026-11-20/hour=09/<id>.parquet` */
  readonly key: string;
  readonly kind: LogRecord['kind'];
  /** Rows of the file. */
  readonly records: number;
  readonly firstEventMs: number;
  readonly lastEventMs: number;
  /** The Parquet file. Its text is UTF-8: half a surrogate pair, which only JSON can write, is U+FFFD there. */
  readonly file: Buffer;
}

/** Digits of an id: 128 bits, beyond which two objects will not meet. */
const ID_DIGITS = 32;

const byText = (a: Line, b: Line): number => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);

const labelOf = (record: LogRecord): string => (record.kind === 'news' ? record.id : record.name);

const cellsOf = (record: LogRecord, table: TableDefinition): Cells => {
  const cells = toCells(toRow(record), table);
  if (typeof cells === 'string') throw new NotARowError(cells);
  return cells;
};

interface Row extends Line {
  readonly atMs: number;
  readonly label: string;
}

/** By time, then name or id; the text makes it a total order, so that the same lines give the same bytes. */
const inOrder = (a: Row, b: Row): number => {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  if (a.label !== b.label) return a.label < b.label ? -1 : 1;
  return byText(a, b);
};

const lakeObject = (folder: string, lines: readonly Line[]): LakeObject => {
  const hash = createHash('sha256');
  for (const { text } of lines.toSorted(byText)) hash.update(`${text}\n`);
  const id = hash.digest('hex').slice(0, ID_DIGITS);
  const rows = lines
    .map((line): Row => ({ ...line, atMs: eventTimeMs(line.record), label: labelOf(line.record) }))
    .toSorted(inOrder);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) throw new RangeError('An object holds a line at least');
  const table = tables[tableOf(first.record)];
  return {
    id,
    key: `${folder}${id}.parquet`,
    kind: first.record.kind,
    records: rows.length,
    firstEventMs: first.atMs,
    lastEventMs: last.atMs,
    file: parquetFile(
      rows.map(({ record }) => cellsOf(record, table)),
      table,
    ),
  };
};

/** Where a record belongs: `quotes/dt=2026-11-20/hour=09/`. */
const folderOf = (record: LogRecord): string => {
  const { dt, hour } = partitionOf(record);
  return `${tableOf(record)}/dt=${dt}/hour=${hour}/`;
};

/** The objects of a message's lines, one for each table and New York hour. Each line must stand there once. */
export const lakeObjects = (lines: readonly Line[]): LakeObject[] =>
  [...Map.groupBy(lines, ({ record }) => folderOf(record))].map(([folder, group]) => lakeObject(folder, group));
