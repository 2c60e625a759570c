import type { ReadonlyKysely } from 'kysely/readonly';
import {
  type CellValue,
  collectPages,
  type QueryEngine,
  type ResultPage,
  type RunOptions,
  toObjects,
} from './engine.ts';
import type { LakeTables } from './lake-tables.ts';
import type { Question } from './questions/question.ts';
import { readingStatement } from './sql/text-rules.ts';
import { kyselyOver } from './sql/trino-dialect.ts';
import type { SqlValue } from './sql/values.ts';

/** A lake that can be asked, whichever engine reads it. */
export interface Lake {
  /**
   * The rows that answer a ready-made question, all of them, in the question's order.
   * @throws {LakeQueryError} one of its subclasses; the signal's reason when it is aborted.
   */
  ask<Row>(question: Question<Row>, options?: RunOptions): Promise<Row[]>;
  /** As {@link ask}, row by row as the engine gives them: for answers that are too long to hold. Leaving the loop ends it. */
  stream<Row>(question: Question<Row>, options?: RunOptions): AsyncGenerator<Row, void, undefined>;
  /** The typed query builder over the lake's tables. It writes Trino SQL for either engine. */
  readonly db: ReadonlyKysely<LakeTables>;
  /**
   * Runs one reading statement in the engine's own SQL. Rows are arrays in the columns' order.
   * @param text one SELECT, WITH, VALUES or EXPLAIN statement.
   * @param parameters values for its `?`, which Athena takes in WHERE only.
   * @throws {ReadOnlyError} for any other statement; else as {@link ask} does.
   */
  sql(text: string, parameters?: readonly SqlValue[], options?: RunOptions): Promise<ResultPage>;
  /** Frees the engine; queries that still run are stopped. */
  close(): Promise<void>;
}

/** Kysely as its own documentation narrows it: what would write is no longer offered. */
const readingKysely = (engine: QueryEngine): ReadonlyKysely<LakeTables> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the narrower type is a view of the same object.
  kyselyOver<LakeTables>(engine) as unknown as ReadonlyKysely<LakeTables>;

/** A lake over an engine. */
export function lakeOver(engine: QueryEngine): Lake {
  async function* stream<Row>(question: Question<Row>, options: RunOptions = {}) {
    for await (const page of engine.pages(question.compile(), options)) {
      for (const row of toObjects(page)) yield question.decode(row);
    }
  }
  return {
    async ask<Row>(question: Question<Row>, options: RunOptions = {}): Promise<Row[]> {
      const result = await collectPages(engine.pages(question.compile(), options));
      return toObjects(result).map((row: Readonly<Record<string, CellValue>>) => question.decode(row));
    },
    stream,
    db: readingKysely(engine),
    async sql(text, parameters = [], options = {}): Promise<ResultPage> {
      return collectPages(engine.pages({ sql: readingStatement(text).statement, parameters }, options));
    },
    close: () => engine.close(),
  };
}
