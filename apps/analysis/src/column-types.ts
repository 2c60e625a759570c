import type { TableDefinition } from '@tickerlake/record-schema';

/** What a column holds, as the lake's own tables say it: what a Parquet file must know. */
export type ColumnType = TableDefinition['columns'][number]['type'];

/** A column's name and type. */
export type TypedColumn = readonly [name: string, type: ColumnType];

/** Of the types that SQL results have. What is none of these stays the text that CSV shows: decimals keep every digit. */
const TYPES: Readonly<Record<string, ColumnType>> = {
  boolean: 'boolean',
  tinyint: 'bigint',
  smallint: 'bigint',
  integer: 'bigint',
  int: 'bigint',
  bigint: 'bigint',
  real: 'double',
  float: 'double',
  double: 'double',
  timestamp: 'timestamp',
  'timestamp with time zone': 'timestamp',
};

/** The column type of a Trino type; digits of its precision change nothing. */
export const columnTypeOf = (trinoType: string): ColumnType => TYPES[trinoType.replace(/\(\d+\)/, '')] ?? 'string';
