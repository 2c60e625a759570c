import { fromNewYork } from '@tickerlake/market-calendar';
import fc from 'fast-check';
import type { ChartOptions } from '../src/chart-options.ts';
import type { SeriesColumns } from '../src/read-prices.ts';

const awkward = fc.constantFrom(
  '<b>&amp;"\'',
  ']]>',
  '\u0000\u0007\ud800',
  'שלום עולם',
  '삼성전자 주식회사',
  '👨‍👩‍👧‍👦 & co',
  'x'.repeat(300),
  'BRK-B',
  'a\nb\tc',
);

/** Names as no market has them. */
const arbitraryName = fc
  .oneof(awkward, fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }), fc.stringMatching(/^[A-Z]{1,5}$/))
  .filter((name) => name.trim() !== '');

/** Prices as most markets do not have them either: from next to nothing to the largest allowed, zero and below. */
const arbitraryPrice = fc.oneof(
  fc.double({ min: 1, max: 2000, noNaN: true }),
  fc.double({ min: -9e13, max: 9e13, noNaN: true }),
  fc.double({ min: -1e-9, max: 1e-9, noNaN: true }),
  fc.constantFrom(0, -5, 5e-324, 9e13, -9e13, 0.0001, 123_456.789),
);

const OPENING = fromNewYork('2026-11-20', 9, 30);
const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000];

const arbitraryBar = fc.record({
  // Up to four days on, at any time of them: nights and the weekend too.
  ts: fc.oneof(
    fc.integer({ min: 0, max: 389 }).map((minute) => OPENING + minute * MINUTE_MS),
    fc.integer({ min: -DAY_MS, max: 4 * DAY_MS }).map((ms) => OPENING + ms),
  ),
  prices: fc.tuple(arbitraryPrice, arbitraryPrice, arbitraryPrice, arbitraryPrice),
  closes: fc.boolean(),
  volume: fc.option(fc.integer({ min: 0, max: 1e12 })),
});

/** A company's bars; high is the highest and low the lowest of four prices. */
const arbitrarySeries = fc
  .record({ name: arbitraryName, isFlat: fc.boolean(), bars: fc.array(arbitraryBar, { maxLength: 12 }) })
  .map(({ name, isFlat, bars }): SeriesColumns => {
    const [flat] = bars.map(({ prices }) => prices[0]);
    const quads = bars.map(({ prices }) => (isFlat ? prices.map(() => flat ?? 0) : prices));
    return {
      name,
      ts: bars.map(({ ts }) => ts),
      open: quads.map(([open = 0]) => open),
      high: quads.map((quad) => Math.max(...quad)),
      low: quads.map((quad) => Math.min(...quad)),
      close: bars.map(({ closes }, i) => (closes ? (quads[i]?.[3] ?? 0) : null)),
      volume: bars.map(({ volume }) => volume),
    };
  });

/** Companies with different names. */
export const arbitraryMarket = fc.uniqueArray(arbitrarySeries, {
  maxLength: 60,
  selector: ({ name }) => name,
  size: 'large',
});

const arbitraryText = fc.oneof(awkward, fc.lorem({ maxCount: 20 }));

/** Options of every chart. */
export const arbitraryOptions: fc.Arbitrary<ChartOptions> = fc.record(
  {
    title: arbitraryText,
    subtitle: arbitraryText,
    caption: arbitraryText,
    width: fc.integer({ min: 280, max: 1600 }),
    theme: fc.constantFrom('auto', 'light', 'dark'),
    id: fc.constantFrom('a', 'chart-2'),
  },
  { requiredKeys: [] },
);
