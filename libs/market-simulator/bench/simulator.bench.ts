import {
  createSimulatedMarket,
  createSimulatedSource,
  DEFAULT_PAIRS,
  DEFAULT_SYMBOLS,
} from '@tickerlake/market-simulator';
import type { BenchResult } from '@tickerlake/testing';

const ROUNDS = 30;
const DAY = { fromMs: Date.UTC(2026, 4, 14), toMs: Date.UTC(2026, 4, 15) };

/** Milliseconds that a source which has kept nothing takes for a day of ten companies, minute by minute. */
async function barsMs(seed: number): Promise<number> {
  const source = createSimulatedSource({ seed, now: () => DAY.toMs });
  const start = performance.now();
  await source.fetchBars({ symbols: DEFAULT_SYMBOLS, ...DAY, interval: '1m' });
  return performance.now() - start;
}

/** Events a second that a market which has kept nothing tells: a day of ten companies and six pairs. */
function eventRate(seed: number): number {
  const market = createSimulatedMarket({ seed });
  const start = performance.now();
  const { length } = Array.from(market.events({ symbols: DEFAULT_SYMBOLS, pairs: DEFAULT_PAIRS, ...DAY }));
  return (length / (performance.now() - start)) * 1000;
}

/** Milliseconds that a market which is at it takes for the next second of the day. */
function secondMs(market: ReturnType<typeof createSimulatedMarket>): number {
  const seconds = 600;
  const openMs = Date.UTC(2026, 4, 14, 13, 30);
  const start = performance.now();
  for (let fromMs = openMs; fromMs < openMs + seconds * 1000; fromMs += 1000) {
    Array.from(market.events({ symbols: DEFAULT_SYMBOLS, pairs: DEFAULT_PAIRS, fromMs, toMs: fromMs + 1000 }));
  }
  return (performance.now() - start) / seconds;
}

/** The best of several markets, each new. */
export async function bench(): Promise<BenchResult[]> {
  let [bars, rate, second] = [Infinity, 0, Infinity];
  const market = createSimulatedMarket();
  for (let seed = 1; seed <= ROUNDS; seed++) {
    bars = Math.min(bars, await barsMs(seed));
    rate = Math.max(rate, eventRate(seed));
    second = Math.min(second, secondMs(market));
  }
  const atMost = (name: string, value: number, peerValue: number) => ({
    name,
    value,
    unit: 'ms',
    peer: 'at most',
    peerValue,
  });
  return [
    atMost('a new day of ten companies, 3,900 bars', bars, 50),
    {
      name: 'a new day of ten companies and six pairs, 50,000 quotes, rates and stories',
      value: rate,
      unit: 'events/s',
      peer: 'at least',
      peerValue: 100_000,
    },
    atMost('the next second of that day, when the day is known', second, 1),
  ];
}
