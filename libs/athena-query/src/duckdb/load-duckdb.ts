import { EngineMissingError } from '../errors.ts';

/** DuckDB's Node client. */
export type DuckDb = typeof import('@duckdb/node-api');

const importDuckDb = (): Promise<DuckDb> => import('@duckdb/node-api');

/**
 * Loads DuckDB when it is first needed: it is 70 MB, and who asks Athena does without.
 * @throws {EngineMissingError} when it cannot be loaded.
 */
export async function loadDuckDb(load: () => Promise<DuckDb> = importDuckDb): Promise<DuckDb> {
  try {
    return await load();
  } catch (error) {
    throw new EngineMissingError(error);
  }
}
