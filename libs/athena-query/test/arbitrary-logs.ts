import type { Forex, News, Quote } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { DAYS, seldom, someDays, startOn } from './arbitrary-bars.ts';

const SYMBOLS = ['AAPL', 'DDOG', 'BRK.B'];

/** Few values of each, so that rows meet: copies, versions, ties of versions, two markets. */
const provenance = {
  observedAt: fc.constantFrom('2025-04-01T00:00:00.000Z', '2025-04-01T00:00:00.001Z'),
  source: fc.constantFrom('yahoo', 'import', 'simulated'),
};

const storyOn = (days: readonly string[], ids = 8): fc.Arbitrary<News> =>
  fc.record(
    {
      kind: fc.constant('news'),
      id: fc.nat({ max: ids - 1 }).map(String),
      ts: startOn(days),
      headline: fc.constantFrom('Up', 'Down, "they" say', "It's off"),
      symbols: fc.array(fc.constantFrom(...SYMBOLS), { maxLength: 4 }),
      summary: fc.constantFrom('Long', 'Longer'),
      publisher: fc.constantFrom('Wire', 'Post'),
      url: fc.constant('https://example.com/1'),
      sentiment: fc.constantFrom(-1, 0, 0.25),
      ...provenance,
    },
    { requiredKeys: ['kind', 'id', 'ts', 'headline', 'symbols'] },
  );

const bids = fc.constantFrom(1.08421, 1.08423, 0.99999, 151.237, 151.2);
const spreads = fc.constantFrom(0, 0.00008, 0.0001, 0.013);

const rateOn = (days: readonly string[]): fc.Arbitrary<Forex> =>
  fc
    .record(
      {
        kind: fc.constant('forex' as const),
        name: fc.constantFrom('EURUSD', 'USDJPY'),
        ts: startOn(days),
        bid: bids,
        ask: spreads,
        ...provenance,
      },
      { requiredKeys: ['kind', 'name', 'ts', 'bid', 'ask'] },
    )
    .map((rate) => ({ ...rate, ask: rate.bid + rate.ask }));

const quoteOn = (days: readonly string[]): fc.Arbitrary<Quote> =>
  fc.record(
    {
      kind: fc.constant('quote'),
      name: fc.constantFrom(...SYMBOLS),
      ts: startOn(days),
      price: fc.constantFrom(10, 10.5),
      bid: fc.constantFrom(9, 9.5),
      ...provenance,
    },
    { requiredKeys: ['kind', 'name', 'ts', 'price'] },
  );

/** Rows of a day or two, and some of them again. */
const delivered = <Log>(log: (days: readonly string[]) => fc.Arbitrary<Log>): fc.Arbitrary<Log[]> =>
  fc
    .tuple(fc.subarray(DAYS, { minLength: 1, maxLength: 2 }), fc.array(fc.nat(), { maxLength: 10 }))
    .chain(([days, again]) =>
      fc
        .array(log(days), { maxLength: 40, size: 'max' })
        .map((logs) => [...logs, ...again.flatMap((at) => logs.slice(at % Math.max(1, logs.length)).slice(0, 1))]),
    );

export const arbitraryStories = delivered((days) => storyOn(days));
export const arbitraryRates = delivered(rateOn);
export const arbitraryQuotes = delivered(quoteOn);

/** Stories of all the days, many of them, to meet bars of any. */
export const arbitraryStoriesOfAllDays = fc.array(storyOn(DAYS, 80), { minLength: 20, maxLength: 50, size: 'max' });

/** Options with which any question about logs can be asked. */
export const arbitraryLogScope = fc
  .record({ days: seldom(someDays), market: seldom(fc.constantFrom('real' as const, 'simulated' as const)) })
  .map(({ days, market }) => ({ ...days, ...(market && { market }) }));
