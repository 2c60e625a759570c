import type { QueryExecution, ResultSet, Row } from '@aws-sdk/client-athena';
import type { CellValue, Column, ResultPage } from '../engine.ts';
import type { AthenaTarget } from './athena-execution.ts';
import { filePages, resultFile } from './athena-result-file.ts';
import { retried } from './athena-retry.ts';
import { readAthenaValue } from './athena-values.ts';

/** Rows of a page, the header included. https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html */
const MAX_PAGE_ROWS = 1000;

/**
 * Rows that are asked for page by page; what a result has beyond them is read from its file on S3. A page is a request
 * that waits for the one before it, and GetQueryResults is throttled at so many a second for the whole account
 * (https://docs.aws.amazon.com/athena/latest/ug/service-limits.html); a file of any length is one request. No answer tells
 * how many rows there are, and only pages tell the columns' types: so the first ones are pages always.
 */
const MAX_ROWS_IN_PAGES = 10_000;

function columnsOf({ ResultSetMetadata: metadata }: ResultSet): Column[] {
  return (metadata?.ColumnInfo ?? []).map(({ Name: name = '', Type: type = 'varchar' }) => ({ name, type }));
}

/** SELECT's first row repeats the columns' names; EXPLAIN and its like have no such row. */
function isHeader(row: Row, columns: readonly Column[]): boolean {
  const cells = row.Data ?? [];
  return cells.length === columns.length && columns.every(({ name }, index) => cells[index]?.VarCharValue === name);
}

function dataRows(rows: readonly Row[], columns: readonly Column[], first: boolean, utility: boolean): readonly Row[] {
  const [row] = rows;
  return first && !utility && row !== undefined && isHeader(row, columns) ? rows.slice(1) : rows;
}

const cellsOf = (row: Row, columns: readonly Column[]): CellValue[] =>
  columns.map(({ type }, index) => readAthenaValue(type, row.Data?.[index]?.VarCharValue));

async function pageOf(target: AthenaTarget, id: string | undefined, token: string | undefined, signal?: AbortSignal) {
  const command = new target.sdk.GetQueryResultsCommand({
    QueryExecutionId: id,
    MaxResults: MAX_PAGE_ROWS,
    ...(token !== undefined && { NextToken: token }),
  });
  const send = () => target.client.send(command, { ...(signal && { abortSignal: signal }) });
  const { ResultSet: set = {}, NextToken: next } = await retried(target.retry, send, () => signal);
  return { columns: columnsOf(set), rows: set.Rows ?? [], next };
}

/** The result of a query that has succeeded, page by page: a large one from its file, where that can be read. */
export async function* resultPages(
  target: AthenaTarget,
  execution: QueryExecution,
  signal: AbortSignal | undefined,
): AsyncGenerator<ResultPage, void, undefined> {
  const { QueryExecutionId: id, StatementType: statement } = execution;
  const object = resultFile(execution);
  const { readObject: read, retry } = target;
  let token: string | undefined;
  let seen = 0;
  do {
    signal?.throwIfAborted();
    const { columns, rows, next } = await pageOf(target, id, token, signal);
    const data = dataRows(rows, columns, seen === 0, statement === 'UTILITY');
    yield { columns, rows: data.map((row) => cellsOf(row, columns)) };
    token = next;
    seen += rows.length;
    if (token !== undefined && seen >= MAX_ROWS_IN_PAGES && read && object) {
      yield* filePages({ read, object, columns, skip: seen, retry, signal });
      return;
    }
  } while (token !== undefined);
}
