import type { ColumnType } from './field-rules.ts';
import { EXCHANGE_TIME_ALLOWED, exchangeTimeMs } from './instant.ts';
import { KINDS, type Kind, type RecordKind, type TableName } from './kinds.ts';
import { cameAs, RecordFieldError } from './record-error.ts';
import type { Bar, MarketRecord } from './records.ts';

/** A column of a table of the lake, made from a field of a record. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether a row may lack it. */
  readonly nullable: boolean;
  readonly comment: string;
}

/** A key by which a table's files lie in folders, `dt=2020-05-13/hour=09/`. It is no column of the files. */
export interface PartitionKey {
  readonly name: 'dt' | 'hour';
  readonly type: 'string';
  readonly comment: string;
}

/** A table of the lake: what a Glue table, a Parquet writer or a query needs to know of it. */
export interface TableDefinition {
  readonly name: TableName;
  readonly columns: readonly ColumnDefinition[];
  /** In the order of the folders. */
  readonly partitionKeys: readonly PartitionKey[];
}

const DT: PartitionKey = { name: 'dt', type: 'string', comment: 'New York date of ts, YYYY-MM-DD' };
const HOUR: PartitionKey = { name: 'hour', type: 'string', comment: 'New York hour of ts, 00 to 23' };

/** A day of bars is one partition; of the logs, which come by the second and in small files, each hour is one. */
const partitionKeysOf = (kind: RecordKind): readonly PartitionKey[] => (kind === 'bar' ? [DT] : [DT, HOUR]);

/** The table of a kind. */
export const tableFor = ({ kind, table, fields }: Kind): TableDefinition => ({
  name: table,
  columns: fields.map(({ column, type, required, comment }) => ({ name: column, type, nullable: !required, comment })),
  partitionKeys: partitionKeysOf(kind),
});

/** The tables, derived from the schemas: columns in the order of a record's fields, names in snake_case. */
export const tables: Readonly<Record<TableName, TableDefinition>> = {
  bars: tableFor(KINDS.bar),
  quotes: tableFor(KINDS.quote),
  forex: tableFor(KINDS.forex),
  news: tableFor(KINDS.news),
};

/** The table that holds a record. */
export const tableOf = (record: MarketRecord): TableName => KINDS[record.kind ?? 'bar'].table;

/**
 * When the market says it happened, milliseconds since 1970 UTC; of a bar, its start.
 * @throws {RecordFieldError} when `ts` is not canonical.
 */
export function eventTimeMs(record: MarketRecord): number {
  const epochMs = exchangeTimeMs(record.ts);
  if (epochMs >= 0) return epochMs;
  throw new RecordFieldError([{ field: 'ts', came: cameAs(record.ts), allowed: EXCHANGE_TIME_ALLOWED }]);
}

/** The values of a table's partition keys: `hour` where the table has it, so everywhere but for bars. */
export interface Partition {
  /** New York date, YYYY-MM-DD. */
  readonly dt: string;
  /** New York hour, 00 to 23; the hour that autumn has twice is one partition. */
  readonly hour?: string;
}

/**
 * The partition that a record belongs to: the New York date of its event time and, but for a bar, the hour, with both of
 * which a canonical `ts` begins.
 * @throws {RecordFieldError} when `ts` is not canonical.
 */
export function partitionOf(record: Bar): { readonly dt: string };
export function partitionOf(record: Exclude<MarketRecord, Bar>): Required<Partition>;
export function partitionOf(record: MarketRecord): Partition;
export function partitionOf(record: MarketRecord): Partition {
  eventTimeMs(record);
  const dt = record.ts.slice(0, 10);
  return tableOf(record) === 'bars' ? { dt } : { dt, hour: record.ts.slice(11, 13) };
}
