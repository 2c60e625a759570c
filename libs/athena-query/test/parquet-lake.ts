import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bar, partitionOf, type Row, tables, toRow } from '@tickerlake/record-schema';
import { parquetWriteBuffer } from 'hyparquet-writer';

const TYPES = {
  string: 'STRING',
  double: 'DOUBLE',
  bigint: 'INT64',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  'array<string>': 'JSON',
} as const;

function cellOf(type: keyof typeof TYPES, cell: Row[string] | undefined): unknown {
  if (cell === null || cell === undefined) return null;
  if (type === 'timestamp') return new Date(`${String(cell).replace(' ', 'T')}Z`);
  return type === 'bigint' ? BigInt(Number(cell)) : cell;
}

const columnsOf = (rows: readonly Row[], without: readonly string[]) =>
  tables.bars.columns
    .filter(({ name }) => !without.includes(name))
    .map(({ name, type }) => ({
      name,
      type: TYPES[type],
      data: rows.map((row) => cellOf(type, row[name])),
      nullable: true,
    }));

/** One Parquet file of bars, as the pipeline's writer makes it; `without` leaves columns out, as an older writer did. */
export async function writeBars(file: string, bars: readonly Bar[], without: readonly string[] = []): Promise<void> {
  const columnData = columnsOf(
    bars.map((bar) => toRow(bar)),
    without,
  ) as Parameters<typeof parquetWriteBuffer>[0]['columnData'];
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 100 })));
}

/** A lake of bars in partitions by New York date. What comes in several files of a day is dealt out in turn. */
export async function writeLake(dir: string, bars: readonly Bar[], filesPerDay = 2): Promise<void> {
  const files = new Map<string, Bar[]>();
  for (const [index, bar] of bars.entries()) {
    const file = join(dir, 'bars', `dt=${partitionOf(bar).dt}`, `part-${index % filesPerDay}.parquet`);
    files.set(file, [...(files.get(file) ?? []), bar]);
  }
  await rm(join(dir, 'bars'), { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  for (const [file, of] of files) await writeBars(file, of);
}
