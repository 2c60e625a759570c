import { assertRecord, checkedKind, type Fields, isFields } from './check-record.ts';
import { KINDS, type Kind, RECORD_KINDS, type TableName } from './kinds.ts';
import { jsonOf } from './record-codec.ts';
import { cameAs, RecordFieldError } from './record-error.ts';
import type { Bar, Forex, MarketRecord, News, Quote } from './records.ts';
import { tables } from './tables.ts';

/** What a cell of a row holds, ready for JSON. */
export type Cell = string | number | boolean | null | readonly string[];
/** A row of a table: a cell for each column, in the columns' order. */
export type Row = Record<string, Cell>;

/** The records that each table holds. */
export interface TableRecords {
  bars: Bar;
  quotes: Quote;
  forex: Forex;
  news: News;
}

/**
 * A record as its table's row: column names for keys, null where there is nothing, times as naive UTC text
 * `YYYY-MM-DD HH:MM:SS.mmm`, which is what Firehose's Parquet conversion reads.
 * @throws {RecordFieldError} when the record is not canonical.
 */
export function toRow(record: MarketRecord): Row;
export function toRow(value: Fields): Fields {
  const row: Fields = {};
  for (const { key, column, toColumn } of checkedKind(value).fields) {
    const cell = value[key];
    row[column] = cell === undefined ? null : toColumn ? toColumn(cell) : cell;
  }
  return row;
}

/** {@link toRow} as JSON text without newline, written directly. */
export function encodeRow(record: MarketRecord): string {
  const value: Fields = record;
  let text = '';
  for (const field of checkedKind(value).fields) {
    const cell = value[field.key];
    const json = cell === undefined ? 'null' : jsonOf(field, field.toColumn ? field.toColumn(cell) : cell);
    text += field.columnPrefix + json;
  }
  return `{${text.slice(1)}}`;
}

const BY_TABLE: ReadonlyMap<unknown, Kind> = new Map(RECORD_KINDS.map((kind) => [KINDS[kind].table, KINDS[kind]]));

const COLUMNS: ReadonlyMap<TableName, ReadonlySet<string>> = new Map(
  Object.values(tables).map(({ name, columns, partitionKeys }) => [
    name,
    new Set([...columns, ...partitionKeys].map((column) => column.name)),
  ]),
);

const strangeColumns = ({ table }: Kind, row: Fields): string[] =>
  Object.keys(row).filter((column) => COLUMNS.get(table)?.has(column) !== true);

/**
 * The record that a row stands for, the exact inverse of {@link toRow}. Missing columns count as null (a file may be
 * older than a column) and the table's partition keys are passed over.
 * @throws {RecordFieldError} when the row is not one of that table.
 */
export function fromRow<T extends TableName>(table: T, row: Readonly<Record<string, unknown>>): TableRecords[T];
export function fromRow(table: TableName, row: unknown): MarketRecord {
  const kind = BY_TABLE.get(table);
  const names = [...BY_TABLE.keys()].join(', ');
  if (kind === undefined)
    throw new RecordFieldError([{ field: '', came: cameAs(table), allowed: `a table, one of ${names}` }]);
  if (!isFields(row)) throw new RecordFieldError([{ field: '', came: cameAs(row), allowed: `a row of ${table}` }]);
  const value: Fields = kind.kind === 'bar' ? {} : { kind: kind.kind };
  for (const { key, column, fromColumn } of kind.fields) {
    const cell = row[column];
    if (cell !== null && cell !== undefined) value[key] = fromColumn ? fromColumn(cell) : cell;
  }
  for (const column of strangeColumns(kind, row)) value[column] = row[column];
  assertRecord(value);
  return value;
}
