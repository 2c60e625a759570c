import { sql } from 'kysely';
import { assertWhole } from '../options.ts';
import { type BarScopeOptions, barScope } from './bar-scope.ts';
import { withCurrentBars } from './current-bars.ts';
import { firstOf, lastOf } from './first-and-last.ts';
import { newYork, number, numberOrNull, type Question, question, text } from './question.ts';
import { opening } from './session-time.ts';

/** What to resample, and to what. */
export interface ResampleOptions extends BarScopeOptions {
  /** Length of the new bars, whole minutes, 1–1,440. Bars longer than that stay as they are. */
  readonly everyMinutes: number;
}

/** A bar of the new length. */
export interface ResampledBar {
  readonly name: string;
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Start of the bar, New York time with offset. */
  readonly ts: string;
  /** Open of the first bar that has one; null when none has. */
  readonly open: number | null;
  readonly high: number;
  readonly low: number;
  /** Close of the last bar that has one; null when none has. */
  readonly close: number | null;
  /** Sum over the bars that have a volume; null when none has. */
  readonly volume: number | null;
  /** How many bars it is made of: fewer than expected where some are missing. */
  readonly bars: number;
}

/**
 * Bars of another length, made of the lake's: ordered by name, ts. They are counted from the opening bell (09:30 New
 * York time) of each day, before it too; the last of a session may be shorter. Times without bars give no row.
 * @throws {QuestionOptionError} for options that make no sense.
 */
export function resample(options: ResampleOptions): Question<ResampledBar> {
  const scope = barScope('resample', options, ['everyMinutes']);
  assertWhole('everyMinutes', options.everyMinutes, 1, 1440);
  // Whole minutes first, for date_diff rounds towards zero; then floor, for minutes before the bell are negative.
  const every = sql.lit(options.everyMinutes);
  const minutes = sql`date_diff('minute', "anchored"."bell", date_trunc('minute', "anchored"."ts"))`;
  const bucket = sql`CAST(floor(CAST(${minutes} AS double) / ${every}) AS bigint) * ${every}`;
  const query = withCurrentBars(scope)
    .with('anchored', (db) =>
      db.selectFrom('current').selectAll('current').select(opening(scope, 'current').as('bell')),
    )
    .with('bucketed', (db) =>
      db
        .selectFrom('anchored')
        .selectAll('anchored')
        .select(sql<Date>`date_add('minute', ${bucket}, "anchored"."bell")`.as('start')),
    )
    .selectFrom('bucketed as current')
    .select((eb) => [
      'current.name',
      'current.dt as date',
      'current.start as ts',
      firstOf('open').as('open'),
      eb.fn.max('current.high').as('high'),
      eb.fn.min('current.low').as('low'),
      lastOf('close').as('close'),
      eb.fn.sum('current.volume').as('volume'),
      eb.fn.countAll<number>().as('bars'),
    ])
    .groupBy(['current.name', 'current.dt', 'current.start'])
    .orderBy('current.name')
    .orderBy('current.start')
    .orderBy('current.dt');
  return question('resample', query, (row) => ({
    name: text(row, 'name'),
    date: text(row, 'date'),
    ts: newYork(row, 'ts'),
    open: numberOrNull(row, 'open'),
    high: number(row, 'high'),
    low: number(row, 'low'),
    close: numberOrNull(row, 'close'),
    volume: numberOrNull(row, 'volume'),
    bars: number(row, 'bars'),
  }));
}
