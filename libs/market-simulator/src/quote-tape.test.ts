import { fromNewYork, nextSession, type Session, sessionOn, sessionsBetween } from '@tickerlake/market-calendar';
import { type Bar, eventTimeMs, type Quote } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSimulatedMarket, createSimulatedSource, DEFAULT_SYMBOLS } from './index.ts';

const MINUTE = 60_000;
const TICK = 15_000;
const market = createSimulatedMarket();

const sessionOf = (date: string): Session => {
  const session = sessionOn(date);
  if (!session) throw new Error(`There is no session on ${date}`);
  return session;
};
const dayQuotes = (symbols: readonly string[], date: string, seed = 1): Quote[] => [
  ...createSimulatedMarket({ seed }).quotes({ symbols, fromMs: fromNewYork(date), toMs: fromNewYork(date, 24) }),
];
async function dayBars(symbol: string, date: string, seed: number): Promise<readonly Bar[]> {
  const source = createSimulatedSource({ seed, now: () => fromNewYork('2030-12-31') });
  const window = { fromMs: fromNewYork(date), toMs: fromNewYork(date, 24), interval: '1m' } as const;
  return (await source.fetchBars({ symbols: [symbol], ...window })).bars;
}

const seeds = fc.nat();
const dates = fc.constantFrom(...sessionsBetween('1990-01-02', '2030-12-30').map(({ date }) => date));
const symbols = fc.constantFrom(...DEFAULT_SYMBOLS, 'AAPL', 'BRK-B', 'FB', 'Q1', 'ZZZ');

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const spreadOf = ({ bid = 0, ask = 0 }: Quote): number => Math.round((ask - bid) * 100);

test('quotes agree with the same seed’s bars, minute by minute: in range, closing alike, with the same volume so far', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, symbols, dates, async (seed, symbol, date) => {
      const quotes = Map.groupBy(dayQuotes([symbol], date, seed), (quote) => Math.floor(eventTimeMs(quote) / MINUTE));
      const bars = await dayBars(symbol, date, seed);
      let traded = 0;
      expect([...quotes.keys()]).toEqual(bars.map((bar) => eventTimeMs(bar) / MINUTE));
      for (const bar of bars) {
        const minute = quotes.get(eventTimeMs(bar) / MINUTE) ?? [];
        expect(minute).toHaveLength(4);
        expect(minute.every(({ price }) => price >= bar.low && price <= bar.high)).toBe(true);
        const volumes = [traded, ...minute.map(({ volume = 0 }) => volume)];
        expect(volumes).toEqual(volumes.toSorted((a, b) => a - b));
        traded += bar.volume ?? 0;
        expect(minute.at(-1)).toMatchObject({ name: symbol, price: bar.close, volume: traded });
      }
    }),
    { numRuns: 40 },
  );
});

test('each quote stands between bid and ask, on whole cents, in whole round lots', () => {
  fc.assert(
    fc.property(seeds, symbols, dates, (seed, symbol, date) => {
      for (const { price, bid = 0, ask = 0, bidSize = 0, askSize = 0 } of dayQuotes([symbol], date, seed)) {
        expect(bid > 0 && bid < ask && bid <= price && price <= ask).toBe(true);
        expect([price, bid, ask].map((dollars) => Number(dollars.toFixed(2)))).toEqual([price, bid, ask]);
        const lot = [100, 40, 10, 1].find((shares) => bidSize % shares === 0 && askSize % shares === 0);
        expect(lot !== undefined && bidSize >= lot && askSize >= lot).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});

describe('quotes come in sessions only', () => {
  const instants = (date: string) => dayQuotes(['META'], date).map((quote) => eventTimeMs(quote));

  test.each(['2026-05-16', '2026-11-26', '2025-01-09', '2012-10-29'])('none on %s', (date) => {
    expect(instants(date)).toEqual([]);
  });

  test.each([
    ['an ordinary day', '2026-05-14', 1560],
    ['a half day', '2025-11-28', 840],
    ['a day that began late', '2002-09-11', 960],
    ['the first day of summer time', '2026-03-09', 1560],
    ['the first day of winter time', '2026-11-02', 1560],
  ])('on %s one in each 15 seconds, at no fixed instant', (_, date, count) => {
    const { openMs, closeMs } = sessionOf(date);
    const times = instants(date);
    expect(times).toHaveLength(count);
    expect(times.map((ms) => Math.floor((ms - openMs) / TICK))).toEqual(Array.from(times.keys()));
    expect(times.every((ms) => ms >= openMs && ms < closeMs)).toBe(true);
    expect(new Set(times.map((ms) => (ms - openMs) % TICK)).size).toBeGreaterThan(0.9 * count);
  });

  test('companies do not speak at the same time', () => {
    const { openMs } = sessionOf('2026-05-14');
    const window = { symbols: DEFAULT_SYMBOLS, fromMs: openMs, toMs: openMs + 10 * MINUTE };
    const times = [...market.quotes(window)].map((quote) => eventTimeMs(quote));
    expect(new Set(times).size).toBeGreaterThan(0.98 * times.length);
  });
});

describe('the spread', () => {
  const month = sessionsBetween('2026-05-01', '2026-05-29');
  const quotesOf = (symbol: string): Quote[][] => month.map(({ date }) => dayQuotes([symbol], date));

  test('fits the price: a cent for a cheap share that many trade, several for a dear one', () => {
    const cents = (symbol: string) => mean(quotesOf(symbol).flatMap((day) => day.slice(600, 900).map(spreadOf)));
    expect(cents('SNAP')).toBeLessThan(1.3);
    expect(cents('META')).toBeGreaterThan(3);
    expect(cents('META')).toBeLessThan(20);
    const perTenThousand = DEFAULT_SYMBOLS.filter((symbol) => symbol !== 'BYND' && symbol !== 'SNAP').map((symbol) =>
      mean(dayQuotes([symbol], '2026-05-14').map((quote) => (spreadOf(quote) / 100 / quote.price) * 1e4)),
    );
    expect(Math.min(...perTenThousand)).toBeGreaterThan(0.4);
    expect(Math.max(...perTenThousand)).toBeLessThan(12);
  });

  test('is widest after the opening bell and wider before the close than at noon', () => {
    const days = quotesOf('META');
    const at = (from: number, to: number) => mean(days.flatMap((day) => day.slice(from, to).map(spreadOf)));
    const [open, noon, close] = [at(0, 40), at(700, 860), at(1520, 1560)];
    expect(open).toBeGreaterThan(1.6 * noon);
    expect(close).toBeGreaterThan(1.15 * noon);
    expect(open).toBeGreaterThan(close);
  });

  test('widens when the price jumps, and narrows again within a minute', () => {
    const days = quotesOf('META');
    const wide: number[] = [];
    const later: number[] = [];
    const usual: number[] = [];
    for (const day of days) {
      const noon = day.slice(400, 1200);
      const moves = noon.map(({ price }, index) => Math.abs(price / (noon[index - 1]?.price ?? price) - 1));
      const large = moves.toSorted((a, b) => b - a)[3] ?? 0;
      for (const [index, move] of moves.entries()) {
        (move >= large ? wide : usual).push(spreadOf(noon[index] ?? ({} as Quote)));
        const after = move >= large ? noon[index + 5] : undefined;
        if (after) later.push(spreadOf(after));
      }
    }
    expect(mean(wide)).toBeGreaterThan(2 * mean(usual));
    expect(mean(later)).toBeLessThan(1.4 * mean(usual));
  });
});

describe('sizes', () => {
  const lots = (symbol: string, date: string) => {
    const sizes = dayQuotes([symbol], date).flatMap(({ bidSize = 0, askSize = 0 }) => [bidSize, askSize]);
    return { sizes, all: (shares: number) => sizes.every((size) => size % shares === 0) };
  };

  test('are multiples of 100 shares, and of 40 for dear shares since November 2025', () => {
    expect(lots('META', '2025-10-31').all(100)).toBe(true);
    const since = lots('META', '2025-11-03');
    expect([since.all(40), since.all(100)]).toEqual([true, false]);
    expect(lots('SNAP', '2026-05-14').all(100)).toBe(true);
  });

  test('differ, and are larger the cheaper the share', () => {
    const [snap, meta] = [lots('SNAP', '2026-05-14').sizes, lots('META', '2026-05-14').sizes];
    expect(mean(snap)).toBeGreaterThan(10 * mean(meta));
    expect(new Set(snap).size).toBeGreaterThan(30);
  });
});

test('the day’s volume begins anew each day', () => {
  const next = nextSession('2026-05-14');
  const [first] = dayQuotes(['META'], next.date);
  const last = dayQuotes(['META'], '2026-05-14').at(-1);
  expect(first?.volume).toBeLessThan(0.05 * (last?.volume ?? 0));
});
