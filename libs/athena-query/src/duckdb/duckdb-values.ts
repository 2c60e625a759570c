import type { DuckDBListValue, DuckDBPreparedStatement, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { CellValue } from '../engine.ts';
import { sqlLiteral, type SqlValue } from '../sql/values.ts';
import type { DuckDb } from './load-duckdb.ts';

const MICROS_PER_MS = 1000n;

/** Trino's names of DuckDB's types; the others are called as DuckDB calls them. */
const TRINO_TYPES: Readonly<Record<string, string>> = {
  UTINYINT: 'smallint',
  USMALLINT: 'integer',
  UINTEGER: 'bigint',
  UBIGINT: 'bigint',
  HUGEINT: 'bigint',
  FLOAT: 'real',
  DECIMAL: 'decimal',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  LIST: 'array',
};

/** What Trino calls a column's type. */
export const trinoType = (duckdb: DuckDb, type: DuckDBType): string =>
  TRINO_TYPES[duckdb.DuckDBTypeId[type.typeId] ?? ''] ?? type.toString().toLowerCase();

const whole = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;

const floorDivide = (value: bigint, by: bigint): number => Number((value - (((value % by) + by) % by)) / by);

/** As Athena shows an array. */
const listText = ({ items }: DuckDBListValue): string =>
  `[${items.map((item) => (item === null ? 'null' : String(item))).join(', ')}]`;

function objectValue(
  duckdb: DuckDb,
  value: Exclude<DuckDBValue, string | number | bigint | boolean | null>,
): CellValue {
  if (value instanceof duckdb.DuckDBTimestampValue || value instanceof duckdb.DuckDBTimestampTZValue) {
    return new Date(floorDivide(value.micros, MICROS_PER_MS));
  }
  if (value instanceof duckdb.DuckDBTimestampMillisecondsValue) return new Date(Number(value.millis));
  if (value instanceof duckdb.DuckDBTimestampSecondsValue) return new Date(Number(value.seconds) * 1000);
  if (value instanceof duckdb.DuckDBTimestampNanosecondsValue) {
    return new Date(floorDivide(value.nanos, MICROS_PER_MS * 1000n));
  }
  return value instanceof duckdb.DuckDBListValue ? listText(value) : String(value);
}

/** A value of a result. Types that the lake does not use are read as the text that DuckDB shows for them. */
export function readDuckDbValue(duckdb: DuckDb, value: DuckDBValue): CellValue {
  if (typeof value === 'bigint') return whole(value);
  return typeof value === 'object' && value !== null ? objectValue(duckdb, value) : value;
}

/** Binds values by the type that their literal has in Athena. */
export function bindValues(duckdb: DuckDb, statement: DuckDBPreparedStatement, values: readonly SqlValue[]): void {
  for (const [index, value] of values.entries()) {
    sqlLiteral(value);
    const at = index + 1;
    if (typeof value === 'string') statement.bindVarchar(at, value);
    else if (typeof value === 'boolean') statement.bindBoolean(at, value);
    else if (typeof value === 'bigint') statement.bindBigInt(at, value);
    else if (value instanceof Date) {
      statement.bindTimestamp(at, new duckdb.DuckDBTimestampValue(BigInt(value.getTime()) * MICROS_PER_MS));
    } else if (Number.isSafeInteger(value)) statement.bindBigInt(at, BigInt(value));
    else statement.bindDouble(at, value);
  }
}
