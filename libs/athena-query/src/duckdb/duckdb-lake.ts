import { totalmem } from 'node:os';
import { resolve, sep } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { tables } from '@tickerlake/record-schema';
import { QuestionOptionError } from '../errors.ts';
import { type Lake, lakeOver } from '../lake.ts';
import { sqlLiteral } from '../sql/values.ts';
import { assertKnownOptions, assertText, assertWhole } from '../options.ts';
import { DuckDbEngine } from './duckdb-engine.ts';
import { fromDuckDb } from './duckdb-errors.ts';
import { inPattern, LakeViews } from './lake-views.ts';
import { loadDuckDb } from './load-duckdb.ts';
import { preludeSql } from './prelude.ts';

/** What to open, and how much of the machine to use for it. */
export interface DuckDbLakeOptions {
  /** The lake's folder, which holds `bars/dt=YYYY-MM-DD/*.parquet` and `quotes|forex|news/dt=YYYY-MM-DD/hour=HH/*.parquet`. */
  readonly dir: string;
  /**
   * Memory that DuckDB may use, bytes, at least 64 MiB. A query that needs more fails with {@link DuckDbQueryError};
   * nothing is written to disk.
   * @default half of the machine's memory
   */
  readonly maxMemoryBytes?: number;
  /** Threads that DuckDB may use, 1–256. @default one per core */
  readonly threads?: number;
}

const MIN_MEMORY_BYTES = 64 * 1024 * 1024;

/**
 * Nothing but the lake's folder can be read, nothing be written, and none of this be changed by a query. The folder is
 * named as itself and as the pattern by which the views look into it.
 */
const confinement = (dir: string): string => `
  SET temp_directory = '';
  SET allowed_directories = [${sqlLiteral(dir)}, ${sqlLiteral(inPattern(dir))}];
  SET enable_external_access = false;
  SET lock_configuration = true;`;

/**
 * DuckDB would keep what it read of a file and, where another file takes its name soon after, mix the two up: seen with
 * 1.5, as a file that "cannot be decompressed". The operating system keeps files in memory anyway.
 *
 * The optimizer that is left out answers min and max from the files' statistics; DuckDB 1.5 fails on a partition column, which
 * has none ("Attempted to access index 11 within vector of size 11").
 */
const SETTINGS = `
  SET GLOBAL enable_external_file_cache = false;
  SET GLOBAL disabled_optimizers = 'statistics_propagation';
  SET GLOBAL TimeZone = 'UTC';
  SET GLOBAL integer_division = true;
  SET GLOBAL preserve_insertion_order = false;`;

function configOf({ maxMemoryBytes = Math.floor(totalmem() / 2), threads }: DuckDbLakeOptions): Record<string, string> {
  return {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: `${Math.floor(maxMemoryBytes / 1024)}KiB`,
    ...(threads !== undefined && { threads: String(threads) }),
  };
}

const PARTITIONS = Object.values(tables).flatMap(({ partitionKeys }) => partitionKeys.map(({ name }) => name));

/** DuckDB would take the folder's name for the partition of everything below it. */
export function assertNoPartitionAbove(dir: string): void {
  const above = resolve(dir)
    .split(sep)
    .find((part) => PARTITIONS.some((key) => part.startsWith(`${key}=`)));
  if (above === undefined) return;
  throw new QuestionOptionError(
    'dir',
    `dir lies in a folder called ${above}, which reads as a partition: move the lake out of it.`,
  );
}

function assertOptions(options: DuckDbLakeOptions): void {
  assertKnownOptions('openDuckDbLake', options, ['dir', 'maxMemoryBytes', 'threads']);
  assertText('dir', options.dir);
  assertNoPartitionAbove(options.dir);
  if (options.maxMemoryBytes !== undefined) {
    assertWhole('maxMemoryBytes', options.maxMemoryBytes, MIN_MEMORY_BYTES, Number.MAX_SAFE_INTEGER);
  }
  if (options.threads !== undefined) assertWhole('threads', options.threads, 1, 256);
}

/** Settings and views in this order: the views' files are looked at under the very limits that queries have. */
async function prepare(connection: DuckDBConnection, dir: string, views: LakeViews): Promise<void> {
  await connection.run(SETTINGS);
  await connection.run(preludeSql());
  await connection.run(confinement(dir));
  await views.refresh(connection);
}

/**
 * Opens a lake in a folder, read by DuckDB (`npm install @duckdb/node-api`). Files that arrive later are seen by the
 * next query.
 * @throws {LakeNotFoundError} when the folder does not exist, {@link LakeFileError} for a file that is no Parquet,
 * {@link EngineMissingError} without DuckDB, {@link QuestionOptionError} for options that make no sense.
 */
export async function openDuckDbLake(options: DuckDbLakeOptions): Promise<Lake> {
  assertOptions(options);
  const dir = resolve(options.dir);
  const duckdb = await loadDuckDb();
  const instance = await duckdb.DuckDBInstance.create(':memory:', configOf(options));
  const views = new LakeViews(dir);
  const connection = await instance.connect();
  try {
    await prepare(connection, dir, views);
  } catch (error) {
    connection.closeSync();
    instance.closeSync();
    throw fromDuckDb(error);
  }
  connection.closeSync();
  return lakeOver(new DuckDbEngine(duckdb, instance, views));
}
