import type { CurrencyPair } from './currencies.ts';
import { forexShape } from './forex-hours.ts';
import type { DollarValues } from './forex-walk.ts';
import type { ForexDay } from './forex-week.ts';
import { hash, hashText } from './random.ts';

/** A currency pair on one day of the forex market, tick by tick. */
export interface PairDay {
  readonly pair: CurrencyPair;
  readonly forex: ForexDay;
  /** Tells its random numbers from any other pair's and day's. */
  readonly key: number;
  /** Natural logarithms of what both currencies cost in dollars. */
  readonly base: Float64Array;
  readonly quote: Float64Array;
  /** Sizes of both currencies' moves, beside a day's average. */
  readonly baseActivity: Float64Array;
  readonly quoteActivity: Float64Array;
}

/** The day of a pair in the market of a seed's hash. */
export const pairDay = (seed: number, pair: CurrencyPair, forex: ForexDay, values: DollarValues): PairDay => ({
  pair,
  forex,
  key: hash(seed, hashText(pair.name), forex.day),
  base: values(pair.base),
  quote: values(pair.quote),
  baseActivity: forexShape(forex, pair.base.centres).activity,
  quoteActivity: forexShape(forex, pair.quote.centres).activity,
});
