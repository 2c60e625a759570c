import { fromNewYork } from '@tickerlake/market-calendar';
import { eventTimeMs, type Forex } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CURRENCY_PAIRS, createSimulatedMarket, DEFAULT_PAIRS } from './index.ts';

const TICK = 15_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const market = createSimulatedMarket();
const rates = (pairs: readonly string[], fromMs: number, toMs: number, seed = 1): Forex[] => [
  ...createSimulatedMarket({ seed }).forex({ pairs, fromMs, toMs }),
];

const CURRENCIES = ['EUR', 'GBP', 'AUD', 'NZD', 'USD', 'CAD', 'CHF', 'JPY'];
const pointOf = (name: string): number => (name.endsWith('JPY') ? 0.001 : 0.00001);
/** Any instant between 1990 and 2030. */
const instants = fc.integer({ min: fromNewYork('1990-01-02'), max: fromNewYork('2030-12-26') });
const seeds = fc.nat();

/** All pairs at the first instant of trading from some instant on. */
function snapshot(seed: number, fromMs: number): Map<string, Forex> {
  const found = new Map<string, Forex>();
  const window = { pairs: CURRENCY_PAIRS, fromMs, toMs: fromMs + 3 * DAY };
  for (const rate of createSimulatedMarket({ seed }).forex(window)) {
    if (found.size === CURRENCY_PAIRS.length) break;
    found.set(rate.name, rate);
  }
  return found;
}

test('the pairs are the eight large currencies, each against each, named as the market does', () => {
  expect(CURRENCY_PAIRS).toHaveLength(28);
  for (const pair of CURRENCY_PAIRS) {
    const [base, quote] = [CURRENCIES.indexOf(pair.slice(0, 3)), CURRENCIES.indexOf(pair.slice(3))];
    expect(base >= 0 && base < quote).toBe(true);
  }
  expect(CURRENCY_PAIRS).toEqual(expect.arrayContaining([...DEFAULT_PAIRS]));
});

test('every rate has its bid below its ask, on the points of its pair: five decimals, with yen three', () => {
  fc.assert(
    fc.property(seeds, instants, (seed, fromMs) => {
      for (const [name, { bid, ask }] of snapshot(seed, fromMs)) {
        const decimals = name.endsWith('JPY') ? 3 : 5;
        expect(bid > 0 && bid < ask).toBe(true);
        expect([bid, ask].map((rate) => Number(rate.toFixed(decimals)))).toEqual([bid, ask]);
      }
    }),
    { numRuns: 60 },
  );
});

test('crosses follow from the dollar rates of the same instant, to the point', () => {
  fc.assert(
    fc.property(seeds, instants, (seed, fromMs) => {
      const found = snapshot(seed, fromMs);
      expect(new Set([...found.values()].map(({ ts }) => ts)).size).toBe(1);
      const midOf = (pair: string): { readonly mid: number; readonly off: number } => {
        const { bid = 0, ask = 0 } = found.get(pair) ?? {};
        const mid = (bid + ask) / 2;
        // Rounding moves the middle by half a point at most.
        return { mid, off: (0.5 * pointOf(pair)) / mid };
      };
      for (const [one, two, three] of [
        ['EURUSD', 'USDJPY', 'EURJPY'],
        ['EURGBP', 'GBPUSD', 'EURUSD'],
        ['GBPUSD', 'USDCHF', 'GBPCHF'],
        ['AUDNZD', 'NZDUSD', 'AUDUSD'],
        ['GBPCAD', 'CADJPY', 'GBPJPY'],
      ] as const) {
        const [first, second, third] = [midOf(one), midOf(two), midOf(three)];
        const error = Math.abs((first.mid * second.mid) / third.mid - 1);
        expect(error).toBeLessThan(1.01 * (first.off + second.off + third.off));
      }
    }),
    { numRuns: 60 },
  );
});

test('no way around through three currencies makes money', () => {
  fc.assert(
    fc.property(seeds, instants, (seed, fromMs) => {
      const found = snapshot(seed, fromMs);
      /** Units of one currency for a unit of another, as a customer gets them. */
      const exchange = (sold: string, bought: string): number => {
        const straight = found.get(sold + bought);
        return straight ? straight.bid : 1 / (found.get(bought + sold)?.ask ?? 0);
      };
      for (const a of CURRENCIES) {
        for (const b of CURRENCIES) {
          for (const c of CURRENCIES) {
            if (a === b || b === c || a === c) continue;
            expect(exchange(a, b) * exchange(b, c) * exchange(c, a)).toBeLessThan(1 + 1e-12);
          }
        }
      }
    }),
    { numRuns: 20 },
  );
});

describe('the forex week', () => {
  const week = (sunday: string) => {
    const fromMs = fromNewYork(sunday);
    return rates(['EURUSD'], fromMs, fromMs + 7 * DAY);
  };

  test.each([
    ['in summer', '2026-05-10', '2026-05-10 17:00:00-04:00', '2026-05-15 16:59:45-04:00'],
    ['in winter', '2026-01-11', '2026-01-11 17:00:00-05:00', '2026-01-16 16:59:45-05:00'],
    ['on the Sunday that begins summer time', '2026-03-08', '2026-03-08 17:00:00-04:00', '2026-03-13 16:59:45-04:00'],
    ['on the Sunday that ends it', '2026-11-01', '2026-11-01 17:00:00-05:00', '2026-11-06 16:59:45-05:00'],
  ])('begins at 17:00 New York on Sunday and ends at 17:00 on Friday, %s', (_, sunday, first, last) => {
    const found = week(sunday);
    expect([found[0]?.ts, found.at(-1)?.ts]).toEqual([first, last]);
    expect(found).toHaveLength((5 * DAY) / TICK);
    const openMs = eventTimeMs(found[0] as Forex);
    expect(found.map(eventTimeMs)).toEqual(Array.from(found.keys(), (tick) => openMs + tick * TICK));
  });

  test('goes on through holidays of the New York exchanges', () => {
    expect(rates(['EURUSD'], fromNewYork('2026-11-26'), fromNewYork('2026-11-27'))).toHaveLength(DAY / TICK);
  });

  test('has nothing between Friday and Sunday', () => {
    expect(rates(CURRENCY_PAIRS, fromNewYork('2026-05-15', 17), fromNewYork('2026-05-17', 17))).toEqual([]);
  });

  test('gives all pairs at the same instants, by name', () => {
    const fromMs = fromNewYork('2026-05-14', 3, 0, 0, 1);
    const found = rates(['USDJPY', 'EURUSD', 'EURJPY'], fromMs, fromMs + 2 * TICK);
    expect(found.map(({ name, ts }) => `${ts.slice(11, 19)} ${name}`)).toEqual([
      '03:00:15 EURJPY',
      '03:00:15 EURUSD',
      '03:00:15 USDJPY',
      '03:00:30 EURJPY',
      '03:00:30 EURUSD',
      '03:00:30 USDJPY',
    ]);
  });
});

describe('the spread', () => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const weekOf = (pair: string): Forex[] => [
    ...market.forex({ pairs: [pair], fromMs: fromNewYork('2026-05-10'), toMs: fromNewYork('2026-05-16') }),
  ];
  /** Pips in the hours from one to another of New York, Sunday left out. */
  const pips = (pair: string, from: number, to: number): number =>
    mean(
      weekOf(pair)
        .filter(({ ts }) => Number(ts.slice(11, 13)) >= from && Number(ts.slice(11, 13)) < to && !ts.includes('-10 '))
        .map(({ bid, ask }) => (ask - bid) / pointOf(pair) / 10),
    );

  test.each([
    ['EURUSD', 0.1, 0.2],
    ['USDJPY', 0.1, 0.3],
    ['GBPUSD', 0.15, 0.4],
    ['USDCHF', 0.2, 0.5],
    ['EURGBP', 0.2, 0.6],
    ['EURJPY', 0.3, 0.8],
    ['GBPNZD', 1, 4],
  ])('of %s is between %d and %d pips while London and New York are at work', (pair, least, most) => {
    const found = pips(pair, 8, 12);
    expect(found).toBeGreaterThanOrEqual(least);
    expect(found).toBeLessThan(most);
  });

  test('is wider in Asian hours, much wider when the day rolls over, widest when the week begins', () => {
    const [busy, asia, roll] = [pips('GBPUSD', 8, 12), pips('GBPUSD', 20, 24), pips('GBPUSD', 17, 18)];
    const [first] = weekOf('GBPUSD');
    expect(asia).toBeGreaterThan(1.2 * busy);
    expect(roll).toBeGreaterThan(3 * busy);
    expect(((first?.ask ?? 0) - (first?.bid ?? 0)) / 0.0001).toBeGreaterThan(6 * busy);
  });

  test('widens in the last minutes before 17:00', () => {
    const between = (from: string, to: string) =>
      mean(
        weekOf('GBPUSD')
          .filter(({ ts }) => ts.slice(11, 19) >= from && ts.slice(11, 19) < to)
          .map(({ bid, ask }) => ask - bid),
      );
    expect(between('16:59:00', '17:00:00')).toBeGreaterThan(2 * between('16:30:00', '16:50:00'));
  });

  test('of a cross is wider than that of each of its currencies against the dollar', () => {
    const perMillion = (pair: string) => {
      const found = weekOf(pair);
      return mean(found.map(({ bid, ask }) => ((ask - bid) / bid) * 1e6));
    };
    const cross = perMillion('EURGBP');
    expect(cross).toBeGreaterThan(perMillion('EURUSD') + perMillion('GBPUSD'));
  });

  test('widens when the rate jumps', () => {
    const found = weekOf('USDJPY').filter(({ ts }) => ['08', '09', '10'].includes(ts.slice(11, 13)));
    const moves = found.map(({ bid }, index) => Math.abs(bid - (found[index - 1]?.bid ?? bid)));
    const large = moves.toSorted((a, b) => b - a)[15] ?? 0;
    const [wide, usual] = [true, false].map((jumped) =>
      mean(found.filter((_, index) => (moves[index] ?? 0) >= large === jumped).map(({ bid, ask }) => ask - bid)),
    );
    expect(wide).toBeGreaterThan(1.5 * (usual ?? 0));
  });
});
