import { sql, type SqlBool } from 'kysely';
import { type BarScopeOptions, barScope } from './bar-scope.ts';
import { barsOfHours, withHours } from './current-bars.ts';
import { newYork, number, type Question, question, text } from './question.ts';
import { newYorkClock } from './session-time.ts';

/** A bar that reached the highest price of its hour. */
export interface HighestHourlyHigh {
  readonly name: string;
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  /** New York hour, `00`–`23`. */
  readonly hour: string;
  /** The highest price of the hour, every digit as collected. */
  readonly high: number;
  /** Start of the bar, New York time with offset. */
  readonly ts: string;
}

/**
 * The highest price of every company, day and hour, with every bar that reached it: ordered by name, date, hour, ts.
 * A bar that the lake holds twice counts once, with its newest version. In hours without such bars only those at the
 * maximum are looked at again, in the others every bar.
 * @throws {QuestionOptionError} for options that make no sense.
 */
export function highestHourlyHigh(options: BarScopeOptions = {}): Question<HighestHourlyHigh> {
  const scope = barScope('highestHourlyHigh', options);
  const query = withHours(scope)
    .with('candidates', () =>
      barsOfHours(scope)
        .select(['bars.name', 'bars.dt', 'bars.ts', 'bars.high'])
        .select(
          sql<number>`row_number() OVER (PARTITION BY "bars"."name", "bars"."ts" ORDER BY
      "bars"."observed_at" DESC NULLS LAST, "bars"."high" DESC)`.as('age'),
        )
        .where(sql<SqlBool>`("bars"."high" = "hours"."high" OR "hours"."revised")`),
    )
    .with('clocked', (db) =>
      db
        .selectFrom('candidates')
        .select(['candidates.name', 'candidates.dt', 'candidates.high', 'candidates.ts'])
        .select(sql<string>`lpad(CAST(hour(${newYorkClock(sql.ref('candidates.ts'))}) AS varchar), 2, '0')`.as('hour'))
        .where('candidates.age', '=', sql.lit(1)),
    )
    .with('ranked', (db) =>
      db
        .selectFrom('clocked')
        .selectAll('clocked')
        .select(sql<number>`rank() OVER (PARTITION BY "name", "dt", "hour" ORDER BY "high" DESC)`.as('place')),
    )
    .selectFrom('ranked')
    .select(['ranked.name', 'ranked.dt as date', 'ranked.hour', 'ranked.high', 'ranked.ts'])
    .where('ranked.place', '=', sql.lit(1))
    .orderBy('ranked.name')
    .orderBy('ranked.dt')
    .orderBy('ranked.hour')
    .orderBy('ranked.ts');
  return question('highestHourlyHigh', query, (row) => ({
    name: text(row, 'name'),
    date: text(row, 'date'),
    hour: text(row, 'hour'),
    high: number(row, 'high'),
    ts: newYork(row, 'ts'),
  }));
}
