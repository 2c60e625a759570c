import {
  closureOn,
  fromNewYork,
  previousSession,
  type Session,
  sessionOn,
  sessionsBetween,
} from '@tickerlake/market-calendar';
import { eventTimeMs, type News } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Company, companyOf } from './companies.ts';

import { type DayBook, openDayBook } from './day-book.ts';
import { createSimulatedMarket, DEFAULT_SYMBOLS } from './index.ts';
import { causeOf } from './market-phrases.ts';
import { jumpsOf, marketJumps, nightOf } from './news-events.ts';
import { LARGE_GAP } from './night-stories.ts';
import { dailyVolatility, dayFrame } from './price-walk.ts';
import { hashSeed } from './random.ts';

const market = createSimulatedMarket();
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const companyNamed = (symbol: string): Company => {
  const company = companyOf(symbol);
  if (!company) throw new Error(`${symbol} has no company`);
  return company;
};
const newsOf = (symbols: readonly string[], from: string, to = from, seed = 1): News[] => [
  ...createSimulatedMarket({ seed }).news({ symbols, fromMs: fromNewYork(from), toMs: fromNewYork(to, 24) }),
];
const bookOf = (seed: number): DayBook => openDayBook(hashSeed(seed), 64);
const sign = ({ sentiment = 0 }: News): number => Math.sign(sentiment);
const within = (stories: readonly News[], fromMs: number, toMs: number): News[] =>
  stories.filter((story) => eventTimeMs(story) >= fromMs && eventTimeMs(story) < toMs);

const sessions = sessionsBetween('1990-01-03', '2030-12-30');
const days = fc.constantFrom(...sessions);
const seeds = fc.nat(1000);
const symbols = fc.constantFrom(...DEFAULT_SYMBOLS, 'AAPL', 'SPY', 'ZZZ');

describe('what happens to a company has a story about it', () => {
  test('every jump, in the ten seconds before it, with the sign of the move', () => {
    fc.assert(
      fc.property(seeds, symbols, days, (seed, symbol, session) => {
        const stories = newsOf([symbol], session.date, session.date, seed);
        for (const { startMs, move } of jumpsOf(bookOf(seed), companyNamed(symbol), session)) {
          const before = within(stories, startMs - 10_000, startMs).filter((story) => story.symbols.includes(symbol));
          expect(before.some((story) => sign(story) === Math.sign(move))).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('the largest move of a day that its quotes show', () => {
    for (const { date, openMs, closeMs } of sessionsBetween('2026-05-01', '2026-05-29')) {
      const quotes = [...market.quotes({ symbols: ['META'], fromMs: openMs, toMs: closeMs })];
      const moves = quotes.slice(1).map(({ price }, index) => price / (quotes[index]?.price ?? price) - 1);
      const largest = moves.reduce(
        (most, move, index) => (Math.abs(move) > Math.abs(moves[most] ?? 0) ? index : most),
        0,
      );
      const seen = quotes[largest + 1];
      if (!seen) throw new Error('There are no quotes');
      const before = within(newsOf(['META'], date), eventTimeMs(seen) - 25_000, eventTimeMs(seen));
      const told = before.filter((story) => story.symbols.includes('META'));
      expect(told.map(sign)).toContain(Math.sign(moves[largest] ?? 0));
    }
  });

  test('a quarter’s results, after the close before or before the open, with the sign of the gap', () => {
    const book = bookOf(1);
    const found: string[] = [];
    let evenings = 0;
    const few = DEFAULT_SYMBOLS.slice(0, 4);
    for (const symbol of few) {
      const stories = newsOf([symbol], '2025-12-31', '2026-12-31');
      for (const session of sessionsBetween('2026-01-02', '2026-12-30')) {
        const before = previousSession(session.date);
        const { gap, results } = nightOf(book, companyNamed(symbol), before, session);
        if (!results) continue;
        const night = within(stories, before.closeMs, session.openMs);
        const told = night.filter(({ summary = '' }) => summary.includes('outside of regular hours'));
        expect(told.map(sign)).toEqual([Math.sign(gap)]);
        expect(told[0]?.symbols).toEqual([symbol]);
        // Nobody tells results on the eve of a weekend or a holiday.
        const nights = (Date.parse(session.date) - Date.parse(before.date)) / 86_400_000;
        if (nights > 1) expect(told[0]?.ts.slice(0, 10)).toBe(session.date);
        else evenings += told[0]?.ts.startsWith(before.date) ? 1 : 0;
        found.push(symbol);
      }
    }
    expect(evenings).toBeGreaterThan(0);
    // Four quarters a year.
    expect(found.length).toBeGreaterThan(3.5 * few.length);
    expect(found.length).toBeLessThan(4.5 * few.length);
  });

  test('every other large gap, in the morning before the open, with the sign of the gap', () => {
    fc.assert(
      fc.property(seeds, symbols, days, (seed, symbol, session) => {
        const night = nightOf(bookOf(seed), companyNamed(symbol), previousSession(session.date), session);
        fc.pre(!night.results && Math.abs(night.gap) >= LARGE_GAP);
        const morning = within(
          newsOf([symbol], session.date, session.date, seed),
          fromNewYork(session.date, 6),
          session.openMs,
        );
        const told = morning.filter(({ summary = '' }) => summary.includes('in early trading'));
        expect(told.map(sign)).toEqual([Math.sign(night.gap)]);
      }),
      { numRuns: 25 },
    );
  });

  test('who goes with the market is said to, for the reason that the market’s desk gives', () => {
    const book = bookOf(1);
    let told = 0;
    for (const session of sessionsBetween('2026-05-01', '2026-06-30')) {
      const stories = newsOf(['META'], session.date);
      const together = new Map(marketJumps(book, session).map(({ tick, move }) => [tick, move]));
      for (const { tick, startMs, move, withMarket } of jumpsOf(book, companyNamed('META'), session)) {
        const before = within(stories, startMs - 10_000, startMs);
        const story = before.find(({ symbols: [about] }) => about === 'META');
        if (!withMarket || !story) continue;
        const { topic } = causeOf(book.seed, Date.parse(session.date) / 86_400_000, tick, Math.sign(move));
        expect(Math.sign(together.get(tick) ?? 0)).toBe(Math.sign(move));
        expect(story.headline.toLowerCase()).toContain(topic.toLowerCase());
        told++;
      }
    }
    expect(told).toBeGreaterThan(3);
  });

  test('every jump of the whole market, by the market’s desk', () => {
    const book = bookOf(1);
    for (const session of sessionsBetween('2026-05-01', '2026-05-29')) {
      const stories = newsOf(['META'], session.date).filter((story) => story.symbols.includes('SPY'));
      for (const { startMs, move } of marketJumps(book, session)) {
        expect(within(stories, startMs - 10_000, startMs).map(sign)).toContain(Math.sign(move));
      }
    }
  });
});

describe('jumps', () => {
  const counts = (symbol: string, found: readonly Session[]): number[] =>
    found.map((session) => jumpsOf(bookOf(1), companyNamed(symbol), session).length);

  test('are one to a few a day', () => {
    const month = sessionsBetween('2026-05-01', '2026-06-30');
    for (const symbol of DEFAULT_SYMBOLS) {
      const found = counts(symbol, month);
      expect(Math.max(...found)).toBeLessThan(10);
      expect(mean(found)).toBeGreaterThan(0.9);
      expect(mean(found)).toBeLessThan(3.5);
    }
  });
});

describe('the days of the newsroom', () => {
  const stories = newsOf(DEFAULT_SYMBOLS, '2026-01-01', '2026-12-30');
  const byDay = Map.groupBy(stories, ({ ts }) => ts.slice(0, 10));
  const counts = (open: boolean) =>
    [...byDay].filter(([date]) => (sessionOn(date) !== undefined) === open).map(([, { length }]) => length);

  test('bring 20 to 70 stories about ten companies while the exchange trades, a few when it does not', () => {
    expect(Math.min(...counts(true))).toBeGreaterThan(18);
    expect(Math.max(...counts(true))).toBeLessThan(75);
    expect(mean(counts(true))).toBeGreaterThan(30);
    expect(mean(counts(true))).toBeLessThan(50);
    expect(mean(counts(false))).toBeLessThan(8);
    expect(mean(counts(false))).toBeGreaterThan(1);
  });

  test('are quiet at night', () => {
    const atHours = (from: number, to: number) =>
      stories.filter(({ ts }) => Number(ts.slice(11, 13)) >= from && Number(ts.slice(11, 13)) < to).length /
      (to - from);
    expect(atHours(9, 17)).toBeGreaterThan(20 * atHours(0, 5));
    expect(atHours(0, 5)).toBeGreaterThan(0);
  });

  test('have the market’s stories each session: before the open, at midday and after the close, as it went', () => {
    for (const { date, openMs, closeMs } of sessionsBetween('2026-05-01', '2026-05-29')) {
      const ofMarket = (byDay.get(date) ?? []).filter((story) => story.symbols.includes('SPY'));
      expect(within(ofMarket, fromNewYork(date, 6), openMs).length).toBeGreaterThan(0);
      expect(within(ofMarket, openMs, closeMs).length).toBeGreaterThan(0);
      const [close] = within(ofMarket, closeMs, fromNewYork(date, 17));
      const trade = [...market.quotes({ symbols: ['SPY'], fromMs: openMs, toMs: closeMs })].at(-1);
      const { openMs: beforeMs, closeMs: endMs } = previousSession(date);
      const last = [...market.quotes({ symbols: ['SPY'], fromMs: beforeMs, toMs: endMs })].at(-1);
      const change = 100 * ((trade?.price ?? 0) / (last?.price ?? 1) - 1);
      expect(close && sign(close)).toBe(Math.abs(change) < 0.15 ? 0 : Math.sign(change));
    }
  });

  test('end with a story about a company whose shares went far', () => {
    for (const { date, closeMs } of sessionsBetween('2026-05-04', '2026-05-29')) {
      const closeOf = (day: string) =>
        dayFrame(hashSeed(1), companyNamed('SHOP'), Date.parse(day) / 86_400_000).logClose;
      const move = (closeOf(date) - closeOf(previousSession(date).date)) / dailyVolatility(companyNamed('SHOP'));
      const evening = within(byDay.get(date) ?? [], closeMs, closeMs + 31 * 60_000);
      const ended = evening.filter((story) => story.symbols[0] === 'SHOP' && /day|close/.test(story.headline));
      if (Math.abs(move) > 1.6) expect(ended.map(sign)).toContain(Math.sign(move));
      if (Math.abs(move) < 1.4) expect(ended.filter((story) => Math.abs(story.sentiment ?? 0) > 0.3)).toEqual([]);
    }
  });

  test('say why the exchange is closed, and when it closes early', () => {
    expect(closureOn('2026-11-26')).toBe('Thanksgiving Day');
    const holiday = newsOf(['META'], '2026-11-26').map(({ headline }) => headline);
    expect(holiday).toContain('US stock markets closed: Thanksgiving Day');
    const early = newsOf(['META'], '2026-11-27').map(({ summary }) => summary ?? '');
    expect(early.some((summary) => summary.includes('ends early today: Day after Thanksgiving'))).toBe(true);
  });
});
