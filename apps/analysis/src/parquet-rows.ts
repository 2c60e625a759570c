import type { Cells } from '@tickerlake/parquet-file';
import type { ColumnType, TypedColumn } from './column-types.ts';
import { CommandError } from './failures.ts';
import { type Cell, cellOf } from './cells.ts';

type ParquetCell = Cells[number];

/** Columns and rows as a Parquet file, in the rows' order. Times are UTC without a zone, as in the lake's own files. */
export async function parquetRows(types: readonly TypedColumn[], rows: readonly object[]): Promise<Uint8Array> {
  const { parquetFile } = await import('@tickerlake/parquet-file');
  const columns = types.map(([name, type]) => ({ name, type, nullable: true, comment: '' }));
  const cells = rows.map((row) => columns.map(({ name, type }) => parquetCell(name, type, cellOf(row, name))));
  return parquetFile(cells, { columns }, 'as-given');
}

function parquetCell(name: string, type: ColumnType, cell: Cell): ParquetCell {
  if (cell === null) return null;
  const value = CELLS[type](cell);
  if (value !== undefined) return value;
  throw new CommandError(
    `Column ${name} holds ${String(cell)}, which a Parquet column of type ${type} cannot: cast it to varchar, or take --format csv.`,
  );
}

/** A value as its column's; `undefined` when the column cannot hold it. */
const CELLS: Readonly<Record<ColumnType, (cell: NonNullable<Cell>) => ParquetCell | undefined>> = {
  string: String,
  double: (cell) => (typeof cell === 'number' || typeof cell === 'bigint' ? Number(cell) : undefined),
  boolean: (cell) => (typeof cell === 'boolean' ? cell : undefined),
  bigint: (cell) => (isWhole(cell) ? int64(BigInt(cell)) : undefined),
  timestamp: (cell) => (typeof cell === 'string' ? instant(cell) : undefined),
  'array<string>': (cell) => (typeof cell === 'object' ? [...cell] : undefined),
};

const isWhole = (cell: Cell): cell is number | bigint => typeof cell === 'bigint' || Number.isInteger(cell);
const int64 = (value: bigint): bigint | undefined => (BigInt.asIntN(64, value) === value ? value : undefined);

/** `2026-11-20 09:31:00-05:00`, or without an offset a time in UTC, as milliseconds since 1970 UTC. */
function instant(text: string): bigint | undefined {
  const [, date, time, offset = 'Z'] = /^(\d{4}-\d\d-\d\d)[ T]([\d:.]+)(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const ms = Date.parse(`${date}T${time}${offset}`);
  return Number.isNaN(ms) ? undefined : BigInt(ms);
}
