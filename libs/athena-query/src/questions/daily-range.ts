import { sql } from 'kysely';
import { type BarScopeOptions, barScope } from './bar-scope.ts';
import { withCurrentBars } from './current-bars.ts';
import { firstOf, lastOf } from './first-and-last.ts';
import { newYork, number, numberOrNull, type Question, question, text } from './question.ts';

/** A company's day. */
export interface DailyRange {
  readonly name: string;
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Open of the first bar that has one; null when none has. */
  readonly open: number | null;
  readonly high: number;
  readonly low: number;
  /** Close of the last bar that has one; null when none has. */
  readonly close: number | null;
  /** Sum over the bars that have a volume; null when none has. */
  readonly volume: number | null;
  /** Start of the first bar that reached the high, New York time with offset. */
  readonly highTs: string;
  /** Start of the first bar that reached the low, New York time with offset. */
  readonly lowTs: string;
  /** How many bars the day has. */
  readonly bars: number;
}

/**
 * Open, high, low, close and volume of every company and day, with the times of high and low: ordered by name, date.
 * @throws {QuestionOptionError} for options that make no sense.
 */
export function dailyRange(options: BarScopeOptions = {}): Question<DailyRange> {
  const query = withCurrentBars(barScope('dailyRange', options))
    .selectFrom('current')
    .select((eb) => [
      'current.name',
      'current.dt as date',
      firstOf('open').as('open'),
      eb.fn.max('current.high').as('high'),
      eb.fn.min('current.low').as('low'),
      lastOf('close').as('close'),
      eb.fn.sum('current.volume').as('volume'),
      sql<Date>`min_by("current"."ts", ROW(-"current"."high", "current"."ts"))`.as('high_ts'),
      sql<Date>`min_by("current"."ts", ROW("current"."low", "current"."ts"))`.as('low_ts'),
      eb.fn.countAll<number>().as('bars'),
    ])
    .groupBy(['current.name', 'current.dt'])
    .orderBy('current.name')
    .orderBy('current.dt');
  return question('dailyRange', query, (row) => ({
    name: text(row, 'name'),
    date: text(row, 'date'),
    open: numberOrNull(row, 'open'),
    high: number(row, 'high'),
    low: number(row, 'low'),
    close: numberOrNull(row, 'close'),
    volume: numberOrNull(row, 'volume'),
    highTs: newYork(row, 'high_ts'),
    lowTs: newYork(row, 'low_ts'),
    bars: number(row, 'bars'),
  }));
}
