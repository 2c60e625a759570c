import { resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { tables } from '@tickerlake/record-schema';
import { assertKnownOptions, assertText } from '../options.ts';
import type { QueryText } from '../engine.ts';
import type { Question } from '../questions/question.ts';
import { tokenise } from '../sql/tokens.ts';
import { sqlLiteral } from '../sql/values.ts';
import { fromDuckDb } from './duckdb-errors.ts';
import { assertNoPartitionAbove } from './duckdb-lake.ts';
import { assertLakeFolder, temporaryView } from './lake-views.ts';
import { loadDuckDb } from './load-duckdb.ts';
import { temporaryPreludeSql } from './prelude.ts';

/** Where the script is to read. */
export interface DuckDbScriptOptions {
  /** The lake's folder. It stands in the script as given here: a relative one is looked for where the script is run. */
  readonly dir: string;
}

/** Two that the text relies on, and one around a fault of DuckDB 1.5: it fails on min and max of a partition column. */
const SETTINGS = `SET TimeZone = 'UTC';
SET integer_division = true;
SET disabled_optimizers = 'statistics_propagation';`;

/** The text with every `?` replaced by its value. */
function withValues({ sql, parameters }: QueryText): string {
  const places = tokenise(sql).filter(({ kind }) => kind === 'parameter');
  const pieces = [0, ...places.map(({ start }) => start + 1)].map((from, index) =>
    sql.slice(from, places[index]?.start),
  );
  return pieces.map((piece, index) => (index < places.length ? piece + sqlLiteral(parameters[index]) : piece)).join('');
}

async function viewsOf(connection: DuckDBConnection, dir: string, sql: string): Promise<string[]> {
  const named = new Set(tokenise(sql).map(({ text }) => text));
  const read = Object.values(tables).filter(({ name }) => named.has(`"${name}"`));
  return Promise.all(read.map((table) => temporaryView(connection, dir, table)));
}

/**
 * A question as a script that any DuckDB (tried with 1.5) runs by itself, in Python or on its own command line: settings, the Trino
 * names that DuckDB lacks, a view for each table over the folder's files as they are now, and the question, which is the
 * last statement. Macros and views last as long as the session, and so do the settings: give it a connection of its own.
 * Times in its result are `TIMESTAMP`s in UTC.
 * @throws {LakeNotFoundError} when the folder does not exist, {@link LakeFileError} for a file that is no Parquet,
 * {@link EngineMissingError} without DuckDB, {@link QuestionOptionError} for options that make no sense.
 */
export async function duckDbScript(question: Question<unknown>, options: DuckDbScriptOptions): Promise<string> {
  assertKnownOptions('duckDbScript', options, ['dir']);
  assertText('dir', options.dir);
  assertNoPartitionAbove(options.dir);
  const text = question.compile();
  await assertLakeFolder(resolve(options.dir));
  const duckdb = await loadDuckDb();
  const instance = await duckdb.DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const views = await viewsOf(connection, options.dir, text.sql);
    return `${[SETTINGS, temporaryPreludeSql(), ...views, `${withValues(text)};`].join('\n')}\n`;
  } catch (error) {
    throw fromDuckDb(error);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
