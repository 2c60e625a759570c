import { formatNewYork } from '@tickerlake/market-calendar';
import type { Forex } from '@tickerlake/record-schema';
import type { CurrencyPair } from './currencies.ts';
import { keepNewest } from './day-cache.ts';
import { spreadPoints } from './forex-spreads.ts';
import { FOREX_TICK_MS } from './forex-hours.ts';
import { type DollarValues, forexWalk } from './forex-walk.ts';
import { forexDays } from './forex-week.ts';
import { type PairDay, pairDay } from './pair-day.ts';
import { hash } from './random.ts';
import type { TimeWindow } from './time-window.ts';
import { SOURCE } from './units.ts';

const STREAM = { delay: 22 } as const;
/** Days of the forex market kept: a megabyte each. */
const KEPT_DAYS = 4;

/**
 * The rate of a pair at a tick. What a currency costs in another follows from what both cost in dollars, so rates agree
 * whatever way one goes; what that gives lies between bid and ask, so no way around makes money.
 */
function rateAt(day: PairDay, tick: number): Forex {
  const { pair, forex, key, base, quote } = day;
  const mid = Math.exp((base[tick] ?? 0) - (quote[tick] ?? 0)) * pair.pointsPerUnit;
  const spread = spreadPoints(day, tick, mid);
  const bid = Math.round(mid - spread / 2);
  const ms = forex.openMs + tick * FOREX_TICK_MS;
  return {
    kind: 'forex',
    name: pair.name,
    ts: formatNewYork(ms),
    bid: bid / pair.pointsPerUnit,
    ask: (bid + spread) / pair.pointsPerUnit,
    source: SOURCE,
    observedAt: new Date(ms + 5 + (hash(key, STREAM.delay, tick) % 60)).toISOString(),
  };
}

/** The rates of some pairs in a window, by time and name; the pairs are given in the order of their names. */
export type ForexTape = (pairs: readonly CurrencyPair[], window: TimeWindow) => Generator<Forex>;

/** The forex market of a seed's hash: a rate of each pair at every tick of the forex week. */
export function openForexTape(seed: number): ForexTape {
  const kept = keepNewest<DollarValues>(KEPT_DAYS);
  return function* (pairs, { fromMs, toMs }) {
    if (pairs.length === 0 || fromMs >= toMs) return;
    for (const forex of forexDays(fromMs, toMs)) {
      const values = kept(`${forex.day}`, () => forexWalk(seed, forex));
      const days = pairs.map((pair) => pairDay(seed, pair, forex, values));
      const first = Math.max(Math.ceil((fromMs - forex.openMs) / FOREX_TICK_MS), 0);
      const last = Math.ceil((Math.min(toMs, forex.closeMs) - forex.openMs) / FOREX_TICK_MS);
      for (let tick = first; tick < last; tick++) for (const day of days) yield rateAt(day, tick);
    }
  };
}
