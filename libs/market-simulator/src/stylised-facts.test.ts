import { fromNewYork, nextSession, sessionsBetween } from '@tickerlake/market-calendar';
import type { Bar } from '@tickerlake/record-schema';
import { describe, expect, test } from 'vitest';
import { companyOf } from './companies.ts';
import { createSimulatedSource } from './index.ts';
import { dayFrame } from './price-walk.ts';
import { hashSeed } from './random.ts';

// What every market shows: Cont 2001, Empirical properties of asset returns, https://doi.org/10.1080/713665670
const LEVELS_2026: Readonly<Record<string, number>> = {
  META: 640,
  SHOP: 130,
  BYND: 2.4,
  NFLX: 98,
  PINS: 25,
  XYZ: 66,
  TTD: 34,
  OKTA: 84,
  SNAP: 8.2,
  DDOG: 128,
};
const TEN = Object.keys(LEVELS_2026);
const SEED = 1;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
function moments(values: readonly number[]): { middle: number; deviation: number; kurtosis: number } {
  const middle = mean(values);
  const variance = mean(values.map((value) => (value - middle) ** 2));
  const kurtosis = mean(values.map((value) => (value - middle) ** 4)) / variance ** 2;
  return { middle, deviation: Math.sqrt(variance), kurtosis };
}
function correlation(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [moments(one), moments(other)];
  const together = mean(one.map((value, index) => (value - a.middle) * ((other[index] ?? 0) - b.middle)));
  return together / (a.deviation * b.deviation);
}
const steps = (values: readonly number[]): number[] =>
  values.slice(1).map((value, index) => value - (values[index] ?? value));

/** Logarithms of a company's closing prices: the core that the bars of a day are drawn around. */
function logCloses(symbol: string, from: string, to: string): number[] {
  const company = companyOf(symbol);
  if (!company) throw new Error(`${symbol} has no company`);
  const days = sessionsBetween(from, to).map(({ date }) => Date.parse(date) / 86_400_000);
  return days.map((day) => dayFrame(hashSeed(SEED), company, day).logClose);
}

const source = createSimulatedSource({ seed: SEED, now: () => fromNewYork('2030-12-31', 24) });

/** A company's days, each a list of its minutes. */
async function daysOf(symbol: string, from: string, to: string): Promise<Bar[][]> {
  const request = { symbols: [symbol], fromMs: fromNewYork(from), toMs: fromNewYork(to, 24), interval: '1m' } as const;
  const days = new Map<string, Bar[]>();
  for (const bar of (await source.fetchBars(request)).bars) {
    const date = bar.ts.slice(0, 10);
    const day = days.get(date) ?? [];
    day.push(bar);
    days.set(date, day);
  }
  return [...days.values()];
}
const closeOf = (day: readonly Bar[] = []): number => day.at(-1)?.close ?? 0;
const minuteReturns = (day: readonly Bar[]): number[] => steps(day.map(({ close = 0 }) => Math.log(close)));
const fullDays = (days: readonly Bar[][]): Bar[][] => days.filter(({ length }) => length === 390);
const volumeOf = ({ volume = 0 }: Bar): number => volume;
const totalVolume = (day: readonly Bar[]): number => day.reduce((sum, bar) => sum + volumeOf(bar), 0);
const meanOver = (days: readonly Bar[][], from: number, to: number, measure: (bar: Bar) => number): number =>
  mean(fullDays(days).flatMap((day) => day.slice(from, to).map(measure)));

describe.each(TEN)('%s', (symbol) => {
  test('costs in 2026 what one would expect', () => {
    const ratio = Math.exp(mean(logCloses(symbol, '2026-01-02', '2026-12-31'))) / (LEVELS_2026[symbol] ?? 0);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.6);
  });

  test('has a volatility between 15 and 80 % a year, and now and then a day that a bell curve would not have', () => {
    const { deviation, kurtosis } = moments(steps(logCloses(symbol, '1990-01-02', '2030-12-31')));
    expect(deviation * Math.sqrt(252)).toBeGreaterThan(0.15);
    expect(deviation * Math.sqrt(252)).toBeLessThan(0.8);
    expect(kurtosis).toBeGreaterThan(3.5);
    expect(kurtosis).toBeLessThan(30);
  });

  test('stays within a fifth and five times its price over forty years', () => {
    const farthest = logCloses(symbol, '1990-01-02', '2030-12-31').map((close) =>
      Math.abs(close - Math.log(LEVELS_2026[symbol] ?? 0)),
    );
    expect(Math.max(...farthest)).toBeLessThan(Math.log(5));
  });

  test('moves and trades most at the opening, least at noon, more again at the close', async () => {
    const days = await daysOf(symbol, '2026-03-02', '2026-05-29');
    const part = (from: number, to: number) => ({
      range: meanOver(days, from, to, ({ high, low }) => (high - low) / low),
      volume: meanOver(days, from, to, volumeOf),
    });
    const [open, noon, close] = [part(0, 15), part(180, 240), part(375, 390)];
    expect(open.range).toBeGreaterThan(1.8 * noon.range);
    expect(close.range).toBeGreaterThan(1.2 * noon.range);
    expect(open.range).toBeGreaterThan(close.range);
    expect(open.volume).toBeGreaterThan(3 * noon.volume);
    expect(close.volume).toBeGreaterThan(2 * noon.volume);
  });

  test('has minutes with fat tails, and nights that leave gaps a minute does not', async () => {
    const days = await daysOf(symbol, '2026-03-02', '2026-05-29');
    const minutes = moments(days.flatMap(minuteReturns));
    expect(minutes.kurtosis).toBeGreaterThan(5);
    expect(minutes.kurtosis).toBeLessThan(100);
    // The session's shape alone makes tails fat: at noon they are the moves' own.
    const noon = moments(fullDays(days).flatMap((day) => minuteReturns(day.slice(150, 260))));
    expect(noon.kurtosis).toBeGreaterThan(4);
    const gaps = days.slice(1).map((day, index) => Math.log((day[0]?.open ?? 0) / closeOf(days[index])));
    expect(moments(gaps).deviation).toBeGreaterThan(4 * minutes.deviation);
    expect(Math.max(...gaps.map(Math.abs))).toBeLessThan(0.4);
  });
});

describe('the market', () => {
  test('closes each day where the walk of days says, to the cent', async () => {
    const days = await daysOf('META', '2026-03-02', '2026-03-31');
    const expected = logCloses('META', '2026-03-02', '2026-03-31').map((log) => Number(Math.exp(log).toFixed(2)));
    expect(days.map(closeOf)).toEqual(expected);
  });

  test('moves its companies together, by the day and by the minute', async () => {
    const daily = ['META', 'SHOP'].map((symbol) => steps(logCloses(symbol, '2010-01-04', '2026-11-20')));
    const months = await Promise.all(['META', 'SHOP'].map((symbol) => daysOf(symbol, '2026-04-01', '2026-04-30')));
    const byMinute = months.map((days) => days.flatMap(minuteReturns));
    for (const [one = [], other = []] of [daily, byMinute]) {
      expect(correlation(one, other)).toBeGreaterThan(0.2);
      expect(correlation(one, other)).toBeLessThan(0.7);
    }
  });

  test('does not tell the next minute: returns have no memory, their sizes have', async () => {
    const days = fullDays(await daysOf('NFLX', '2026-03-02', '2026-05-29')).map(minuteReturns);
    const withNext = (measure: (value: number) => number): number =>
      correlation(
        days.flatMap((day) => day.slice(0, -1).map(measure)),
        days.flatMap((day) => day.slice(1).map(measure)),
      );
    expect(Math.abs(withNext((value) => value))).toBeLessThan(0.05);
    expect(withNext(Math.abs)).toBeGreaterThan(0.1);
  });

  test('joins its minutes: one opens close to where the one before closed', async () => {
    const [day = []] = await daysOf('META', '2026-05-14', '2026-05-14');
    const jumps = day.slice(1).map(({ open = 0 }, index) => Math.abs(Math.log(open / (day[index]?.close ?? 0))));
    expect(mean(jumps)).toBeLessThan(0.3 * moments(minuteReturns(day)).deviation);
  });

  test('trades about half as much on a half day', async () => {
    const ratios = TEN.map(async (symbol) => {
      const days = await daysOf(symbol, '2024-11-18', '2024-12-06');
      const half = days.find(({ length }) => length === 210) ?? [];
      return totalVolume(half) / mean(fullDays(days).map(totalVolume));
    });
    const ratio = mean(await Promise.all(ratios));
    expect(ratio).toBeGreaterThan(0.35);
    expect(ratio).toBeLessThan(0.75);
  });

  test('gives an unknown company a price of its own, between a few dollars and a few hundred', async () => {
    const symbols = Array.from({ length: 60 }, (_, index) => `CO${index}`);
    const { openMs, closeMs } = nextSession('2026-06-26');
    const { bars } = await source.fetchBars({ symbols, fromMs: openMs, toMs: closeMs, interval: '1h' });
    const prices = bars.filter(({ ts }) => ts.includes(' 15:30')).map(({ high }) => high);
    expect(prices).toHaveLength(symbols.length);
    expect(new Set(prices).size).toBeGreaterThan(symbols.length - 4);
    expect(Math.min(...prices)).toBeGreaterThan(5);
    expect(Math.max(...prices)).toBeLessThan(600);
    expect(Math.max(...prices) / Math.min(...prices)).toBeGreaterThan(8);
  });
});
