import { type Currency, SHARED_DRIVERS } from './currencies.ts';
import { forexShape, TICKS_A_FOREX_DAY } from './forex-hours.ts';
import type { ForexDay } from './forex-week.ts';
import { divideStep, moodAt, walkAt, weekdayStep } from './price-walk.ts';
import { hash, hashText } from './random.ts';
import { drawMoves } from './trading-day.ts';

/** Forex days in a year. */
export const FOREX_DAYS_A_YEAR = 260;
/** Share of Monday's variance that happens over the weekend, when nobody can trade. */
const WEEKEND_SHARE = 0.08;
/** Keeps currencies apart from companies that are called like them. */
const FOREX = 0x0f0e;
const STREAM = { moves: 21 } as const;

/** One thing that moves currencies: a walk of one unit a day, read at every tick of a day. */
function driverPath(key: number, forex: ForexDay, { moves, elapsed }: ReturnType<typeof forexShape>): Float64Array {
  const step = weekdayStep(forex.day);
  const before = walkAt(key, step - 1);
  const [weekend, whole] = divideStep(key, step, WEEKEND_SHARE);
  const start = forex.opensWeek ? before + weekend : before;
  const size = Math.sqrt(forex.opensWeek ? 1 - WEEKEND_SHARE : 1) * Math.exp(0.3 * moodAt(key, step));
  const drawn = drawMoves(hash(key, STREAM.moves, forex.day), TICKS_A_FOREX_DAY);
  let walked = 0;
  const path = drawn.map((move, tick) => (walked += size * move * (moves[tick] ?? 0)));
  const pull = before + whole - start - walked;
  return path.map((value, tick) => start + value + pull * (elapsed[tick] ?? 1));
}

/** Natural logarithms of what each currency costs in dollars at each tick of a day. */
export type DollarValues = (currency: Currency) => Float64Array;

/** A day of the forex market, from the seed's hash and the day alone; each currency is drawn when it is first asked for. */
export function forexWalk(seed: number, forex: ForexDay): DollarValues {
  const drawn = new Map<string, Float64Array>();
  const pathOf = (name: string, shape: ReturnType<typeof forexShape>): Float64Array => {
    const path = drawn.get(name) ?? driverPath(hash(seed, FOREX, hashText(name)), forex, shape);
    drawn.set(name, path);
    return path;
  };
  const sharedShape = forexShape(forex, { tokyo: 0.35, london: 1, newYork: 1 });
  const valuesOf = (currency: Currency): Float64Array => {
    const daily = currency.yearlyVolatility / Math.sqrt(FOREX_DAYS_A_YEAR);
    const shared = SHARED_DRIVERS.map((driver) => currency.shares[driver]);
    const own = 1 - shared.reduce((total, share) => total + share, 0);
    const parts = [
      ...SHARED_DRIVERS.map((driver, index) => ({ path: pathOf(driver, sharedShape), share: shared[index] ?? 0 })),
      { path: pathOf(currency.code, forexShape(forex, currency.centres)), share: own },
    ].map(({ path, share }) => ({ path, weight: daily * Math.sqrt(share) }));
    const level = Math.log(currency.dollars);
    return Float64Array.from({ length: TICKS_A_FOREX_DAY }, (_, tick) =>
      parts.reduce((total, { path, weight }) => total + weight * (path[tick] ?? 0), level),
    );
  };
  const values = new Map<string, Float64Array>();
  return (currency) => {
    const known = values.get(currency.code) ?? valuesOf(currency);
    values.set(currency.code, known);
    return known;
  };
}
