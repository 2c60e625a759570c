import { zstdDecompressSync } from 'node:zlib';
import { fromRow, type TableName } from '@tickerlake/record-schema';
import { parquetReadObjects } from 'hyparquet';
import type { LogRecord } from '../src/lake-object.ts';

/** A cell as JSON has it: times as naive UTC text, whole numbers as numbers. */
const jsonOf = (cell: unknown): unknown => {
  if (cell instanceof Date) return cell.toISOString().replace('T', ' ').slice(0, 23);
  return typeof cell === 'bigint' ? Number(cell) : cell;
};

/** The records of a Parquet file, in the order of its rows. */
export async function readParquet(table: Exclude<TableName, 'bars'>, bytes: Uint8Array): Promise<LogRecord[]> {
  const rows = await parquetReadObjects({
    file: new Uint8Array(bytes).buffer,
    compressors: { ZSTD: (input) => zstdDecompressSync(input) },
  });
  return rows.map((row) =>
    fromRow(table, Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, jsonOf(cell)]))),
  );
}

/** The table that a key belongs to. */
export const tableOfKey = (key: string): Exclude<TableName, 'bars'> => {
  const table = key.slice(0, key.indexOf('/'));
  if (table === 'quotes' || table === 'forex' || table === 'news') return table;
  throw new TypeError(`The key ${key} is of no table of logs`);
};
