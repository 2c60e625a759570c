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

/** Times of some days, as records name them. */
export const startOn = (days: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...days), fc.constantFrom(...MINUTES), fc.constantFrom(0, 0, 0, 0, 17), fc.boolean())
    .map(([date, time, second, again]) => {
      const ms = fromNewYork(date, Number(time.slice(0, 2)), Number(time.slice(3)), second);
      // The hour that comes twice, the second time.
      return formatNewYork(again && date === '2024-11-03' && time.startsWith('01') ? ms + 3_600_000 : ms);
    });

const prices = fc
  .tuple(fc.constantFrom(10, 10.25, 11, 67.61000061035156), fc.constantFrom(0, 0.1, 0.5))
  .map(([high, range]) => ({ high, low: high - range }));

const contents = {
  open: fc.constantFrom(9.75, 10.5),
  close: fc.constantFrom(9.5, 10.125),
  volume: fc.constantFrom(0, 100, 4_000_000_000),
  observedAt: fc.constantFrom('2025-04-01T00:00:00.000Z', '2025-04-01T00:00:00.001Z'),
  final: fc.boolean(),
};

/** One real market in one interval: every bar is read, and many tie. */
const uniform = fc.record(
  { ...contents, interval: fc.constant<BarInterval>('1m'), source: fc.constantFrom('yahoo', 'import') },
  { requiredKeys: ['interval'] },
);

/** Markets and intervals side by side, of which one is read. */
const mixed = fc.record(
  {
    ...contents,
    interval: fc.constantFrom<BarInterval[]>('1m', '1m', '5m', '1h'),
    source: fc.constantFrom('yahoo', 'import', 'simulated'),
  },
  { requiredKeys: [] },
);

const barOn = (days: readonly string[], details: typeof mixed): fc.Arbitrary<Bar> =>
  fc
    .tuple(fc.record({ name: fc.constantFrom('AAPL', 'DDOG'), ts: startOn(days) }), prices, details)
    .map(([identity, range, more]) => ({ ...identity, ...range, ...more }));

/** Any bar of any of the days. */
export const arbitraryBar = barOn(DAYS, mixed);

/** What a later look at a bar can find changed: one thing or several. */
const change = fc.oneof(
  fc.constantFrom('yahoo', 'import').map((source) => ({ source })),
  fc.boolean().map((final) => ({ final })),
  fc.constantFrom(0, 100).map((volume) => ({ volume })),
  prices,
  uniform,
);

const withVersions = (bar: fc.Arbitrary<Bar>): fc.Arbitrary<Bar[]> =>
  fc
    .tuple(
      fc.array(bar, { minLength: 20, maxLength: 70, size: 'max' }),
      fc.array(fc.tuple(fc.nat(), change), { maxLength: 40, size: 'max' }),
    )
    .map(([bars, changes]) => [
      ...bars,
      ...changes.flatMap(([index, changed]) =>
        bars
          .slice(index % bars.length)
          .slice(0, 1)
          .map((first) => ({ ...first, ...changed })),
      ),
    ]);

/** Bars of a day or two, of which many are versions of one another. */
export const arbitraryBars: fc.Arbitrary<Bar[]> = fc
  .tuple(fc.subarray(DAYS, { minLength: 1, maxLength: 2 }), fc.constantFrom(uniform, mixed, mixed))
  .chain(([days, details]) => withVersions(barOn(days, details)));

/** Mostly nothing, so that most questions have an answer. */
export const seldom = <Value>(values: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });

export const someDays = fc
  .tuple(fc.constantFrom(...DAYS), fc.constantFrom(...DAYS))
  .map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));

/** Options with which any question can be asked. */
export const arbitraryScope: fc.Arbitrary<BarScopeOptions & { from: string; to: string }> = fc
  .record({
    days: fc.oneof(
      { weight: 4, arbitrary: fc.constant({ from: '2024-07-03', to: '2025-03-10' }) },
      { weight: 1, arbitrary: someDays },
    ),
    symbols: seldom(fc.constantFrom(['AAPL'], ['DDOG', 'AAPL'], ['NONE'])),
    interval: seldom(fc.constantFrom<BarInterval[]>('1m', '5m')),
    market: seldom(fc.constantFrom<('real' | 'simulated')[]>('real', 'simulated')),
    extendedHours: fc.boolean(),
  })
  .map(({ days, extendedHours, symbols, interval, market }) => ({
    ...days,
    extendedHours,
    ...(symbols && { symbols }),
    ...(interval && { interval }),
    ...(market && { market }),
  }));
