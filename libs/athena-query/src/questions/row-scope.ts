import type { TableName } from '@tickerlake/record-schema';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Days, Market } from './scope-options.ts';

/** Which rows of a table are read, whatever they hold. */
export interface RowScope extends Days {
  readonly market: Market | undefined;
}

export const allOf = (conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.join(conditions, sql` AND `)}`;

/** The rows of the asked days and market. The dates prune partitions. */
export function rowsInScope(table: TableName, { from, to, market }: RowScope): RawBuilder<SqlBool>[] {
  const source = sql.id(table, 'source');
  const conditions = [sql<SqlBool>`${sql.id(table, 'dt')} BETWEEN ${from} AND ${to}`];
  if (market === 'simulated') conditions.push(sql<SqlBool>`${source} = 'simulated'`);
  if (market === 'real') conditions.push(sql<SqlBool>`(${source} IS NULL OR ${source} <> 'simulated')`);
  return conditions;
}

/** Whether a row of that table is of the simulated market; one that does not say where it is from is not. */
export const isSimulated = (table: string): RawBuilder<boolean> =>
  sql<boolean>`coalesce(${sql.id(table, 'source')} = 'simulated', false)`;
