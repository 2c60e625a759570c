import { formatNewYork, fromNewYork } from '@tickerlake/market-calendar';
import type { Bar, BarInterval } from '@tickerlake/record-schema';
import fc from 'fast-check';
import type { BarScopeOptions } from '../src/index.ts';

/** Days around what goes wrong: clock changes (one of them a Sunday with bars), early closes, a holiday, a weekend. */
export const DAYS = [
  '2024-07-03', // closes at 13:00
  '2024-07-04', // holiday
  '2024-11-01', // the last Friday of summer time
  '2024-11-03', // the Sunday when 01:00 comes twice
  '2024-11-04', // the first Monday of winter time
  '2024-11-29', // closes at 13:00
  '2025-03-07', // the last Friday of winter time
  '2025-03-10', // the first Monday of summer time
];

/** Few, so that bars meet: two that are one, hours that tie, minutes on both sides of every bell. */
const MINUTES = [
  '00:30',
  '01:05',
  '09:29',
  '09:30',
  '09:31',
  '09:59',
  '10:00',
  '10:01',
  '12:59',
  '13:00',
  '15:30',
  '15:59',
  '16:00',
  '19:58',
];

const start = fc
  .tuple(fc.constantFrom(...DAYS), fc.constantFrom(...MINUTES), fc.constantFrom(0, 0, 0, 0, 17), fc.boolean())
  .map(([date, time, second, again]) => {
    const ms = fromNewYork(date, Number(time.slice(0, 2)), Number(time.slice(3)), second);
    // The hour that comes twice, the second time.
    return formatNewYork(again && date === '2024-11-03' && time.startsWith('01') ? ms + 3_600_000 : ms);
  });

const prices = fc
  .tuple(fc.constantFrom(10, 10.25, 11, 67.61000061035156), fc.constantFrom(0, 0.1, 0.5))
  .map(([high, range]) => ({ high, low: high - range }));

const details = fc.record(
  {
    open: fc.constantFrom(9.75, 10.5),
    close: fc.constantFrom(9.5, 10.125),
    volume: fc.constantFrom(0, 100, 4_000_000_000),
    interval: fc.constantFrom<BarInterval[]>('1m', '1m', '5m', '1h'),
    source: fc.constantFrom('yahoo', 'import', 'simulated'),
    observedAt: fc.constantFrom('2025-04-01T00:00:00.000Z', '2025-04-01T00:00:00.001Z'),
    final: fc.boolean(),
  },
  { requiredKeys: [] },
);

export const arbitraryBar: fc.Arbitrary<Bar> = fc
  .tuple(fc.record({ name: fc.constantFrom('AAPL', 'DDOG'), ts: start }), prices, details)
  .map(([identity, range, more]) => ({ ...identity, ...range, ...more }));

/** What a later look at a bar can find changed: one thing or several. */
const change = fc.oneof(
  fc.constantFrom('yahoo', 'import').map((source) => ({ source })),
  fc.boolean().map((final) => ({ final })),
  fc.constantFrom(0, 100).map((volume) => ({ volume })),
  prices,
  details,
);

/** Bars of which many are versions of one another. */
export const arbitraryBars: fc.Arbitrary<Bar[]> = fc
  .tuple(
    fc.array(arbitraryBar, { minLength: 1, maxLength: 60 }),
    fc.array(fc.tuple(fc.nat(), change), { maxLength: 40 }),
  )
  .map(([bars, changes]) => [
    ...bars,
    ...changes.flatMap(([index, changed]) =>
      bars
        .slice(index % bars.length)
        .slice(0, 1)
        .map((bar) => ({ ...bar, ...changed })),
    ),
  ]);

const range = fc
  .tuple(fc.constantFrom(...DAYS), fc.constantFrom(...DAYS))
  .map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));

const choices = fc.record(
  {
    symbols: fc.constantFrom(['AAPL'], ['DDOG', 'AAPL'], ['NONE']),
    interval: fc.constantFrom<BarInterval[]>('1m', '5m'),
    extendedHours: fc.boolean(),
    market: fc.constantFrom<('real' | 'simulated')[]>('real', 'simulated'),
  },
  { requiredKeys: [] },
);

/** Options with which any question can be asked. */
export const arbitraryScope: fc.Arbitrary<BarScopeOptions & { from: string; to: string }> = fc
  .tuple(range, choices)
  .map(([days, more]) => ({ ...days, ...more }));
