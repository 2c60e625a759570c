import { zstdCompressSync } from 'node:zlib';
import type { TableDefinition } from '@tickerlake/record-schema';
import { parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';

/** What a file has to know of its table: one of the lake's, or any other with such columns. */
export interface ParquetTable {
  readonly name: string;
  readonly columns: TableDefinition['columns'];
}

type Column = ParquetTable['columns'][number];
/** The values of a row in the order of the columns, ready to be written. */
export type Cells = readonly (string | number | bigint | boolean | string[] | null)[];
type Cell = Cells[number];

/** A reader skips or reads a row group whole; the writer's default begins with one of 1,000 rows. */
const ROW_GROUP_ROWS = 100_000;
/** Sorted by these, a company's bars lie together: statistics prune well and `ts` shrinks to almost nothing. */
const SORT_COLUMNS = ['name', 'ts'];

/**
 * The cells of a row, or a sentence that says why it is not one of the table's. Column names that the table does not have
 * are passed over, missing ones are null, as in Firehose's conversion.
 */
export function toCells(
  row: Readonly<Record<string, unknown>>,
  { columns, name: table }: ParquetTable,
): Cells | string {
  const cells: Cell[] = [];
  for (const { name, type, nullable } of columns) {
    const value = row[name] ?? null;
    const cell = value === null ? null : CELLS[type](value);
    if (cell === undefined)
      return `Column ${name} of table ${table} is of type ${type}: ${JSON.stringify(value).slice(0, 200)} is not.`;
    if (cell === null && !nullable) return `Column ${name} of table ${table} must not be null.`;
    cells.push(cell);
  }
  return cells;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** A JSON value as its column's; `undefined` when it is of another type. */
const CELLS: Readonly<Record<Column['type'], (value: unknown) => Cell | undefined>> = {
  string: (value) => (isText(value) ? value : undefined),
  double: (value) => (typeof value === 'number' ? value : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  bigint: (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined),
  timestamp: (value) => (isText(value) ? toInstant(value) : undefined),
  'array<string>': (value) => (Array.isArray(value) && value.every(isText) ? value : undefined),
};

const TIMESTAMP = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?$/;

/** Naive UTC text as milliseconds. Text with an offset is no such time: to drop the offset would move it. */
function toInstant(text: string): bigint | undefined {
  const [, date, time, fraction = ''] = TIMESTAMP.exec(text) ?? [];
  const ms = Date.parse(`${date}T${time}.${fraction.padEnd(3, '0')}Z`);
  // Date.parse moves the 31st of a short month, and 24:00, into the next.
  return new Date(ms).getUTCDate() === Number(date?.slice(8)) ? BigInt(ms) : undefined;
}

/** How the rows lie in the file: sorted by name and time, which lakes are read by, or as they are given. @default sorted */
export type RowOrder = 'sorted' | 'as-given';

/** A Parquet file of the rows: zstd, times as TIMESTAMP_MILLIS without a zone. */
export function parquetFile(
  rows: readonly Cells[],
  { columns }: Pick<ParquetTable, 'columns'>,
  order: RowOrder = 'sorted',
): Buffer {
  const written = order === 'sorted' ? sortRows(rows, columns) : rows;
  const file = parquetWriteBuffer({
    schema: [{ name: 'root', num_children: columns.length }, ...columns.flatMap(schemaOf)],
    columnData: columns.map(({ name, type }, i) => ({
      name,
      data: written.map((row) => row[i]),
      // A dictionary or plain encoding of times and volumes is several times larger.
      ...((type === 'timestamp' || type === 'bigint') && { encoding: 'DELTA_BINARY_PACKED' as const }),
    })),
    codec: 'ZSTD',
    compressors: { ZSTD: (bytes) => zstdCompressSync(bytes) },
    rowGroupSize: ROW_GROUP_ROWS,
    createdBy: 'tickerlake',
  });
  return Buffer.from(file);
}

function sortRows(rows: readonly Cells[], columns: readonly Column[]): Cells[] {
  const keys = SORT_COLUMNS.map((name) => columns.findIndex((column) => column.name === name)).filter((i) => i >= 0);
  return rows.toSorted((a, b) => {
    for (const key of keys) {
      const [left = null, right = null] = [a[key], b[key]];
      if (left === right) continue;
      if (left === null || right === null) return left === null ? -1 : 1;
      return left < right ? -1 : 1;
    }
    return 0;
  });
}

const PHYSICAL = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  double: { type: 'DOUBLE' },
  bigint: { type: 'INT64' },
  boolean: { type: 'BOOLEAN' },
  // No logical type: with one a reader takes the time for an instant in some zone. Converted only, it is naive everywhere.
  timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
} as const;

function schemaOf({ name, type, nullable }: Column): SchemaElement[] {
  const repetition_type = nullable ? 'OPTIONAL' : 'REQUIRED';
  if (type !== 'array<string>') return [{ name, repetition_type, ...PHYSICAL[type] }];
  return [
    { name, repetition_type, converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'REQUIRED', ...PHYSICAL.string },
  ];
}
