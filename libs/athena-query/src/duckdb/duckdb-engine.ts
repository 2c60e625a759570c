import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement, DuckDBResult } from '@duckdb/node-api';
import type { Column, QueryEngine, QueryText, ResultPage, RunOptions } from '../engine.ts';
import { DuckDbQueryError, LakeClosedError, ReadOnlyError } from '../errors.ts';
import { readingStatement } from '../sql/text-rules.ts';
import { findDamagedFile } from './damaged-file.ts';
import { fromDuckDb } from './duckdb-errors.ts';
import { bindValues, readDuckDbValue, trinoType } from './duckdb-values.ts';
import type { LakeViews } from './lake-views.ts';
import type { DuckDb } from './load-duckdb.ts';

const INTERRUPT_EVERY_MS = 50;

function columnsOf(duckdb: DuckDb, result: DuckDBResult): Column[] {
  const types = result.columnTypes();
  return result.columnNames().map((name, index) => {
    const type = types[index];
    return { name, type: type ? trinoType(duckdb, type) : 'unknown' };
  });
}

/**
 * Interrupts what a connection runs once the signal is aborted. An interrupt in the moment before DuckDB starts is
 * forgotten by it, hence again and again until the query has ended.
 */
function interruptOn(signal: AbortSignal, connection: DuckDBConnection): () => void {
  let again: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    again = setInterval(() => connection.interrupt(), INTERRUPT_EVERY_MS);
  };
  signal.addEventListener('abort', interrupt);
  return () => {
    signal.removeEventListener('abort', interrupt);
    clearInterval(again);
  };
}

/** Runs queries on a DuckDB that has the lake's views. Every query has a connection of its own, so they run side by side. */
export class DuckDbEngine implements QueryEngine {
  readonly #duckdb: DuckDb;
  readonly #instance: DuckDBInstance;
  readonly #views: LakeViews;
  readonly #now: () => number;
  readonly #closing = new AbortController();
  #refreshing: Promise<void> = Promise.resolve();

  constructor(duckdb: DuckDb, instance: DuckDBInstance, views: LakeViews, now: () => number = () => performance.now()) {
    this.#duckdb = duckdb;
    this.#instance = instance;
    this.#views = views;
    this.#now = now;
  }

  async *pages(query: QueryText, { signal, onStatistics }: RunOptions): AsyncGenerator<ResultPage, void, undefined> {
    const either = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    either.throwIfAborted();
    const startedMs = this.#now();
    const connection = await this.#instance.connect();
    const stopListening = interruptOn(either, connection);
    let rows = 0;
    try {
      for await (const page of this.#run(connection, query, either)) {
        rows += page.rows.length;
        yield page;
      }
    } catch (error) {
      either.throwIfAborted();
      throw await this.#failure(connection, error);
    } finally {
      stopListening();
      connection.closeSync();
    }
    onStatistics?.({ engine: 'duckdb', elapsedMs: this.#now() - startedMs, rows });
  }

  async *#run(
    connection: DuckDBConnection,
    query: QueryText,
    signal: AbortSignal,
  ): AsyncGenerator<ResultPage, void, undefined> {
    await this.#refresh(connection);
    const statement = await this.#prepare(connection, query.sql);
    bindValues(this.#duckdb, statement, query.parameters);
    signal.throwIfAborted();
    const result = await statement.stream();
    const columns = columnsOf(this.#duckdb, result);
    yield { columns, rows: [] };
    for await (const chunk of result) {
      signal.throwIfAborted();
      yield { columns, rows: chunk.getRows().map((row) => row.map((value) => readDuckDbValue(this.#duckdb, value))) };
    }
  }

  async #failure(connection: DuckDBConnection, error: unknown): Promise<unknown> {
    const failure = fromDuckDb(error);
    if (!(failure instanceof DuckDbQueryError)) return failure;
    return (await findDamagedFile(connection, this.#views.dir, error)) ?? failure;
  }

  /** One at a time: two queries must not create one view at once. */
  #refresh(connection: DuckDBConnection): Promise<void> {
    this.#refreshing = this.#refreshing.catch(() => {}).then(() => this.#views.refresh(connection));
    return this.#refreshing;
  }

  /**
   * Prepares a statement and makes sure that it only reads. The text was looked at before; here DuckDB's own parser
   * has the last word.
   */
  async #prepare(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
    const { statement, explains } = readingStatement(sql);
    const prepared = await this.#prepareSelect(connection, explains ?? statement);
    return explains === undefined ? prepared : connection.prepare(statement);
  }

  async #prepareSelect(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) throw new ReadOnlyError(`there are ${statements.count}`);
    const prepared = await statements.prepare(0);
    const { StatementType } = this.#duckdb;
    if (prepared.statementType === StatementType.SELECT) return prepared;
    throw new ReadOnlyError(`this one is ${StatementType[prepared.statementType]}`);
  }

  close(): Promise<void> {
    if (!this.#closing.signal.aborted) {
      this.#closing.abort(new LakeClosedError());
      this.#instance.closeSync();
    }
    return Promise.resolve();
  }
}
