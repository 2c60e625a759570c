import { fromNewYork } from '@tickerlake/market-calendar';
import type { Forex } from '@tickerlake/record-schema';
import { describe, expect, test } from 'vitest';
import { CURRENCIES, type Currency, CURRENCY_PAIRS } from './currencies.ts';
import { londonOffsetMinutes } from './forex-hours.ts';
import { dollarFrame, forexWalk } from './forex-walk.ts';
import { forexDays } from './forex-week.ts';
import { createSimulatedMarket } from './index.ts';
import { hashSeed } from './random.ts';

const DAY = 86_400_000;
const market = createSimulatedMarket();
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number => Math.sqrt(mean(values.map((value) => value ** 2)));
const steps = (values: readonly number[]): number[] =>
  values.slice(1).map((value, index) => value - (values[index] ?? value));
const correlation = (one: readonly number[], other: readonly number[]): number =>
  mean(one.map((value, index) => value * (other[index] ?? 0))) / (deviation(one) * deviation(other));

const rates = (pair: string, from: string, to: string): Forex[] => [
  ...market.forex({ pairs: [pair], fromMs: fromNewYork(from), toMs: fromNewYork(to) }),
];
const logMid = ({ bid, ask }: Forex): number => Math.log((bid + ask) / 2);

const currency = (code: string): Currency => {
  const found = CURRENCIES.find((one) => one.code === code);
  if (!found) throw new Error(`${code} is no currency`);
  return found;
};

/** Logarithms of a pair's rate at the beginning and the end of each forex day: the core that its ticks are drawn around. */
function days(pair: string, from: string, to: string, { seed = 1, every = 1 } = {}) {
  const [base, quote] = [currency(pair.slice(0, 3)), currency(pair.slice(3))];
  const asked = [...forexDays(fromNewYork(from), fromNewYork(to))].filter((_, index) => index % every === 0);
  return asked.map((forex) => {
    const [over, under] = [base, quote].map((one) => dollarFrame(hashSeed(seed), one, forex));
    const first = (over?.logOpen ?? 0) - (under?.logOpen ?? 0);
    const last = (over?.logClose ?? 0) - (under?.logClose ?? 0);
    return { first, last, opensWeek: forex.opensWeek };
  });
}

const LEVELS_2026: Readonly<Record<string, readonly [least: number, most: number]>> = {
  EURUSD: [1.02, 1.32],
  GBPUSD: [1.15, 1.52],
  AUDUSD: [0.54, 0.79],
  NZDUSD: [0.47, 0.71],
  USDCAD: [1.24, 1.56],
  USDCHF: [0.7, 0.92],
  USDJPY: [127, 187],
};

describe.each(Object.entries(LEVELS_2026))('%s', (pair, [least, most]) => {
  test('stands in 2026 where one would expect, in every market', () => {
    const closes = [1, 2, 3].flatMap((seed) =>
      days(pair, '2026-01-04', '2026-12-31', { seed }).map(({ last }) => last),
    );
    expect(Math.exp(Math.min(...closes))).toBeGreaterThan(least);
    expect(Math.exp(Math.max(...closes))).toBeLessThan(most);
  });

  test('moves by 4 to 12 % a year', () => {
    const yearly = deviation(steps(days(pair, '2025-01-05', '2026-12-31').map(({ last }) => last))) * Math.sqrt(260);
    expect(yearly).toBeGreaterThan(0.04);
    expect(yearly).toBeLessThan(0.12);
  });
});

describe('over forty years', () => {
  test.each(CURRENCY_PAIRS)('%s drifts nowhere: it never goes half as far again from its level', (pair) => {
    const level = Math.log(currency(pair.slice(0, 3)).dollars / currency(pair.slice(3)).dollars);
    const closes = days(pair, '1990-01-07', '2030-12-28', { every: 10 }).map(({ last }) => last);
    expect(closes.length).toBeGreaterThan(1000);
    expect(Math.max(...closes.map((close) => Math.abs(close - level)))).toBeLessThan(Math.log(1.5));
    expect(Math.abs(mean(closes) - level)).toBeLessThan(0.04);
  });
});

describe('the days', () => {
  test('are drawn from where they begin to where they end', () => {
    for (const forex of forexDays(fromNewYork('2026-05-10'), fromNewYork('2026-05-16'))) {
      for (const one of CURRENCIES) {
        const [path, { logOpen, logClose }] = [forexWalk(7, forex)(one), dollarFrame(7, one, forex)];
        expect(Math.abs((path.at(0) ?? 0) - logOpen)).toBeLessThan(0.001);
        expect(path.at(-1)).toBeCloseTo(logClose, 10);
      }
    }
  });

  test('join: a day begins where the one before ended, but over the weekend there is a gap', () => {
    const found = days('EURUSD', '2024-01-07', '2026-12-31');
    const joints = found
      .slice(1)
      .map(({ first, opensWeek }, index) => ({ opensWeek, gap: first - (found[index]?.last ?? 0) }));
    const gaps = (weekend: boolean) => joints.filter(({ opensWeek }) => opensWeek === weekend).map(({ gap }) => gap);
    const daily = deviation(steps(found.map(({ last }) => last)));
    expect(Math.max(...gaps(false).map(Math.abs))).toBeLessThan(1e-9);
    expect(deviation(gaps(true))).toBeGreaterThan(0.15 * daily);
    expect(deviation(gaps(true))).toBeLessThan(0.5 * daily);
  });

  test('do not tell the next one', () => {
    const moves = steps(days('USDJPY', '2018-01-07', '2026-12-31').map(({ last }) => last));
    expect(Math.abs(correlation(moves.slice(1), moves.slice(0, -1)))).toBeLessThan(0.06);
  });

  test('move what belongs together: euro with franc, Australian with New Zealand dollar, less so yen with pound', () => {
    const moves = (pair: string) => steps(days(pair, '2023-01-08', '2026-12-31').map(({ last }) => last));
    expect(correlation(moves('EURUSD'), moves('USDCHF'))).toBeLessThan(-0.6);
    expect(correlation(moves('AUDUSD'), moves('NZDUSD'))).toBeGreaterThan(0.6);
    const loose = -correlation(moves('GBPUSD'), moves('USDJPY'));
    expect(loose).toBeGreaterThan(0.15);
    expect(loose).toBeLessThan(0.7);
  });
});

describe('the hours', () => {
  /** Deviation of the moves in each hour of New York over four weeks. */
  function byHour(pair: string, from: string, to: string): number[] {
    const moves: number[][] = Array.from({ length: 24 }, () => []);
    let before: Forex | undefined;
    for (const rate of rates(pair, from, to)) {
      if (before && rate.ts.slice(0, 13) === before.ts.slice(0, 13)) {
        moves[Number(rate.ts.slice(11, 13))]?.push(logMid(rate) - logMid(before));
      }
      before = rate;
    }
    return moves.map(deviation);
  }

  test('are liveliest when London and New York are both at work, and quiet after 17:00', () => {
    const hours = byHour('EURUSD', '2026-05-10', '2026-06-06');
    const overlap = mean(hours.slice(8, 12));
    expect(overlap).toBeGreaterThan(2 * mean(hours.slice(17, 24)));
    expect(overlap).toBeGreaterThan(1.1 * mean(hours.slice(3, 7)));
    expect(mean(hours.slice(3, 7))).toBeGreaterThan(1.4 * mean(hours.slice(20, 24)));
  });

  test('of Tokyo matter more to the yen than to the euro', () => {
    const asia = (pair: string) => {
      const hours = byHour(pair, '2026-05-10', '2026-05-23');
      return mean(hours.slice(20, 24)) / mean(hours.slice(8, 12));
    };
    expect(asia('USDJPY')).toBeGreaterThan(1.15 * asia('EURUSD'));
  });

  test('of London come an hour later to New York while only New York has summer time', () => {
    const [usual, shifted] = [
      byHour('EURGBP', '2026-02-08', '2026-03-07'),
      byHour('EURGBP', '2026-03-08', '2026-03-28'),
    ];
    const rise = (hours: readonly number[], hour: number) => (hours[hour] ?? 0) / (hours[hour - 1] ?? 1);
    expect(rise(usual, 2)).toBeGreaterThan(rise(usual, 3));
    expect(rise(shifted, 3)).toBeGreaterThan(rise(shifted, 2) * 1.2);
  });

  test('of London change on the last Sundays of March and October at 01:00 UTC', () => {
    for (const [before, minutes] of [
      ['2026-03-29T00:59:59Z', 0],
      ['2026-03-29T01:00:00Z', 60],
      ['2026-10-25T00:59:59Z', 60],
      ['2026-10-25T01:00:00Z', 0],
    ] as const) {
      expect(londonOffsetMinutes(Date.parse(before))).toBe(minutes);
    }
  });

  test('have moves with fat tails', () => {
    const found = rates('EURUSD', '2026-05-10', '2026-06-06').filter(({ ts }) => ts.slice(11, 13) === '11');
    const moves = steps(found.map(logMid)).filter((move) => Math.abs(move) < 0.002);
    expect(mean(moves.map((move) => move ** 4)) / deviation(moves) ** 4).toBeGreaterThan(4);
  });
});

test('every pair moves', () => {
  const fromMs = fromNewYork('2026-05-14', 8);
  for (const pair of CURRENCY_PAIRS) {
    const found = [...market.forex({ pairs: [pair], fromMs, toMs: fromMs + DAY / 24 })];
    expect(new Set(found.map(({ bid }) => bid)).size).toBeGreaterThan(30);
  }
});
