import type { SqlValue } from './sql/values.ts';

/** A query as an engine takes it. */
export interface QueryText {
  /** Trino SQL; each `?` stands for a parameter. */
  readonly sql: string;
  /** In the order of the `?`. */
  readonly parameters: readonly SqlValue[];
}

/** A column of a result. */
export interface Column {
  readonly name: string;
  /** The type's Trino name, such as `varchar`, `double`, `timestamp`. */
  readonly type: string;
}

/**
 * A value of a result. `bigint` columns come as `number` when they are safe integers and as `bigint` beyond 2^53;
 * `timestamp` as `Date` (taken as UTC; digits finer than milliseconds are cut off); `date` as `YYYY-MM-DD`; `decimal` as
 * text with every digit; arrays, maps and rows as the text that Athena shows for them.
 */
export type CellValue = string | number | bigint | boolean | Date | null;

/** Some rows of a result, in order; every page names the columns, so that a result of no rows does too. */
export interface ResultPage {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly CellValue[])[];
}

/** What a query took. */
export interface QueryStatistics {
  readonly engine: 'athena' | 'duckdb';
  /** From asking to the last row, milliseconds. */
  readonly elapsedMs: number;
  readonly rows: number;
  /** Athena's id of the query. */
  readonly queryExecutionId?: string;
  /** Bytes that Athena read from S3. */
  readonly bytesScanned?: number;
  /** Bytes that Athena bills: the scanned ones rounded up to whole megabytes, at least 10 MB. */
  readonly bytesBilled?: number;
  /** What the billed bytes cost, US dollars. */
  readonly costUsd?: number;
  /** How long the query waited for its turn, milliseconds. */
  readonly queueMs?: number;
  /** Whether Athena gave the answer of an earlier query again, which costs nothing. */
  readonly reused?: boolean;
}

/** How far a query of Athena is. */
export interface QueryProgress {
  readonly state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED';
  readonly queryExecutionId: string;
  /** Bytes that it has read from S3 so far. */
  readonly bytesScanned: number;
}

/** How to run a query. */
export interface RunOptions {
  /** Stops the query, on the engine too; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called at each look at a query that runs on Athena; what it throws stops the query. DuckDB tells nothing. */
  readonly onProgress?: ((progress: QueryProgress) => void) | undefined;
  /** Called once, after the last row. */
  readonly onStatistics?: ((statistics: QueryStatistics) => void) | undefined;
}

/** Something that runs Trino SQL. Both engines, and the fakes of the tests, have this shape. */
export interface QueryEngine {
  /** Runs a reading query; gives at least one page. Leaving the loop early frees what the query holds. */
  pages(query: QueryText, options: RunOptions): AsyncGenerator<ResultPage, void, undefined>;
  close(): Promise<void>;
}

/** Every page of a result in one. */
export async function collectPages(pages: AsyncIterable<ResultPage>): Promise<ResultPage> {
  let columns: readonly Column[] = [];
  const rows: (readonly CellValue[])[] = [];
  for await (const page of pages) {
    columns = page.columns;
    for (const row of page.rows) rows.push(row);
  }
  return { columns, rows };
}

/** Rows as objects, keys = column names. */
export function toObjects({ columns, rows }: ResultPage): Record<string, CellValue>[] {
  return rows.map((row) => {
    const object: Record<string, CellValue> = {};
    for (let index = 0; index < columns.length; index++) object[columns[index]?.name ?? ''] = row[index] ?? null;
    return object;
  });
}
