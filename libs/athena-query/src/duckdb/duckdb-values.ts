import type {
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBPreparedStatement,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampValue,
  DuckDBType,
  DuckDBValue,
} from '@duckdb/node-api';
import type { CellValue } from '../engine.ts';
import { sqlLiteral, type SqlValue } from '../sql/values.ts';
import type { DuckDb } from './load-duckdb.ts';

const MICROS_PER_MS = 1000n;

const whole = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;

const floorDivide = (value: bigint, by: bigint): bigint => (value - (((value % by) + by) % by)) / by;

/** DuckDB's types by their ids, and how their values become those of a result. */
type Decode = (value: never) => CellValue;

const asIs: Decode = (value: CellValue) => value;
const asText: Decode = (value: DuckDBValue) => String(value);
const asWhole: Decode = (value: bigint) => whole(value);
const fromMicros: Decode = ({ micros }: DuckDBTimestampValue) => new Date(Number(floorDivide(micros, MICROS_PER_MS)));
const asList: Decode = ({ items }: DuckDBListValue) =>
  `[${items.map((item) => (item === null ? 'null' : String(item))).join(', ')}]`;

const TYPES: Readonly<Record<string, readonly [trinoName: string, decode: Decode]>> = {
  BOOLEAN: ['boolean', asIs],
  TINYINT: ['tinyint', asIs],
  SMALLINT: ['smallint', asIs],
  INTEGER: ['integer', asIs],
  UTINYINT: ['smallint', asIs],
  USMALLINT: ['integer', asIs],
  UINTEGER: ['bigint', asIs],
  BIGINT: ['bigint', asWhole],
  UBIGINT: ['bigint', asWhole],
  HUGEINT: ['bigint', asWhole],
  FLOAT: ['real', asIs],
  DOUBLE: ['double', asIs],
  VARCHAR: ['varchar', asIs],
  DATE: ['date', asText],
  DECIMAL: ['decimal', (value: DuckDBDecimalValue) => value.toString()],
  TIMESTAMP: ['timestamp', fromMicros],
  TIMESTAMP_TZ: ['timestamp with time zone', fromMicros],
  TIMESTAMP_S: ['timestamp', ({ seconds }: DuckDBTimestampSecondsValue) => new Date(Number(seconds) * 1000)],
  TIMESTAMP_MS: ['timestamp', ({ millis }: DuckDBTimestampMillisecondsValue) => new Date(Number(millis))],
  TIMESTAMP_NS: [
    'timestamp',
    ({ nanos }: DuckDBTimestampNanosecondsValue) => new Date(Number(floorDivide(nanos, MICROS_PER_MS * 1000n))),
  ],
  LIST: ['array', asList],
};

/** How a column of a result is called in Trino and read from DuckDB. */
export interface ColumnReader {
  readonly type: string;
  read(value: DuckDBValue): CellValue;
}

/** The reader of a column, by its DuckDB type. Types that the lake does not use are read as text. */
export function columnReader(duckdb: DuckDb, type: DuckDBType): ColumnReader {
  const id = duckdb.DuckDBTypeId[type.typeId] ?? '';
  const [name, decode] = TYPES[id] ?? [type.toString().toLowerCase(), asText];
  return { type: name, read: (value) => (value === null ? null : decode(value as never)) };
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
