import { newYorkDate, sessionsBetween } from '@tickerlake/market-calendar';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { QuestionOptionError } from '../errors.ts';
import { lengthInMinutes } from './bar-length.ts';
import { type BarScope, type BarScopeOptions, barScope } from './bar-scope.ts';
import { asked, inScope, marketDays, marketRank } from './current-bars.ts';
import { builder, newYork, number, type Question, question, text } from './question.ts';

/** Which sessions to look for, and until when. */
export interface MissingMinutesOptions extends Omit<BarScopeOptions, 'extendedHours'> {
  /** First New York date, `YYYY-MM-DD`, included. @default the same as `to` */
  readonly from?: string;
  /** Last New York date, `YYYY-MM-DD`, included. @default today in New York */
  readonly to?: string;
  /** The clock, milliseconds since 1970 UTC, read once: minutes that are not over yet are not missing. @default Date.now */
  readonly now?: () => number;
}

/** Minutes of a session, one after the other, for which a company has no bar. */
export interface MissingMinutes {
  readonly name: string;
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  /** The first missing minute, New York time with offset. */
  readonly fromTs: string;
  /** The last missing minute, included, New York time with offset. */
  readonly toTs: string;
  /** How many they are. */
  readonly minutes: number;
}

const MINUTE_MS = 60_000;

/** A session's minutes that are over: the first and the last, milliseconds since 1970 UTC. */
interface Elapsed {
  readonly date: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

function elapsedSessions({ from, to }: BarScope, nowMs: number): Elapsed[] {
  const over = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  return sessionsBetween(from, to)
    .map(({ date, openMs, closeMs }) => ({ date, firstMs: openMs, lastMs: Math.min(closeMs, over) - MINUTE_MS }))
    .filter(({ firstMs, lastMs }) => lastMs >= firstMs);
}

const NO_SESSION: Elapsed = { date: '', firstMs: 0, lastMs: 0 };

function sessionsSql(sessions: readonly Elapsed[]): RawBuilder<{ dt: string; opens: Date; last: Date }> {
  const rows = (sessions.length === 0 ? [NO_SESSION] : sessions).map(
    ({ date, firstMs, lastMs }) => sql`(${date}, ${new Date(firstMs)}, ${new Date(lastMs)})`,
  );
  const none = sessions.length === 0 ? sql` WHERE 1 = 0` : sql``;
  return sql`(SELECT "dt", "opens", "last" FROM (VALUES ${sql.join(rows)}) AS "s" ("dt", "opens", "last")${none})`;
}

const companiesSql = (scope: BarScope): RawBuilder<{ name: string }> =>
  scope.symbols
    ? sql`(SELECT "name" FROM (VALUES ${sql.join(scope.symbols.map((symbol) => sql`(${symbol})`))}) AS "c" ("name"))`
    : sql`(SELECT DISTINCT "bars"."name" FROM "bars" WHERE ${inScope(scope)})`;

const EXPECTED = sql<{
  name: string;
  dt: string;
  opens: Date;
  minute: Date;
}>`(SELECT "companies"."name", "sessions"."dt", "sessions"."opens", "m"."minute"
  FROM "companies" CROSS JOIN "sessions"
  CROSS JOIN UNNEST(sequence("sessions"."opens", "sessions"."last", INTERVAL '1' MINUTE)) AS "m" ("minute"))`;

const COVERED = sql<{ name: string; minute: Date }>`(SELECT DISTINCT "present"."name",
  date_add('minute', "n"."later", date_trunc('minute', "present"."ts")) AS "minute"
  FROM "present" CROSS JOIN UNNEST(sequence(0, "present"."length" - 1)) AS "n" ("later"))`;

function clockOf({ now = Date.now }: MissingMinutesOptions): number {
  const nowMs = typeof now === 'function' ? now() : Number.NaN;
  if (Number.isFinite(nowMs)) return nowMs;
  throw new QuestionOptionError('now', 'now must be a function that gives milliseconds since 1970 UTC.');
}

/**
 * The minutes of the regular sessions for which the lake has no bar: ordered by name, fromTs. A bar counts for every
 * minute of its interval, whoever it is from and whether it is final or not. Companies that are asked for by symbol and
 * have no bar at all miss everything; without `symbols`, those with a bar in the range are looked at.
 * @throws {QuestionOptionError} for options that make no sense.
 */
export function missingMinutes(options: MissingMinutesOptions = {}): Question<MissingMinutes> {
  const nowMs = clockOf(options);
  const { now: _now, ...given } = options;
  const to = options.to ?? newYorkDate(nowMs);
  const scope = barScope('missingMinutes', { ...given, from: options.from ?? to, to }, ['now']);
  if (scope.extendedHours) {
    throw new QuestionOptionError(
      'extendedHours',
      'missingMinutes has no option "extendedHours": only sessions have minutes that must be there.',
    );
  }
  const query = builder
    .with('markets', marketDays(scope))
    .with('companies', () => companiesSql(scope))
    .with('sessions', () => sessionsSql(elapsedSessions(scope, nowMs)))
    .with('expected', () => EXPECTED)
    .with('present', (db) =>
      db
        .selectFrom('bars')
        .innerJoin('markets', (join) =>
          join.onRef('markets.name', '=', 'bars.name').onRef('markets.dt', '=', 'bars.dt'),
        )
        .select(['bars.name', 'bars.ts', lengthInMinutes('bars').as('length')])
        .where(sql<SqlBool>`${marketRank(scope, 'bars')} = "markets"."pick"`)
        .where(asked(scope)),
    )
    .with('covered', () => COVERED)
    .with('missing', (db) =>
      db
        .selectFrom('expected')
        .leftJoin('covered', (join) =>
          join.onRef('covered.name', '=', 'expected.name').onRef('covered.minute', '=', 'expected.minute'),
        )
        .select(['expected.name', 'expected.dt', 'expected.minute'])
        // Minutes in a row have one difference between their place in the session and their place among the missing.
        .select(
          sql<number>`date_diff('minute', "expected"."opens", "expected"."minute") - row_number() OVER (
      PARTITION BY "expected"."name", "expected"."dt" ORDER BY "expected"."minute")`.as('run'),
        )
        .where('covered.name', 'is', null),
    )
    .selectFrom('missing')
    .select((eb) => [
      'missing.name',
      'missing.dt as date',
      eb.fn.min('missing.minute').as('from_ts'),
      eb.fn.max('missing.minute').as('to_ts'),
      eb.fn.countAll<number>().as('minutes'),
    ])
    .groupBy(['missing.name', 'missing.dt', 'missing.run'])
    .orderBy('missing.name')
    .orderBy('from_ts');
  return question('missingMinutes', query, (row) => ({
    name: text(row, 'name'),
    date: text(row, 'date'),
    fromTs: newYork(row, 'from_ts'),
    toTs: newYork(row, 'to_ts'),
    minutes: number(row, 'minutes'),
  }));
}
