import { fromNewYork } from '@tickerlake/market-calendar';
import { describe, expect, it } from 'vitest';
import { priceRanges } from './price-ranges.ts';
import type { PriceBar } from './read-prices.ts';

const at = (hour: number, minute: number, date = '2026-11-20'): number => fromNewYork(date, hour, minute);

/** First 100, up to 110, down to 95, last 102. */
const rising: PriceBar[] = [
  { name: 'UP', ts: at(9, 30), high: 100, low: 100, close: 100 },
  { name: 'UP', ts: at(10, 47), high: 110, low: 100, close: 108 },
  { name: 'UP', ts: at(15, 59), high: 102, low: 95, close: 102 },
];
const falling: PriceBar[] = [
  { name: 'DOWN', ts: at(9, 30), high: 50, low: 50, close: 50 },
  { name: 'DOWN', ts: at(15, 59), high: 50, low: 45, close: 45 },
];

/** The texts of a chart, in the order in which they are drawn. */
const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);

/** Left edge and width of the bars of a paint. */
const bars = (svg: string, paint: string): [number, number][] =>
  [
    ...svg.matchAll(
      new RegExp(`<rect x="([\\d.]+)" y="[\\d.]+" width="([\\d.]+)" height="13" class="\\w+-${paint}"`, 'g'),
    ),
  ].map(([, x, width]) => [Number(x), Number(width)]);

describe('price ranges', () => {
  it('say how far each company rose, and its highest price with the time, furthest first', () => {
    const said = texts(priceRanges([...falling, ...rising]).svg);
    const rows = said.slice(said.indexOf('UP'));
    expect(rows).toEqual(['UP', '+10.00%', '110.00', '10:47', 'DOWN', '0.00%', '50.00', '09:30']);
  });

  it('draw rise and fall of all companies on one scale that starts at the first price', () => {
    const { svg } = priceRanges([...rising, ...falling]);
    const [[upX, up] = [0, 0]] = bars(svg, 'above');
    const [[x, fell] = [0, 0], [otherX, otherFell] = [0, 0]] = bars(svg, 'below');
    expect(up / fell).toBeCloseTo(10 / 5, 1);
    expect(otherFell).toBeCloseTo(up, 0);
    expect(x + fell).toBeCloseTo(upX, 0);
    expect(otherX + otherFell).toBeCloseTo(upX, 0);
  });

  it('tell the day beside the time where there are several, and the period above', () => {
    const monday = { name: 'UP', ts: at(9, 30, '2026-11-23'), high: 120, low: 100 };
    const said = texts(priceRanges([...rising, monday]).svg);
    expect(said).toContain('20–23 November 2026, New York time');
    expect(said).toContain('23 Nov, 09:30');
    expect(said).toContain('Change against the first price of the period');
  });

  it('let a subtitle be chosen, an empty one too', () => {
    expect(texts(priceRanges(rising, { subtitle: 'On a Friday' }).svg)).toContain('On a Friday');
    expect(priceRanges(rising, { subtitle: '' }).svg).not.toContain('>Friday, 20');
  });

  it('keep a company in sight whose first price is no base for a share', () => {
    const said = texts(priceRanges([...rising, { name: 'ZERO', ts: at(10, 0), high: 3, low: 0, close: 0 }]).svg);
    expect(said.slice(said.indexOf('ZERO'))).toEqual(['ZERO', '–', '3.00', '10:00']);
  });

  it('have bars on lines of their own where it is narrow, and leave the times out first', () => {
    const said = (width: number): string[] => texts(priceRanges(rising, { width }).svg);
    expect(said(320)).toEqual(expect.arrayContaining(['UP', '+10.00%', '110.00', '10:47']));
    expect(said(280)).toEqual(expect.arrayContaining(['UP', '+10.00%', '110.00']));
    expect(said(280)).not.toContain('10:47');
  });

  it('tell in words what the picture shows', () => {
    expect(priceRanges(rising).svg).toContain(
      '1 company, Friday, 20 November 2026; highest price against the first: UP +10.00% (110.00 at 10:47).</desc>',
    );
  });
});
