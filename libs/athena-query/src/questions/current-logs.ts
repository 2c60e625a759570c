import { type ColumnDefinition, tables } from '@tickerlake/record-schema';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { LogTable } from '../lake-tables.ts';
import { builder } from './question.ts';
import { allOf, isSimulated, type RowScope, rowsInScope } from './row-scope.ts';

/** What makes two rows versions of one thing. A story keeps its id when its publisher corrects all else, its time too. */
const IDENTITY: Readonly<Record<LogTable, readonly string[]>> = {
  quotes: ['name', 'ts'],
  forex: ['name', 'ts'],
  news: ['id'],
};

const descending = (table: LogTable, { name, type }: ColumnDefinition): RawBuilder<unknown> => {
  const column = sql.id(table, name);
  return sql`${type === 'array<string>' ? sql`array_join(${column}, ',')` : column} DESC NULLS LAST`;
};

const isObservation = ({ name }: ColumnDefinition): boolean => name === 'observed_at';

/**
 * The place of a row among its versions, 1 for the one that counts: the newest observed. Delivery is at least once and
 * publishers correct themselves, so any row may be there again, equal or not. What was observed at the same time, or at no known
 * time, is ordered by content, so that the answer is always the same. The two markets do not take each other's place.
 */
export function age(table: LogTable): RawBuilder<number> {
  const identity = IDENTITY[table];
  const { columns } = tables[table];
  const contents = columns.filter((column) => !identity.includes(column.name) && !isObservation(column));
  const order = [...columns.filter(isObservation), ...contents].map((column) => descending(table, column));
  const same = [...identity.map((column) => sql.id(table, column)), isSimulated(table)];
  return sql<number>`row_number() OVER (PARTITION BY ${sql.join(same)} ORDER BY ${sql.join(order)})`;
}

/**
 * Every story of the days once, in the version that counts of those that the days hold. Which companies it is about may
 * change from version to version, so that can be asked of these rows only.
 */
export const currentStories = (scope: RowScope) =>
  builder
    .selectFrom((db) =>
      db
        .selectFrom('news')
        .selectAll('news')
        .select([age('news').as('age'), isSimulated('news').as('simulated')])
        .where(allOf(rowsInScope('news', scope)))
        .as('versions'),
    )
    .selectAll('versions')
    .where('versions.age', '=', sql.lit(1));

/** Whether a pair and day, of what was asked for, has simulated rates only. */
const madeUp = sql<boolean>`bool_and(${isSimulated('forex')}) OVER (PARTITION BY "forex"."name", "forex"."dt")`;

/**
 * Every rate once, in the version that counts, of one market for each pair and day: the real one where there is any, as
 * for bars.
 */
export function currentRates(scope: RowScope, pairs: readonly string[] | undefined) {
  const conditions = rowsInScope('forex', scope);
  if (pairs) conditions.push(sql<SqlBool>`"forex"."name" IN (${sql.join(pairs)})`);
  return builder
    .selectFrom((db) =>
      db
        .selectFrom('forex')
        .select(['forex.name', 'forex.dt', 'forex.hour', 'forex.ts', 'forex.bid', 'forex.ask'])
        .select([age('forex').as('age'), isSimulated('forex').as('simulated'), madeUp.as('made_up')])
        .where(allOf(conditions))
        .as('versions'),
    )
    .selectAll('versions')
    .where('versions.age', '=', sql.lit(1))
    .whereRef('versions.simulated', '=', 'versions.made_up');
}
