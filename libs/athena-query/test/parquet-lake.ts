import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ColumnDefinition,
  type MarketRecord,
  partitionOf,
  type Row,
  tableOf,
  tables,
  toRow,
} from '@tickerlake/record-schema';
import { parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';

const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const TYPES = {
  string: TEXT,
  double: { type: 'DOUBLE' },
  bigint: { type: 'INT64' },
  boolean: { type: 'BOOLEAN' },
  timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
} as const;

const schemaOf = ({ name, type }: ColumnDefinition): SchemaElement[] =>
  type === 'array<string>'
    ? [
        { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', repetition_type: 'OPTIONAL', ...TEXT },
      ]
    : [{ name, repetition_type: 'OPTIONAL', ...TYPES[type] }];

function cellOf({ name, type }: ColumnDefinition, row: Row): unknown {
  const cell = row[name] ?? null;
  if (cell === null) return null;
  if (type === 'timestamp') return BigInt(Date.parse(`${String(cell).replace(' ', 'T')}Z`));
  return type === 'bigint' ? BigInt(Number(cell)) : cell;
}

/** One Parquet file of one kind of record, as the pipeline's writers make it; `without` leaves columns out, as an older writer did. */
export async function writeRecords(
  file: string,
  records: readonly MarketRecord[],
  without: readonly string[] = [],
): Promise<void> {
  const rows = records.map((record) => toRow(record));
  const table = tables[records[0] ? tableOf(records[0]) : 'bars'];
  const columns = table.columns.filter(({ name }) => !without.includes(name));
  const bytes = parquetWriteBuffer({
    schema: [{ name: 'root', num_children: columns.length }, ...columns.flatMap(schemaOf)],
    columnData: columns.map((column) => ({ name: column.name, data: rows.map((row) => cellOf(column, row)) })),
    rowGroupSize: 100,
  });
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, new Uint8Array(bytes));
}

/** The folder of a record's partition, such as `forex/dt=2024-11-29/hour=09`. */
const folderOf = (record: MarketRecord): string =>
  join(tableOf(record), ...Object.entries(partitionOf(record)).map(([key, value]) => `${key}=${value}`));

/** A lake of records in their partitions. What comes in several files of a partition is dealt out in turn. */
export async function writeLake(dir: string, records: readonly MarketRecord[], filesPerPartition = 2): Promise<void> {
  const files = new Map<string, MarketRecord[]>();
  for (const [index, record] of records.entries()) {
    const file = join(dir, folderOf(record), `part-${index % filesPerPartition}.parquet`);
    files.set(file, [...(files.get(file) ?? []), record]);
  }
  for (const table of Object.keys(tables)) await rm(join(dir, table), { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  for (const [file, of] of files) await writeRecords(file, of);
}
