import type { QueryExecution, ResultSet, Row } from '@aws-sdk/client-athena';
import type { CellValue, Column, ResultPage } from '../engine.ts';
import type { AthenaTarget } from './athena-execution.ts';
import { readAthenaValue } from './athena-values.ts';

/** Rows of a page, the header included. https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html */
export const MAX_PAGE_ROWS = 1000;

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

/** The result of a query that has succeeded, page by page. */
export async function* resultPages(
  { sdk, client }: AthenaTarget,
  { QueryExecutionId: id, StatementType: statement }: QueryExecution,
  signal: AbortSignal | undefined,
): AsyncGenerator<ResultPage, void, undefined> {
  let token: string | undefined;
  let first = true;
  do {
    signal?.throwIfAborted();
    const command = new sdk.GetQueryResultsCommand({
      QueryExecutionId: id,
      MaxResults: MAX_PAGE_ROWS,
      ...(token !== undefined && { NextToken: token }),
    });
    const { ResultSet: set = {}, NextToken: next } = await client.send(command);
    const columns = columnsOf(set);
    const rows = dataRows(set.Rows ?? [], columns, first, statement === 'UTILITY');
    yield { columns, rows: rows.map((row) => cellsOf(row, columns)) };
    [token, first] = [next, false];
  } while (token !== undefined);
}
