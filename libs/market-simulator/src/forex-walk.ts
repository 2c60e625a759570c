import { type CentreWeights, type Currency, SHARED_DRIVERS } from './currencies.ts';
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
/** The hours of what moves many currencies at once. */
const WORLDWIDE: CentreWeights = { tokyo: 0.35, london: 1, newYork: 1 };

/** One of the things that move a currency: a walk of its own, of one unit a day. */
interface Driver {
  readonly key: number;
  readonly centres: CentreWeights;
  /** What a unit of it does to the logarithm of what the currency costs in dollars. */
  readonly weight: number;
}

function driversOf(seed: number, currency: Currency): Driver[] {
  const daily = currency.yearlyVolatility / Math.sqrt(FOREX_DAYS_A_YEAR);
  const driver = (name: string, centres: CentreWeights, share: number): Driver => ({
    key: hash(seed, FOREX, hashText(name)),
    centres,
    weight: daily * Math.sqrt(share),
  });
  const shared = SHARED_DRIVERS.map((name) => driver(name, WORLDWIDE, currency.shares[name]));
  const own = SHARED_DRIVERS.reduce((left, name) => left - currency.shares[name], 1);
  return [...shared, driver(currency.code, currency.centres, own)];
}

/** Where a day of a walk begins and ends: where the day before ended, but for what a weekend has brought. */
function dayOfWalk(key: number, { day, opensWeek }: ForexDay): readonly [start: number, end: number] {
  const step = weekdayStep(day);
  const before = walkAt(key, step - 1);
  const [weekend, whole] = divideStep(key, step, WEEKEND_SHARE);
  return [opensWeek ? before + weekend : before, before + whole];
}

/** A walk at every tick of a day: its moves are those of the hours, and its end is pulled to where it has to arrive. */
function pathOfWalk(key: number, forex: ForexDay, centres: CentreWeights): Float64Array {
  const { moves, elapsed } = forexShape(forex, centres);
  const [start, end] = dayOfWalk(key, forex);
  const open = forex.opensWeek ? 1 - WEEKEND_SHARE : 1;
  const size = Math.sqrt(open) * Math.exp(0.3 * moodAt(key, weekdayStep(forex.day)));
  const drawn = drawMoves(hash(key, STREAM.moves, forex.day), TICKS_A_FOREX_DAY);
  let walked = 0;
  const path = drawn.map((move, tick) => (walked += size * move * (moves[tick] ?? 0)));
  return path.map((value, tick) => start + value + (end - start - walked) * (elapsed[tick] ?? 1));
}

/** Natural logarithms of what a currency costs in dollars when a forex day begins and when it ends. */
export function dollarFrame(seed: number, currency: Currency, forex: ForexDay) {
  let [logOpen, logClose] = [Math.log(currency.dollars), Math.log(currency.dollars)];
  for (const { key, weight } of driversOf(seed, currency)) {
    const [start, end] = dayOfWalk(key, forex);
    logOpen += weight * start;
    logClose += weight * end;
  }
  return { logOpen, logClose };
}

/** Natural logarithms of what each currency costs in dollars at each tick of a day; the last is what the day ends with. */
export type DollarValues = (currency: Currency) => Float64Array;

/** A day of the forex market, from the seed's hash and the day alone; each currency is drawn when it is first asked for. */
export function forexWalk(seed: number, forex: ForexDay): DollarValues {
  const paths = new Map<number, Float64Array>();
  const pathOf = ({ key, centres }: Driver): Float64Array => {
    const path = paths.get(key) ?? pathOfWalk(key, forex, centres);
    paths.set(key, path);
    return path;
  };
  const draw = (currency: Currency): Float64Array => {
    const parts = driversOf(seed, currency).map((driver) => ({ path: pathOf(driver), weight: driver.weight }));
    const level = Math.log(currency.dollars);
    return Float64Array.from({ length: TICKS_A_FOREX_DAY }, (_, tick) =>
      parts.reduce((total, { path, weight }) => total + weight * (path[tick] ?? 0), level),
    );
  };
  const values = new Map<string, Float64Array>();
  return (currency) => {
    const known = values.get(currency.code) ?? draw(currency);
    values.set(currency.code, known);
    return known;
  };
}
