import { type RawBuilder, sql } from 'kysely';
import { assertOneOf } from '../options.ts';
import { currentRates } from './current-logs.ts';
import { logScope, type LogScopeOptions, pairsOf } from './log-scope.ts';
import { builder, newYork, number, numberOrNull, type Question, question, text, textOrNull } from './question.ts';

/** Which rates, and how they are put together. */
export interface ForexRangeOptions extends LogScopeOptions {
  /** Currency pairs, such as `EURUSD`, in any case, with or without `/`. @default every pair of the lake */
  readonly pairs?: readonly string[];
  /** A row for each pair and New York day, or for each hour of it. @default 'day' */
  readonly per?: 'day' | 'hour';
}

/** A pair's day, or an hour of it. Rates are units of the second currency for one of the first. */
export interface ForexRange {
  readonly pair: string;
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  /** New York hour, `00`–`23`; null when the row is a whole day. */
  readonly hour: string | null;
  /** Middle of bid and ask at the first rate, to ten decimals: the sum of two doubles has more, which mean nothing. */
  readonly open: number;
  /** Highest middle. */
  readonly high: number;
  /** Lowest middle. */
  readonly low: number;
  /** Middle at the last rate. */
  readonly close: number;
  /** The most that anyone had to pay. */
  readonly highestAsk: number;
  /** The least that anyone got. */
  readonly lowestBid: number;
  /**
   * Ask less bid on average over the rates, each counting once however long it stood, in the rate's own unit. Each
   * difference is taken to ten decimals, so that the sum is the same in whatever order it is made; null when none has
   * fewer than 21 digits before the point.
   */
  readonly averageSpread: number | null;
  /** The same in pips: 0.01 of a rate in yen or forint, 0.0001 of any other. */
  readonly averageSpreadPips: number | null;
  /** First time of the highest middle, New York time with offset. */
  readonly highTs: string;
  /** First time of the lowest middle, New York time with offset. */
  readonly lowTs: string;
  /** How many rates these are. */
  readonly rates: number;
}

/** Currencies whose rates are quoted to the second decimal of a unit, for a unit is worth so little. */
const SMALL_UNITS: ReadonlySet<string> = new Set(['JPY', 'HUF']);

const pipOf = (pair: string): number => (SMALL_UNITS.has(pair.slice(3)) ? 0.01 : 0.0001);

const tenDecimals = (value: number): number => Number(value.toFixed(10));

const middle = sql<number>`("rates"."bid" + "rates"."ask") / 2E0`;

/** Doubles do not add up to the same in every order, and engines promise none: decimals do. */
const spread = sql`TRY_CAST("rates"."ask" - "rates"."bid" AS decimal(30, 10))`;
const averageSpread: RawBuilder<number | null> = sql`CAST(sum(${spread}) AS double) / nullif(count(${spread}), 0)`;

/**
 * How far each currency pair went: middle of bid and ask at the first and last rate, highest and lowest, with the extremes
 * of ask and bid themselves and the average spread: ordered by pair, date, hour. A rate that was delivered or corrected
 * several times counts once, in its newest version. For each pair and day the real rates are read where there are
 * any, else the simulated, unless `market` asks for one. The hour that autumn has twice is one.
 * @throws {QuestionOptionError} for options that make no sense.
 */
export function forexRange(options: ForexRangeOptions = {}): Question<ForexRange> {
  const scope = logScope('forexRange', options, ['market', 'pairs', 'per']);
  const pairs = pairsOf(options.pairs);
  const { per = 'day' } = options;
  assertOneOf('per', per, ['day', 'hour']);
  const hour = per === 'hour' ? sql<string | null>`"rates"."hour"` : sql<string | null>`CAST(NULL AS varchar)`;
  const query = builder
    .with('rates', () => currentRates(scope, pairs))
    .selectFrom('rates')
    .select((eb) => [
      'rates.name as pair',
      'rates.dt as date',
      hour.as('hour'),
      sql<number>`min_by(${middle}, "rates"."ts")`.as('open'),
      sql<number>`max(${middle})`.as('high'),
      sql<number>`min(${middle})`.as('low'),
      sql<number>`max_by(${middle}, "rates"."ts")`.as('close'),
      eb.fn.max('rates.ask').as('highest_ask'),
      eb.fn.min('rates.bid').as('lowest_bid'),
      averageSpread.as('average_spread'),
      sql<Date>`min_by("rates"."ts", ROW(-(${middle}), "rates"."ts"))`.as('high_ts'),
      sql<Date>`min_by("rates"."ts", ROW(${middle}, "rates"."ts"))`.as('low_ts'),
      eb.fn.countAll<number>().as('rates'),
    ])
    .groupBy(['rates.name', 'rates.dt'])
    .$if(per === 'hour', (rows) => rows.groupBy('rates.hour'))
    .orderBy('rates.name')
    .orderBy('rates.dt')
    .$if(per === 'hour', (rows) => rows.orderBy('rates.hour'));
  return question('forexRange', query, (row) => {
    const pair = text(row, 'pair');
    const spreadInUnits = numberOrNull(row, 'average_spread');
    return {
      pair,
      date: text(row, 'date'),
      hour: textOrNull(row, 'hour'),
      open: tenDecimals(number(row, 'open')),
      high: tenDecimals(number(row, 'high')),
      low: tenDecimals(number(row, 'low')),
      close: tenDecimals(number(row, 'close')),
      highestAsk: number(row, 'highest_ask'),
      lowestBid: number(row, 'lowest_bid'),
      averageSpread: spreadInUnits,
      averageSpreadPips: spreadInUnits === null ? null : spreadInUnits / pipOf(pair),
      highTs: newYork(row, 'high_ts'),
      lowTs: newYork(row, 'low_ts'),
      rates: number(row, 'rates'),
    };
  });
}
