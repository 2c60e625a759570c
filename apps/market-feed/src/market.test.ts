import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OPEN_MS, testMarket } from '../test/test-market.ts';
import { chooser, cutSpan, EVENT_KINDS } from './market.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const market = testMarket();
/** Four hours before and one after an opening bell: most news comes before. */
const SPAN = { fromMs: OPEN_MS - 4 * HOUR_MS, toMs: OPEN_MS + HOUR_MS };
const all = [...market.events(market.all, SPAN)];

const choices = fc.record({
  kinds: fc.subarray([...EVENT_KINDS], { minLength: 1 }),
  symbols: fc.option(fc.subarray([...market.symbols], { minLength: 1 }), { nil: undefined }),
  pairs: fc.subarray([...market.pairs], { minLength: 1 }),
});

test('a choice has what of all events is meant, and nothing else', () => {
  fc.assert(
    fc.property(choices, (choice) => {
      expect([...market.events(choice, SPAN)]).toEqual(all.filter(chooser(choice)));
    }),
    { numRuns: 30 },
  );
});

test('stories about the market as a whole are told to those who do not choose companies', () => {
  const news = { ...market.all, kinds: ['news'] as const };
  const told = [...market.events(news, SPAN)];
  const chosen = [...market.events({ ...news, symbols: market.symbols }, SPAN)];
  const names = new Set(market.symbols);
  expect(chosen).toEqual(
    told.filter(
      ({ kind, ...story }) =>
        kind === 'news' && 'symbols' in story && story.symbols.some((symbol) => names.has(symbol)),
    ),
  );
  expect(chosen.length).toBeGreaterThan(0);
  expect(told.length).toBeGreaterThan(chosen.length);
});

test('a span and its pieces have the same events', () => {
  fc.assert(
    fc.property(fc.integer({ min: MINUTE_MS, max: 6 * HOUR_MS }), (lengthMs) => {
      const pieces = [...cutSpan(SPAN, lengthMs)];
      expect(pieces.flatMap((piece) => [...market.events(market.all, piece)])).toEqual(all);
    }),
    { numRuns: 10 },
  );
});

test('there is nothing outside the years of the calendar', () => {
  const ages = { fromMs: Date.UTC(1900, 0), toMs: Date.UTC(1990, 0) };
  expect([...market.events(market.all, ages)]).toEqual([]);
  expect([...market.events(market.all, { fromMs: Date.UTC(2031, 0, 2), toMs: Infinity })]).toEqual([]);
});
