import {
  type AbortableOperationOptions,
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  DialectAdapterBase,
  type Driver,
  Kysely,
  type QueryResult,
} from 'kysely';
import { collectPages, type QueryEngine, type QueryText, type ResultPage, toObjects } from '../engine.ts';
import { ReadOnlyError } from '../errors.ts';
import { readTables } from './introspection.ts';
import { TrinoQueryCompiler } from './trino-compiler.ts';
import { sqlValues } from './values.ts';

const textOf = ({ sql, parameters }: CompiledQuery): QueryText => ({ sql, parameters: sqlValues(parameters) });

/** Kysely knows the rows' type from the query; at run time they are what the engine gives. */
const rowsOf = <Row>(page: ResultPage): QueryResult<Row> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a driver's interface asks for this very promise.
  ({ rows: toObjects(page) as Row[] });

class EngineConnection implements DatabaseConnection {
  readonly #engine: QueryEngine;

  constructor(engine: QueryEngine) {
    this.#engine = engine;
  }

  async executeQuery<R>(query: CompiledQuery, { signal }: AbortableOperationOptions = {}): Promise<QueryResult<R>> {
    return rowsOf(await collectPages(this.#engine.pages(textOf(query), { signal })));
  }

  async *streamQuery<R>(
    query: CompiledQuery,
    _chunkSize: number,
    { signal }: AbortableOperationOptions = {},
  ): AsyncIterableIterator<QueryResult<R>> {
    for await (const page of this.#engine.pages(textOf(query), { signal })) yield rowsOf(page);
  }
}

const noTransactions = (): Promise<never> =>
  Promise.reject(new ReadOnlyError('this is a transaction: a lake has none, every query stands alone'));

class EngineDriver implements Driver {
  readonly #engine: QueryEngine;

  constructor(engine: QueryEngine) {
    this.#engine = engine;
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(new EngineConnection(this.#engine));
  }

  beginTransaction = noTransactions;
  commitTransaction = noTransactions;
  rollbackTransaction = noTransactions;

  async releaseConnection(): Promise<void> {}

  destroy(): Promise<void> {
    return this.#engine.close();
  }
}

class ReadingAdapter extends DialectAdapterBase {
  override get supportsCreateIfNotExists(): boolean {
    return false;
  }

  override acquireMigrationLock = noTransactions;
  override releaseMigrationLock = noTransactions;
}

/** Kysely's dialect over an engine that runs Trino SQL. */
export class TrinoDialect implements Dialect {
  readonly #engine: QueryEngine;

  constructor(engine: QueryEngine) {
    this.#engine = engine;
  }

  createDriver(): Driver {
    return new EngineDriver(this.#engine);
  }

  createQueryCompiler(): TrinoQueryCompiler {
    return new TrinoQueryCompiler();
  }

  createAdapter(): ReadingAdapter {
    return new ReadingAdapter();
  }

  createIntrospector(): DatabaseIntrospector {
    return {
      getSchemas: async () =>
        [...new Set((await readTables(this.#engine)).map(({ schema }) => schema ?? ''))].map((name) => ({ name })),
      getTables: () => readTables(this.#engine),
    };
  }
}

/** A Kysely that asks an engine. */
export const kyselyOver = <Tables>(engine: QueryEngine): Kysely<Tables> =>
  new Kysely({ dialect: new TrinoDialect(engine) });
