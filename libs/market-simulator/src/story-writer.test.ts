import { fromNewYork, sessionOn, sessionsBetween } from '@tickerlake/market-calendar';
import { eventTimeMs, type News } from '@tickerlake/record-schema';
import { describe, expect, test } from 'vitest';
import { createSimulatedMarket, DEFAULT_SYMBOLS } from './index.ts';

const market = createSimulatedMarket();
const newsOf = (symbols: readonly string[], from: string, to = from): News[] => [
  ...market.news({ symbols, fromMs: fromNewYork(from), toMs: fromNewYork(to, 24) }),
];
const within = (stories: readonly News[], fromMs: number, toMs: number): News[] =>
  stories.filter((story) => eventTimeMs(story) >= fromMs && eventTimeMs(story) < toMs);

describe('a story', () => {
  const year = newsOf([...DEFAULT_SYMBOLS, 'SPY', 'ZZZ'], '2026-01-01', '2026-12-31');

  test('has an id and an address that no other story has, on a host that does not exist', () => {
    expect(new Set(year.map(({ id }) => id)).size).toBe(year.length);
    expect(new Set(year.map(({ url }) => url)).size).toBeGreaterThan(0.999 * year.length);
    expect(year.every(({ url = '' }) => /^https:\/\/news\.example\/\d{4}\/\d\d\/\d\d\/[a-z0-9-]+$/.test(url))).toBe(
      true,
    );
  });

  test('is written out: no slot left open, no number missing, sentences from capital to full stop', () => {
    for (const { headline, summary = '' } of year) {
      expect(`${headline} ${summary}`).not.toMatch(/[{}]|undefined|NaN|\s{2}|its its|’s The /);
      expect(headline).toMatch(/^[\p{Lu}\d].{8,140}$/u);
      expect(summary).toMatch(/^[\p{Lu}\d].*[.?!]$/u);
    }
  });

  test('is about a company that was asked for, or about the market', () => {
    const asked = new Set([...DEFAULT_SYMBOLS, 'SPY', 'ZZZ']);
    expect(year.every((story) => story.symbols.some((symbol) => asked.has(symbol)))).toBe(true);
    expect(year.every(({ sentiment = 2 }) => Math.abs(sentiment) <= 1)).toBe(true);
    // JSON knows no −0.
    expect(year.some(({ sentiment }) => Object.is(sentiment, -0))).toBe(false);
  });

  test('tells the price that the quotes showed just before', () => {
    let checked = 0;
    for (const { date, openMs, closeMs } of sessionsBetween('2026-05-11', '2026-05-22')) {
      const quotes = [...market.quotes({ symbols: ['META'], fromMs: openMs, toMs: closeMs })];
      for (const story of within(newsOf(['META'], date), openMs, closeMs)) {
        const told = story.symbols[0] === 'META' ? /\$(\d+\.\d\d)/.exec(story.summary ?? '')?.[1] : undefined;
        const tickMs = openMs + Math.floor((eventTimeMs(story) - openMs) / 15_000) * 15_000;
        const seen = quotes.findLast((quote) => eventTimeMs(quote) < tickMs);
        if (told === undefined || !seen) continue;
        expect(Number(told)).toBe(seen.price);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(20);
  });

  test('says that a price was the close when the exchange is closed, and never while it trades', () => {
    for (const story of year) {
      const { ts, summary = '' } = story;
      const session = sessionOn(ts.slice(0, 10));
      const trading = session !== undefined && within([story], session.openMs, session.closeMs).length > 0;
      expect(summary).not.toMatch(
        trading ? /closed at|session (up|down|little)|last price/ : /changed hands|on the day/,
      );
    }
  });

  test('does not repeat another of the same day, and says what others say in other words', () => {
    const headlines = year.map(({ ts, headline }) => `${ts.slice(0, 10)} ${headline}`);
    expect(new Set(headlines).size).toBeGreaterThan(0.995 * headlines.length);
    for (const [, stories] of Map.groupBy(year, ({ ts }) => ts.slice(0, 10))) {
      if (stories.length < 20) continue;
      const openings = Map.groupBy(stories, ({ headline }) => headline.split(' ').slice(-2).join(' '));
      expect(Math.max(...[...openings.values()].map(({ length }) => length))).toBeLessThan(0.3 * stories.length);
    }
  });

  test('of two companies names both; some days have one', () => {
    const both = year.filter((story) => story.symbols.length === 2 && !story.symbols.includes('SPY'));
    expect(both.length).toBeGreaterThan(200);
    expect(both.length).toBeLessThan(900);
    expect(both.some((story) => story.symbols.includes('META') && story.symbols.includes('SNAP'))).toBe(true);
    expect(newsOf(['SNAP'], '2026-01-01', '2026-12-31').filter(({ symbols: [one] }) => one === 'META')).toEqual(
      year.filter((story) => story.symbols.includes('META') && story.symbols.includes('SNAP')),
    );
  });

  test('of a former symbol is that of the company which it became', () => {
    expect(newsOf(['FB'], '2026-05-14')).toEqual(newsOf(['META'], '2026-05-14'));
    expect(newsOf(['FB', 'META'], '2026-05-14')).toEqual(newsOf(['META'], '2026-05-14'));
  });

  test('of nobody is none', () => {
    expect(newsOf([], '2026-05-14')).toEqual([]);
  });
});
