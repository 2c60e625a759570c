import { describe, expect, it } from 'vitest';
import { ChartDataError } from './chart-error.ts';
import { heatMap } from './heat-map.ts';
import type { HighestHourlyHighRow } from './read-highs.ts';
import type { PriceBar } from './read-prices.ts';

const row = (name: string, hour: string, high: number, date = '2026-11-20'): HighestHourlyHighRow => ({
  name,
  date,
  hour,
  high,
  ts: `${date} ${hour}:30:00-05:00`,
});
const first = (name: string, close: number, date = '2026-11-20'): PriceBar => ({
  name,
  ts: `${date} 09:30:00-05:00`,
  high: close,
  low: close,
  close,
});

const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
/** How many cells there are of each colour; the strip of colours in the key is made of rectangles. */
const cells = (svg: string): Record<string, number> =>
  Object.fromEntries(
    [...svg.matchAll(/<path d="(M[^"]*)" class="\w+-(\w\d|blank)"/g)].map(([, path = '', colour = '']) => [
      colour,
      path.split('M').length - 1,
    ]),
  );
const framed = (svg: string): number =>
  (/<path d="(M[^"h]*)" class="\w+-highest"/.exec(svg)?.[1] ?? '').split('M').length - 1;

const day = [row('A', '09', 100), row('A', '10', 101), row('A', '11', 97), row('B', '09', 10), row('B', '11', 10.2)];
const prices = [first('A', 100), first('B', 10)];

describe('a heat map', () => {
  it('has a cell with the price for every company and hour, and a dot where there is none', () => {
    const said = texts(heatMap(day, { prices }).svg);
    expect(said.slice(said.indexOf('A'))).toEqual(['A', '100.00', '101.00', '97.00', 'B', '10.00', '·', '10.20']);
    expect(said).toEqual(expect.arrayContaining(['09–10', '10–11', '11–12']));
  });

  it('colours by the change against the first price of the day, on one scale for all', () => {
    expect(cells(heatMap(day, { prices }).svg)).toEqual({ z0: 2, a1: 1, a2: 1, b2: 1 });
  });

  it('compares with the mean of the company where there are no prices, and says so', () => {
    const { svg } = heatMap([row('A', '09', 99), row('A', '10', 101)]);
    expect(texts(svg)).toContain('Change against the company’s mean');
    expect(
      Object.keys(cells(svg))
        .toSorted()
        .map((name) => name[0]),
    ).toEqual(['a', 'b']);
  });

  it('leaves a cell without colour whose company has no first price', () => {
    expect(cells(heatMap(day, { prices: [first('A', 100)] }).svg)).toMatchObject({ blank: 2 });
  });

  it('frames the highest hour of each day, every one of equals', () => {
    expect(framed(heatMap(day, { prices }).svg)).toBe(2);
    expect(framed(heatMap([...day, row('A', '12', 101)], { prices }).svg)).toBe(3);
  });

  it('has a row for each day of a company where there are several', () => {
    const said = texts(heatMap([...day, row('A', '09', 103, '2026-11-23')], { prices }).svg);
    expect(said.slice(said.indexOf('A'))).toEqual([
      'A',
      'Fri 20',
      '100.00',
      '101.00',
      '97.00',
      'Mon 23',
      '103.00',
      '·',
      '·',
      'B',
      'Fri 20',
      '10.00',
      '·',
      '10.20',
    ]);
    expect(said).toContain('20–23 November 2026, New York time');
  });

  it('writes all prices of a company alike, as exact as its narrowest cell allows', () => {
    const hours = Array.from({ length: 7 }, (_, i) => row('A', String(9 + i).padStart(2, '0'), 1000 + i * 0.25));
    expect(texts(heatMap(hours, { width: 360 }).svg)).toContain('1,002');
    expect(texts(heatMap(hours, { width: 720 }).svg)).toContain('1,001.50');
  });

  it('bears signs where there is no room for prices: never colour alone', () => {
    const hours = Array.from({ length: 16 }, (_, i) => row('A', String(4 + i).padStart(2, '0'), 5000 + i * 100));
    const said = texts(heatMap(hours, { width: 300 }).svg);
    expect(said).toEqual(expect.arrayContaining(['−', '+']));
  });

  it.each([
    [{ ...row('A', '09', 1), hour: '9' }, `Row 0 (A): hour is "9". Allowed: a New York hour, '00' to '23'.`],
    [{ ...row('A', '09', 1), date: '20.11.2026' }, 'date is "20.11.2026". Allowed: a New York date, YYYY-MM-DD.'],
    [{ ...row('A', '09', 1), high: '1' }, 'high is "1"'],
    [{ name: 'A', date: '2026-11-20', hour: '09' }, 'it has no high'],
  ])('refuses %o, and says what is allowed', (given, said) => {
    const rows: readonly object[] = [given];
    expect(() => heatMap(rows as readonly HighestHourlyHighRow[])).toThrow(ChartDataError);
    expect(() => heatMap(rows as readonly HighestHourlyHighRow[])).toThrow(said);
  });
});
