import { formatNewYork } from '@tickerlake/market-calendar';
import type { Forex } from '@tickerlake/record-schema';
import type { CurrencyPair } from './currencies.ts';
import { FOREX_TICK_MS, forexShape } from './forex-hours.ts';
import type { DollarValues } from './forex-walk.ts';
import { type ForexDay, forexDays } from './forex-week.ts';
import { hash, hashText } from './random.ts';
import { SOURCE } from './units.ts';

/** Ticks after the roll at 17:00 New York in which dealers are few: an hour and a quarter. */
const ROLL_TICKS = 300;
/** How much wider than in busy hours the spread is right after the roll; on Sunday, when the week begins, twice that. */
const ROLL_WIDTH = 5;

/** A pair with what its day is like, one entry a tick. */
interface PairDay {
  readonly pair: CurrencyPair;
  readonly key: number;
  readonly base: Float64Array;
  readonly quote: Float64Array;
}

const rollWidth = ({ opensWeek }: ForexDay, tick: number): number => {
  const left = Math.max(1 - tick / ROLL_TICKS, 0);
  return 1 + ROLL_WIDTH * (opensWeek ? 2 : 1) * left * left;
};

const part = (key: number): number => hash(key) / 2 ** 32;

/** Points between bid and ask. */
function spreadPoints(forex: ForexDay, { pair, key }: PairDay, tick: number, mid: number): number {
  const { base, quote, pointsPerUnit } = pair;
  const perMillion = base.spreadPerMillion + quote.spreadPerMillion;
  const activity = forexShape(forex, base.centres).activity[tick] ?? 1;
  const quiet = Math.min(Math.max(1 / Math.sqrt(activity), 0.8), 1.5);
  const noise = 0.7 + 0.6 * part(hash(key, forex.day, tick));
  const points = mid * pointsPerUnit * perMillion * 1e-6 * quiet * noise * rollWidth(forex, tick);
  return Math.max(Math.round(points), 1);
}

function rateAt(forex: ForexDay, day: PairDay, tick: number): Forex {
  const { pair, key, base, quote } = day;
  const mid = Math.exp((base[tick] ?? 0) - (quote[tick] ?? 0));
  const spread = spreadPoints(forex, day, tick, mid);
  const bid = Math.round(mid * pair.pointsPerUnit - spread / 2);
  const ms = forex.openMs + tick * FOREX_TICK_MS;
  return {
    kind: 'forex',
    name: pair.name,
    ts: formatNewYork(ms),
    bid: bid / pair.pointsPerUnit,
    ask: (bid + spread) / pair.pointsPerUnit,
    source: SOURCE,
    observedAt: new Date(ms + 5 + (hash(key, tick) % 60)).toISOString(),
  };
}

/** The rates of some pairs in a window, by time and name. The names of the pairs are in order. */
export function* forexRates(
  seed: number,
  walkOf: (forex: ForexDay) => DollarValues,
  pairs: readonly CurrencyPair[],
  fromMs: number,
  toMs: number,
): Generator<Forex> {
  if (pairs.length === 0) return;
  for (const forex of forexDays(fromMs, toMs)) {
    const values = walkOf(forex);
    const days = pairs.map((pair) => ({
      pair,
      key: hash(seed, hashText(pair.name)),
      base: values(pair.base),
      quote: values(pair.quote),
    }));
    const first = Math.max(Math.ceil((fromMs - forex.openMs) / FOREX_TICK_MS), 0);
    const lastMs = Math.min(toMs, forex.closeMs);
    for (let tick = first; forex.openMs + tick * FOREX_TICK_MS < lastMs; tick++) {
      for (const day of days) yield rateAt(forex, day, tick);
    }
  }
}
