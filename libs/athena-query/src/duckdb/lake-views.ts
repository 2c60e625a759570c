import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type ColumnDefinition, type TableDefinition, tables } from '@tickerlake/record-schema';
import { LakeNotFoundError } from '../errors.ts';

const DUCKDB_TYPES: Readonly<Record<ColumnDefinition['type'], string>> = {
  string: 'VARCHAR',
  double: 'DOUBLE',
  bigint: 'BIGINT',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  'array<string>': 'VARCHAR[]',
};

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const name = (value: string): string => `"${value.replaceAll('"', '""')}"`;

/** A folder's name in a pattern, every character of it taken as itself. */
export const inPattern = (dir: string): string => dir.replaceAll(/[[*?]/g, '[$&]');

const keysOf = ({ partitionKeys }: TableDefinition): string[] => partitionKeys.map((key) => key.name);

const globOf = (dir: string, table: TableDefinition): string =>
  join(inPattern(dir), table.name, ...keysOf(table).map((key) => `${key}=*`), '*.parquet');

/** Left to itself DuckDB would take `09` for a number and a date for a date. */
const typesOf = (table: TableDefinition): string =>
  keysOf(table)
    .map((key) => `${text(key)}: VARCHAR`)
    .join(', ');

const filesOf = (dir: string, table: TableDefinition): string =>
  `read_parquet(${text(globOf(dir, table))}, hive_partitioning = true, hive_types = {${typesOf(table)}}, union_by_name = true)`;

/** @throws {LakeNotFoundError} unless the folder exists. */
export async function assertLakeFolder(dir: string): Promise<void> {
  const found = await stat(dir).catch((error: unknown) => {
    throw new LakeNotFoundError(dir, error);
  });
  if (!found.isDirectory()) throw new LakeNotFoundError(dir);
}

/** Whether there is a file below a folder, inside one folder for each of the partition keys. */
async function hasFiles(folder: string, [key, ...inner]: readonly string[]): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  if (key === undefined) return names.some((file) => file.endsWith('.parquet'));
  for (const partition of names) {
    if (partition.startsWith(`${key}=`) && (await hasFiles(join(folder, partition), inner))) return true;
  }
  return false;
}

/**
 * A column as the view gives it. A column that the files have in its own type is passed on untouched, for anything
 * else would keep DuckDB from skipping what a condition on it rules out.
 */
function columnSql(column: ColumnDefinition, present: ReadonlyMap<string, string>): string {
  const type = DUCKDB_TYPES[column.type];
  const found = present.get(column.name);
  if (found === type) return name(column.name);
  if (found === undefined) return `CAST(NULL AS ${type}) AS ${name(column.name)}`;
  const utc = found === 'TIMESTAMP WITH TIME ZONE' ? `timezone('UTC', ${name(column.name)})` : name(column.name);
  return `CAST(${utc} AS ${type}) AS ${name(column.name)}`;
}

async function columnsPresent(connection: DuckDBConnection, source: string): Promise<Map<string, string>> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  return new Map(described.getRows().map(([column, type]) => [String(column), String(type)]));
}

/** Whether a lake's folder holds a file of a table. */
const isFilled = (dir: string, table: TableDefinition): Promise<boolean> =>
  hasFiles(join(dir, table.name), keysOf(table));

/** What a table's view selects. A table without a file is an empty view with all its columns. */
async function viewBody(
  connection: DuckDBConnection,
  dir: string,
  table: TableDefinition,
  filled: boolean,
): Promise<string> {
  const source = filesOf(dir, table);
  const present = filled ? await columnsPresent(connection, source) : new Map<string, string>();
  const columns = table.columns.map((column) => columnSql(column, present));
  const keys = keysOf(table).map((key) => (filled ? name(key) : `CAST(NULL AS VARCHAR) AS ${name(key)}`));
  return `SELECT ${[...columns, ...keys].join(', ')} ${filled ? `FROM ${source}` : 'WHERE false'}`;
}

/** The statement that makes a table's view in a session of its own, over the files that the folder holds now. */
export async function temporaryView(
  connection: DuckDBConnection,
  dir: string,
  table: TableDefinition,
): Promise<string> {
  const body = await viewBody(connection, dir, table, await isFilled(dir, table));
  return `CREATE OR REPLACE TEMP VIEW ${name(table.name)} AS ${body};`;
}

/** The views over a lake's folder. */
export class LakeViews {
  readonly dir: string;
  readonly #filled = new Map<string, boolean>();

  constructor(dir: string) {
    this.dir = dir;
  }

  /** Makes the views anew for tables that got their first file since, or lost their last. */
  async refresh(connection: DuckDBConnection): Promise<void> {
    await assertLakeFolder(this.dir);
    for (const table of Object.values(tables)) {
      const filled = await isFilled(this.dir, table);
      if (this.#filled.get(table.name) === filled) continue;
      const body = await viewBody(connection, this.dir, table, filled);
      await connection.run(`CREATE OR REPLACE VIEW ${name(table.name)} AS ${body}`);
      this.#filled.set(table.name, filled);
    }
  }
}
