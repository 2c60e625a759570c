import { TICKS_A_FOREX_DAY } from './forex-hours.ts';
import { FOREX_DAYS_A_YEAR } from './forex-walk.ts';
import type { ForexDay } from './forex-week.ts';
import type { PairDay } from './pair-day.ts';
import { hash } from './random.ts';

const STREAM = { spread: 23 } as const;
/** Ticks after 17:00 New York in which banks close their books and dealers are few: an hour and a quarter. */
const ROLL_TICKS = 300;
/** Ticks before 17:00 in which the first of them leave: five minutes. */
const LEAVING_TICKS = 20;
const LEAVING_WIDTH = 2;
/** How much is added to the spread right after 17:00, as a multiple; when the week begins it is twice that. */
const ROLL_WIDTH = 5;
/** Two currencies other than the dollar trade less than each against the dollar: their spread is more than both together. */
const CROSS_WIDTH = 1.35;
/** A move of a tick that dealers take as usual, in its standard deviations; each beyond widens the spread. */
const CALM_MOVES = 2;
const WIDENING = 0.5;

function rollWidth({ opensWeek }: ForexDay, tick: number): number {
  const left = Math.max(1 - tick / ROLL_TICKS, 0);
  const leaving = Math.max(1 - (TICKS_A_FOREX_DAY - tick) / LEAVING_TICKS, 0);
  return 1 + ROLL_WIDTH * (opensWeek ? 2 : 1) * left * left + LEAVING_WIDTH * leaving;
}

/** How far beyond the usual the rate moved in a tick, in standard deviations of such a move. */
function shockAt({ pair, base, quote }: PairDay, tick: number, activity: number): number {
  if (tick === 0) return 0;
  const moved = (base[tick] ?? 0) - (quote[tick] ?? 0) - ((base[tick - 1] ?? 0) - (quote[tick - 1] ?? 0));
  const yearly = Math.sqrt(pair.base.yearlyVolatility ** 2 + pair.quote.yearlyVolatility ** 2);
  const usual = (yearly * activity) / Math.sqrt(FOREX_DAYS_A_YEAR * TICKS_A_FOREX_DAY);
  return Math.max(Math.abs(moved) / usual - CALM_MOVES, 0);
}

/** Points between bid and ask of a pair whose middle is so many points: never less than one. */
export function spreadPoints(day: PairDay, tick: number, mid: number): number {
  const { forex, key, pair } = day;
  const { base, quote } = pair;
  const cross = base.code !== 'USD' && quote.code !== 'USD';
  const perMillion = (base.spreadPerMillion + quote.spreadPerMillion) * (cross ? CROSS_WIDTH : 1);
  const activity = ((day.baseActivity[tick] ?? 1) + (day.quoteActivity[tick] ?? 1)) / 2;
  const quiet = Math.min(Math.max(1 / Math.sqrt(activity), 0.8), 1.5);
  const nervous = 1 + WIDENING * shockAt(day, tick, activity);
  const noise = 0.7 + (0.6 * hash(key, STREAM.spread, tick)) / 2 ** 32;
  return Math.max(Math.round(mid * perMillion * 1e-6 * quiet * nervous * noise * rollWidth(forex, tick)), 1);
}
