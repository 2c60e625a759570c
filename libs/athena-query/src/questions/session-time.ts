import { fromNewYork, newYorkOffsetMinutes, type Session, sessionsBetween } from '@tickerlake/market-calendar';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { BarScope } from './bar-scope.ts';

const DAY_MS = 86_400_000;
const REGULAR_MINUTES = 390;
const OPENING_MINUTE = 9 * 60 + 30;

const utcMidnight = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** New York's offset at the opening bell, from some date on. */
interface OffsetStep {
  readonly from: string;
  /** Minutes from midnight UTC of the date to 09:30 in New York. */
  readonly minute: number;
}

/** The offsets of the dates from one to another, in order. The clocks change at night, so a date has one for its session. */
function offsetSteps(from: string, to: string): OffsetStep[] {
  const steps: OffsetStep[] = [];
  for (let ms = utcMidnight(from); ms <= utcMidnight(to); ms += DAY_MS) {
    const date = dateOf(ms);
    const minute = OPENING_MINUTE - newYorkOffsetMinutes(fromNewYork(date, 9, 30));
    if (steps.at(-1)?.minute !== minute) steps.push({ from: date, minute });
  }
  return steps;
}

const dates = (values: readonly string[]): RawBuilder<unknown> => sql.join(values.map((value) => sql.lit(value)));

/** The date of a row of that table. */
type Dated = 'bars' | 'current';

const minutesAfterMidnight = (minutes: RawBuilder<unknown>, table: Dated): RawBuilder<Date> =>
  sql`date_add('minute', ${minutes}, TRY_CAST(${sql.id(table, 'dt')} AS timestamp))`;

/**
 * The minute of the UTC day at which New York's clocks show 09:30. Engines know the rules too, but asking them for every
 * row took 4.2 s of 10 million rows; a comparison of the partition's date costs nothing.
 */
function openingMinute(scope: BarScope, table: Dated): RawBuilder<unknown> {
  const [first, ...later] = offsetSteps(scope.from, scope.to);
  const last = sql.lit(first?.minute ?? 0);
  if (later.length === 0) return last;
  const date = sql.id(table, 'dt');
  const cases = later
    .toReversed()
    .map((step) => sql`WHEN ${date} >= ${sql.lit(step.from)} THEN ${sql.lit(step.minute)}`);
  return sql`CASE ${sql.join(cases, sql` `)} ELSE ${last} END`;
}

/** 09:30 New York time of a bar's date, as a `timestamp` in UTC. */
export const opening = (scope: BarScope, table: Dated): RawBuilder<Date> =>
  minutesAfterMidnight(openingMinute(scope, table), table);

function sessionMinutes(sessions: readonly Session[]): RawBuilder<unknown> {
  const lengths = new Set(sessions.map(({ minutes }) => minutes));
  lengths.delete(REGULAR_MINUTES);
  if (lengths.size === 0) return sql.lit(REGULAR_MINUTES);
  const cases = [...lengths].map((length) => {
    const days = sessions.filter(({ minutes }) => minutes === length).map(({ date }) => date);
    return sql`WHEN "bars"."dt" IN (${dates(days)}) THEN ${sql.lit(length)}`;
  });
  return sql`CASE ${sql.join(cases, sql` `)} ELSE ${sql.lit(REGULAR_MINUTES)} END`;
}

/** Weekdays without a session. */
function holidays(scope: BarScope, sessions: readonly Session[]): string[] {
  const open = new Set(sessions.map(({ date }) => date));
  const found: string[] = [];
  for (let ms = utcMidnight(scope.from); ms <= utcMidnight(scope.to); ms += DAY_MS) {
    const weekday = new Date(ms).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !open.has(dateOf(ms))) found.push(dateOf(ms));
  }
  return found;
}

/**
 * Whether a bar starts in its day's regular session: from 09:30 to before 16:00 New York time, 13:00 on an early close,
 * never on a day without a session. Two comparisons of `ts` with what depends on the partition only.
 */
export function inRegularSession(scope: BarScope): RawBuilder<SqlBool> {
  const sessions = sessionsBetween(scope.from, scope.to);
  if (sessions.length === 0) return sql<SqlBool>`1 = 0`;
  const closing = minutesAfterMidnight(sql`${openingMinute(scope, 'bars')} + ${sessionMinutes(sessions)}`, 'bars');
  const closed = holidays(scope, sessions);
  const notClosed = closed.length > 0 ? sql` AND "bars"."dt" NOT IN (${dates(closed)})` : sql``;
  return sql<SqlBool>`"bars"."ts" >= ${opening(scope, 'bars')} AND "bars"."ts" < ${closing}
    AND day_of_week(TRY_CAST("bars"."dt" AS timestamp)) < 6${notClosed}`;
}

/** A `timestamp` in UTC as New York's wall clock, for result rows: too slow for every row of a lake. */
export const newYorkClock = (ts: RawBuilder<unknown>): RawBuilder<Date> =>
  sql`CAST(at_timezone(with_timezone(${ts}, 'UTC'), 'America/New_York') AS timestamp)`;
