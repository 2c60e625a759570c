import { BAR_INTERVALS } from '@tickerlake/record-schema';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { BarScope } from './bar-scope.ts';
import { builder } from './question.ts';
import { allOf, rowsInScope } from './row-scope.ts';
import { inRegularSession } from './session-time.ts';

/** The bars of the asked days, companies and market, whatever their interval and hour. The dates prune partitions. */
export function inScope(scope: BarScope): RawBuilder<SqlBool> {
  const conditions = rowsInScope('bars', scope);
  if (scope.symbols) conditions.push(sql<SqlBool>`"bars"."name" IN (${sql.join(scope.symbols)})`);
  return allOf(conditions);
}

/** The bars that an answer is made of, but for the choice of one market: {@link inScope}, the interval and the hours asked for. */
export function asked(scope: BarScope): RawBuilder<SqlBool> {
  const conditions = [inScope(scope)];
  if (scope.interval !== undefined) conditions.push(sql<SqlBool>`"bars"."interval" = ${scope.interval}`);
  if (!scope.extendedHours) conditions.push(inRegularSession(scope));
  return allOf(conditions);
}

const intervalRank = (table: RawBuilder<unknown>): RawBuilder<number> => {
  const ranks = BAR_INTERVALS.map((interval, rank) => sql`WHEN ${sql.lit(interval)} THEN ${sql.lit(rank)}`);
  const known = sql`CASE ${table}."interval" ${sql.join(ranks, sql` `)} ELSE ${sql.lit(BAR_INTERVALS.length)} END`;
  return sql<number>`CASE WHEN ${table}."interval" IS NULL THEN ${sql.lit(BAR_INTERVALS.length + 1)} ELSE ${known} END`;
};

/**
 * How a bar's market and interval rank among those of its company and day; the lowest is read. Real bars come before
 * simulated ones and, when no interval is asked for, finer intervals before coarser, those without a name last.
 */
export function marketRank(scope: BarScope, tableName: 'bars' | 'slices'): RawBuilder<number> {
  const table = sql.id(tableName);
  const market = sql<number>`CASE WHEN ${table}."source" = 'simulated' THEN 10 ELSE 0 END`;
  return scope.interval === undefined ? sql<number>`${market} + ${intervalRank(table)}` : market;
}

/** The rank that is read of every company and day. */
export const marketDays = (scope: BarScope) =>
  builder
    .selectFrom('bars')
    .select(['bars.name', 'bars.dt', sql<number>`min(${marketRank(scope, 'bars')})`.as('pick')])
    .where(inScope(scope))
    .groupBy(['bars.name', 'bars.dt']);

/** What {@link withHours} gives. */
interface Hour {
  name: string;
  dt: string;
  pick: number;
  hour: Date;
  high: number;
  revised: boolean;
}

const barHour = sql<Date>`date_trunc('hour', "bars"."ts")`;

/** The minutes of the hour in which bars start, a bit for each. Trino shifts by an integer only, and minute() is a bigint. */
const startMinutes = sql<number>`bitwise_or_agg(bitwise_left_shift(CAST(1 AS bigint), CAST(minute("bars"."ts") AS integer)))`;

/**
 * Begins a query with `hours`: per company and hour (of UTC, whose hours are New York's too) the highest high
 * and whether a bar may be there twice. Telling versions of bars apart costs several times as much as any aggregate, so it
 * is done only where there may be any: an hour has no bar twice when its bars are as many as the minutes they start in.
 */
export const withHours = (scope: BarScope) =>
  builder
    .with('days', marketDays(scope))
    .with('slices', (db) =>
      db
        .selectFrom('bars')
        .select(['bars.name', 'bars.dt', 'bars.source', 'bars.interval', barHour.as('hour')])
        .select((eb) => [eb.fn.max('bars.high').as('high'), eb.fn.countAll<number>().as('bars')])
        .select(startMinutes.as('minutes'))
        .where(asked(scope))
        .groupBy(['bars.name', 'bars.dt', 'bars.source', 'bars.interval', barHour]),
    )
    .with('hours', (db) =>
      db
        .selectFrom('slices')
        .innerJoin('days', (join) => join.onRef('days.name', '=', 'slices.name').onRef('days.dt', '=', 'slices.dt'))
        .select(['slices.name', 'slices.dt', 'slices.hour', 'days.pick'])
        .select((eb) => eb.fn.max('slices.high').as('high'))
        .select(sql<boolean>`sum("slices"."bars") <> bit_count(bitwise_or_agg("slices"."minutes"), 64)`.as('revised'))
        .where(sql<SqlBool>`${marketRank(scope, 'slices')} = "days"."pick"`)
        .groupBy(['slices.name', 'slices.dt', 'slices.hour', 'days.pick']),
    );

/** The bars of the hours that are read. */
export const barsOfHours = (scope: BarScope) =>
  builder
    .withTables<{ hours: Hour }>()
    .selectFrom('bars')
    .innerJoin('hours', (join) => join.onRef('hours.name', '=', 'bars.name').on((eb) => eb('hours.hour', '=', barHour)))
    .where(asked(scope))
    .where(sql<SqlBool>`${marketRank(scope, 'bars')} = "hours"."pick"`);

/** The columns of `bars` that an answer can need. */
export const BAR_COLUMNS = [
  ...(['bars.name', 'bars.dt', 'bars.ts', 'bars.open', 'bars.high', 'bars.low', 'bars.close', 'bars.volume'] as const),
  ...(['bars.interval', 'bars.source', 'bars.observed_at', 'bars.final'] as const),
] as const;

/**
 * The place of a bar among its versions, 1 for the one that counts: the newest observed. What was observed at the same
 * time, or at no known time, is ordered by content, so that the answer is always the same. The high comes first among the
 * contents: `highestHourlyHigh` looks no further.
 */
export const age = sql<number>`row_number() OVER (PARTITION BY "bars"."name", "bars"."ts" ORDER BY
      "bars"."observed_at" DESC NULLS LAST, "bars"."high" DESC, "bars"."low" DESC, "bars"."open" DESC NULLS LAST,
      "bars"."close" DESC NULLS LAST, "bars"."volume" DESC NULLS LAST, "bars"."final" DESC NULLS LAST,
      "bars"."source" DESC NULLS LAST)`;

const VERSION_COLUMNS = [
  ...(['versions.name', 'versions.dt', 'versions.ts', 'versions.open', 'versions.high', 'versions.low'] as const),
  ...(['versions.close', 'versions.volume', 'versions.interval', 'versions.source'] as const),
  ...(['versions.observed_at', 'versions.final'] as const),
] as const;

/** Begins a query with `current`: every bar that was asked for once, in the version that counts. */
export const withCurrentBars = (scope: BarScope) =>
  withHours(scope)
    .with('versions', () =>
      barsOfHours(scope)
        .select(BAR_COLUMNS)
        .select(age.as('age'))
        .where(sql<SqlBool>`"hours"."revised"`),
    )
    .with('current', (db) =>
      barsOfHours(scope)
        .select(BAR_COLUMNS)
        .where(sql<SqlBool>`NOT "hours"."revised"`)
        .unionAll(db.selectFrom('versions').select(VERSION_COLUMNS).where('versions.age', '=', sql.lit(1))),
    );
