import { makeSeries } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { candlesticks } from './candlesticks.ts';
import type { PriceBar } from './read-prices.ts';

const textsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);
/** The last path of a class: the legend comes before the candles. */
const pathOf = (svg: string, name: string): string =>
  [...svg.matchAll(new RegExp(`<path d="([^"]*)" class="\\w+-${name}"`, 'g'))].at(-1)?.[1] ?? '';
/** Bodies: a move, a line across, and the way around or none. */
const candlesIn = (path: string): number => [...path.matchAll(/h\d+(?:v|M|$)/g)].length;

/** A bar of five minutes. */
const bar = (index: number, open: number | null, close: number, volume?: number | bigint): PriceBar => ({
  name: 'X',
  ts: `2026-11-20 09:${30 + 5 * index}:00-05:00`,
  open,
  high: Math.max(open ?? close, close) + 1,
  low: Math.min(open ?? close, close) - 1,
  close,
  ...(volume !== undefined && { volume }),
});

const minutes = makeSeries({ names: ['X'] });
const subtitleOf = (svg: string): string => textsOf(svg).find((text) => /candles/.test(text)) ?? '';

describe('candlesticks', () => {
  it('are of three kinds, and a bar that ended as it began is a line across', () => {
    const { svg } = candlesticks([bar(0, 10, 12), bar(1, 12, 11), bar(2, 11, 11), bar(3, 11, 13)], { width: 1600 });
    const path = (name: string): number => candlesIn(pathOf(svg, name));
    expect([path('up'), path('down'), path('level')]).toEqual([2, 1, 1]);
    expect(pathOf(svg, 'level')).toMatch(/^M\d+ \d+V\d+M\d+ \d+V\d+M\d+ \d+h\d+$/);
    expect(textsOf(svg)).toContain('ended as it began');
  });

  it('open at the close before where a bar has no open', () => {
    const { svg } = candlesticks([bar(0, 10, 12), bar(1, null, 11)]);
    expect(candlesIn(pathOf(svg, 'down'))).toBe(1);
  });

  it('are joined where there are more than fit, and say so', () => {
    const wide = candlesticks(minutes, { width: 1200 });
    expect(subtitleOf(wide.svg)).toBe(
      'Friday, 20 November 2026, New York time; 5-minute candles joined from 1-minute bars',
    );
    const drawn = ['up', 'down', 'level'].map((name) => candlesIn(pathOf(wide.svg, name)));
    expect(drawn.reduce((a, b) => a + b, 0)).toBe(78);
    const fitting = makeSeries({ names: ['X'], barMs: 900_000 });
    expect(subtitleOf(candlesticks(fitting, { width: 1200 }).svg)).toMatch(/; 15-minute candles$/);
  });

  it('do not guess how long a single bar is', () => {
    const { svg } = candlesticks([bar(5, 10, 12)], { width: 1200 });
    expect(textsOf(svg)).toContain('Friday, 20 November 2026, New York time');
    expect(candlesIn(pathOf(svg, 'up'))).toBe(1);
  });

  it('stand above what was traded, where that is known', () => {
    const { svg } = candlesticks([bar(0, 10, 12, 1_000n), bar(1, 12, 11, 4_000)]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['4K', 'shares']));
    expect(pathOf(svg, 'volUp')).not.toBe('');
    expect(pathOf(svg, 'volDown')).not.toBe('');
    expect(candlesticks([bar(0, 10, 12), bar(1, 12, 11)]).svg).not.toMatch(/shares|vol/);
  });

  it('name the highest price with its time, the last and the change', () => {
    const texts = textsOf(candlesticks([bar(0, 10, 10), bar(1, 12, 14), bar(2, 12, 11)]).svg);
    expect(texts).toEqual(expect.arrayContaining(['15.00', '09:35', '11.00', '+10.00%']));
  });
});
