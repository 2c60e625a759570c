import { BAR_INTERVALS, type BarInterval } from '@tickerlake/record-schema';
import { CALENDAR_RANGE, OutsideCalendarError, sessionsBetween } from '@tickerlake/market-calendar';
import { QuestionOptionError } from '../errors.ts';
import { assertKnownOptions, assertOneOf } from '../options.ts';
import { assertDays, assertMarket, type Market, symbolsOf } from './scope-options.ts';

/** Which bars a question reads. Every ready-made question takes these options. */
export interface BarScopeOptions {
  /** Companies, by symbol, in any case. @default every company of the lake */
  readonly symbols?: readonly string[];
  /** First New York date, `YYYY-MM-DD`, included. @default 1990-01-01, where the calendar begins */
  readonly from?: string;
  /** Last New York date, `YYYY-MM-DD`, included. @default 2030-12-31, where the calendar ends */
  readonly to?: string;
  /**
   * Read the bars of this interval only. A company and day that has none gives no rows.
   * @default the finest interval that the lake holds for that company and day
   */
  readonly interval?: BarInterval;
  /** Read pre- and post-market bars too, and those of days without a session. @default false */
  readonly extendedHours?: boolean;
  /**
   * Read the bars of this market only: `simulated` are those whose `source` is `simulated`, `real` all others.
   * @default for each company and day the real ones where there are any, else the simulated
   */
  readonly market?: Market;
}

/** A checked scope with its defaults. */
export interface BarScope {
  readonly symbols: readonly string[] | undefined;
  readonly from: string;
  readonly to: string;
  readonly interval: BarInterval | undefined;
  readonly extendedHours: boolean;
  readonly market: Market | undefined;
}

const SCOPE_OPTIONS: readonly (keyof BarScopeOptions)[] = [
  'symbols',
  'from',
  'to',
  'interval',
  'extendedHours',
  'market',
];

/** Sessions are needed unless extended hours are read, and they are known for some years only. */
function assertInCalendar({ from, to, extendedHours }: BarScope): void {
  if (extendedHours) return;
  try {
    sessionsBetween(from, from);
    sessionsBetween(to, to);
  } catch (error) {
    if (!(error instanceof OutsideCalendarError)) throw error;
    throw new QuestionOptionError(
      error.date === from ? 'from' : 'to',
      `${error.message}. Ask for extendedHours to read days beyond.`,
      error,
    );
  }
}

/**
 * Checks a question's options and fills in their defaults.
 * @throws {QuestionOptionError} for options that nobody knows or that make no sense.
 */
export function barScope(of: string, options: BarScopeOptions, ownOptions: readonly string[] = []): BarScope {
  assertKnownOptions(of, options, [...SCOPE_OPTIONS, ...ownOptions]);
  const { from = CALENDAR_RANGE.first, to = CALENDAR_RANGE.last, interval, extendedHours = false, market } = options;
  assertDays({ from, to });
  if (interval !== undefined) assertOneOf('interval', interval, BAR_INTERVALS);
  assertOneOf('extendedHours', extendedHours, [true, false]);
  assertMarket(market);
  const scope: BarScope = { symbols: symbolsOf(options.symbols), from, to, interval, extendedHours, market };
  assertInCalendar(scope);
  return scope;
}
