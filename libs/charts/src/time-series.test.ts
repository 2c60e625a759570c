import { fromNewYork } from '@tickerlake/market-calendar';
import { makeSeries } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import type { PriceBar } from './read-prices.ts';
import { timeSeries } from './time-series.ts';

const day = (...names: string[]) => makeSeries({ names, barMs: 300_000 });
const textsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);

const draw280 = (prices: readonly PriceBar[]): string => timeSeries(prices, { width: 280 }).svg;

const rows = [
  { name: 'X', ts: '2026-11-27 09:30:00-05:00', high: 11, low: 10, close: 10 },
  { name: 'X', ts: '2026-11-27 09:31:00-05:00', high: 14, low: 10, close: 12 },
  { name: 'X', ts: '2026-11-27 12:59:00-05:00', high: 13, low: 9, close: 11 },
];

describe('a time series', () => {
  it('names the first, the last and the highest price with their times, and the change between', () => {
    const texts = textsOf(timeSeries(rows).svg);
    expect(texts).toEqual(
      expect.arrayContaining(['X', '+10.00%', 'since 09:30', '14.00', '09:31', '10.00', '09:30', '11.00', '12:59']),
    );
  });

  it('tells all that to those who cannot see it', () => {
    expect(timeSeries(rows).svg).toContain(
      'X: first 10.00 (09:30), highest 14.00 (09:31), lowest 9.00 (12:59), last 11.00 (12:59).',
    );
  });

  it('has the day in its subtitle, and what a reader must know of the panels', () => {
    const subtitleOf = (svg: string): string => textsOf(svg).find((text) => /New York/.test(text)) ?? '';
    expect(subtitleOf(timeSeries(day('A'), { width: 1200 }).svg)).toBe('Friday, 20 November 2026, New York time');
    expect(subtitleOf(timeSeries(day('A', 'B'), { width: 1200 }).svg)).toContain(
      '; each panel has its own price scale',
    );
    expect(subtitleOf(timeSeries(rows, { width: 1200 }).svg)).toContain('; a line breaks where bars are missing');
  });

  it('ends at 13:00 on a half day', () => {
    const texts = textsOf(timeSeries(rows).svg);
    expect(texts).toContain('13:00');
    expect(texts).not.toContain('14:00');
  });

  it('has a price axis where one company or two are drawn, and none where there are more', () => {
    expect(timeSeries(day('A')).svg).toMatch(/class="\w+-grid"/);
    expect(timeSeries(day('A', 'B', 'C')).svg).not.toMatch(/class="\w+-grid"/);
  });

  it('has as many columns as its width has room for', () => {
    const columnsOf = (width: number): number => {
      const names = Array.from({ length: 50 }, (_, i) => `N${i}`);
      const { svg } = timeSeries(day(...names), { width });
      return new Set([...svg.matchAll(/<g transform="translate\(([\d.]+) [\d.]+\)"><text/g)].map(([, x]) => x)).size;
    };
    expect([280, 360, 720, 1600].map(columnsOf)).toEqual([1, 1, 3, 6]);
  });

  it('leaves room for the curve beside the longest prices', () => {
    const dear = [9e13, 1].map((price, i) => ({
      name: 'X',
      ts: rows[i]?.ts ?? 0,
      high: price,
      low: price,
      close: price,
    }));
    const [[, left = 0, right = 0] = []] = [
      ...draw280(dear).matchAll(/d="M([\d.]+) [\d.]+H([\d.]+)" class="\w+-base"/g),
    ];
    expect(Number(right) - Number(left)).toBeGreaterThanOrEqual(90);
  });

  it('has its panels in the order that was asked for', () => {
    const given = [
      { name: 'B', ts: fromNewYork('2026-11-20', 10), high: 1, low: 1, close: 1 },
      { name: 'B', ts: fromNewYork('2026-11-20', 11), high: 2, low: 1, close: 2 },
      { name: 'C', ts: fromNewYork('2026-11-20', 10), high: 1, low: 1, close: 1 },
      { name: 'A', ts: fromNewYork('2026-11-20', 10), high: 3, low: 3, close: 3 },
      { name: 'A', ts: fromNewYork('2026-11-20', 11), high: 2, low: 2, close: 2 },
    ];
    const namesOf = (sort: 'name' | 'change' | 'given'): string =>
      textsOf(timeSeries(given, { sort }).svg)
        .filter((text) => /^[A-C]$/.test(text))
        .join('');
    expect([namesOf('name'), namesOf('change'), namesOf('given')]).toEqual(['ABC', 'BCA', 'BCA']);
  });
});
