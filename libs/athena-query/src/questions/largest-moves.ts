import { type RawBuilder, sql } from 'kysely';
import { lengthInMinutes } from './bar-length.ts';
import type { BarScope } from './bar-scope.ts';
import { withCurrentBars } from './current-bars.ts';
import { isSimulated } from './row-scope.ts';

/** Whether every bar of a company and day has the price, so that it can be followed through the day. */
const always = (column: 'open' | 'close'): RawBuilder<boolean> => sql`count(${sql.id('current', column)}) OVER (
      PARTITION BY "current"."name", "current"."dt") = count(*) OVER (PARTITION BY "current"."name", "current"."dt")`;

const byBasis = (price: 'open' | 'close'): RawBuilder<number> =>
  sql`CASE WHEN "whole"."traded" THEN ${sql.id('whole', price)} ELSE "whole"."middle" END`;

/** Percent that the last price of a row is above one that it came from. */
const percentAbove = (table: string, from: string): RawBuilder<number> => {
  const start = sql.id(table, from);
  return sql`(${sql.id(table, 'price')} - ${start}) / ${start} * 1E2`;
};

/** Begins a query with `priced`: of every bar the price that a move can begin with, and the one that it can end with. */
const withPrices = (scope: BarScope) =>
  withCurrentBars(scope)
    .with('whole', (db) =>
      db
        .selectFrom('current')
        .select(['current.name', 'current.dt', 'current.ts', 'current.open', 'current.close'])
        .select([
          sql<number>`("current"."high" + "current"."low") / 2E0`.as('middle'),
          sql<boolean>`${always('open')} AND ${always('close')}`.as('traded'),
          lengthInMinutes('current').as('length'),
          isSimulated('current').as('simulated'),
        ]),
    )
    .with('priced', (db) =>
      db
        .selectFrom('whole')
        .select(['whole.name', 'whole.dt', 'whole.ts', 'whole.traded', 'whole.length', 'whole.simulated'])
        .select([
          sql<number | null>`CASE WHEN ${byBasis('open')} > 0 THEN ${byBasis('open')} END`.as('first'),
          byBasis('close').as('price'),
        ]),
    );

/** Goes on with `changes`: of every bar the largest change in percent that ends with it, and the price it began with. */
function withChanges(scope: BarScope, windowMinutes: number) {
  const window = sql`OVER (PARTITION BY "priced"."name", "priced"."dt" ORDER BY "priced"."ts"
      RANGE BETWEEN INTERVAL ${sql.lit(String(windowMinutes - 1))} MINUTE PRECEDING AND CURRENT ROW)`;
  return withPrices(scope)
    .with('reached', (db) =>
      db
        .selectFrom('priced')
        .selectAll('priced')
        .select([
          sql<number>`min("priced"."first") ${window}`.as('lowest'),
          sql<number>`max("priced"."first") ${window}`.as('highest'),
        ]),
    )
    .with('ends', (db) =>
      db
        .selectFrom('reached')
        .selectAll('reached')
        .select(
          sql<number>`CASE WHEN abs(${percentAbove('reached', 'highest')}) > abs(${percentAbove('reached', 'lowest')})
      THEN "reached"."highest" ELSE "reached"."lowest" END`.as('start_price'),
        )
        .where('reached.lowest', 'is not', null),
    )
    .with('changes', (db) =>
      db.selectFrom('ends').selectAll('ends').select(percentAbove('ends', 'start_price').as('change_percent')),
    );
}

/**
 * Begins a query with `moves`: of each company the largest move within a window. A move goes from the first price of a bar
 * to the last price of that bar or of one that starts up to `windowMinutes − 1` minutes later. Of all moves that end with a
 * bar the largest begins at the lowest or the highest first price of the window, so one pass over the bars finds it
 * instead of a look at every pair. A first price that is not above zero begins none: no percentage of it means anything.
 */
export function withLargestMoves(scope: BarScope, windowMinutes: number) {
  return (
    withChanges(scope, windowMinutes)
      .with('placed', (db) =>
        db
          .selectFrom('changes')
          .selectAll('changes')
          .select(
            sql<number>`row_number() OVER (PARTITION BY "name" ORDER BY abs("change_percent") DESC, "ts")`.as('place'),
          ),
      )
      // The shortest of the moves from that price: the latest bar that began with it, and so one of the window.
      .with('moves', (db) =>
        db
          .selectFrom('placed')
          .innerJoin('priced', (join) =>
            join
              .onRef('priced.name', '=', 'placed.name')
              .onRef('priced.dt', '=', 'placed.dt')
              .onRef('priced.first', '=', 'placed.start_price')
              .onRef('priced.ts', '<=', 'placed.ts'),
          )
          .select(['placed.name', 'placed.dt', 'placed.traded', 'placed.simulated', 'placed.start_price'])
          .select(['placed.price', 'placed.change_percent'])
          .select((eb) => [
            eb.fn.max('priced.ts').as('start_ts'),
            sql<Date>`date_add('minute', "placed"."length", "placed"."ts")`.as('end_ts'),
          ])
          .where('placed.place', '=', sql.lit(1))
          .groupBy(['placed.name', 'placed.dt', 'placed.traded', 'placed.simulated', 'placed.start_price'])
          .groupBy(['placed.price', 'placed.change_percent', 'placed.length', 'placed.ts']),
      )
  );
}
