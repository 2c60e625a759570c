import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { tables } from '@tickerlake/record-schema';
import { LakeFileError } from '../errors.ts';
import { sqlLiteral } from '../sql/values.ts';

/** What DuckDB says when bytes make no sense, without always saying whose. */
const DAMAGE = /^(?:Invalid|IO|Serialization) Error:/;

async function* filesOf(dir: string): AsyncGenerator<string> {
  for (const table of Object.keys(tables)) {
    const paths = await readdir(join(dir, table), { recursive: true }).catch(() => []);
    for (const path of paths) if (path.endsWith('.parquet')) yield join(dir, table, path);
  }
}

/** Why a file cannot be read to its end; `undefined` when it can. */
const damageOf = (connection: DuckDBConnection, file: string): Promise<Error | undefined> =>
  connection.run(`SELECT max(COLUMNS(*)) FROM read_parquet(${sqlLiteral(file)})`).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : undefined),
  );

/**
 * The file that made a query fail for damage, found by reading every file of the lake: a query that fails this way has
 * nothing to lose. `undefined` when the failure was another, or no file is damaged.
 */
export async function findDamagedFile(
  connection: DuckDBConnection,
  dir: string,
  cause: unknown,
): Promise<LakeFileError | undefined> {
  if (!(cause instanceof Error) || !DAMAGE.test(cause.message)) return undefined;
  for await (const file of filesOf(dir)) {
    const damage = await damageOf(connection, file);
    if (damage)
      return new LakeFileError(file, damage.message.split('\n')[0] ?? '', { retriable: false, cause: damage });
  }
  return undefined;
}
