import { groupHighs, type HighestHourlyHighRow, type Markup, readCompanies } from '@tickerlake/presentation';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { renderHeatMap } from './heat-map.ts';
import { renderHourlyTables } from './hourly-tables.ts';
import { renderRangeChart } from './range-chart.ts';
import { hourlyHighs } from '@tickerlake/testing';
import { makeReport } from './report-fixture.ts';

/** What is used of an element: the types of browsers are not at hand. */
interface Cell {
  readonly textContent: string;
  readonly className: string;
}

const documentOf = ({ text }: Markup) => parseHTML(`<html><body>${text}</body></html>`).document;
const textsOf = (nodes: Iterable<Cell>): string[] => [...nodes].map(({ textContent }) => textContent.trim());

const row = (name: string, clock: string, high: number, date = '2026-11-20'): HighestHourlyHighRow => ({
  name,
  date,
  hour: clock.slice(0, 2),
  high,
  ts: `${date} ${clock}:00-05:00`,
});

describe('the tables of hourly highs', () => {
  it('list every bar that shares the price of its hour', () => {
    const rows = [row('A', '10:05', 12.5), row('A', '10:41', 12.5), row('A', '11:00', 12.25)];
    const document = documentOf(renderHourlyTables(groupHighs(rows)));
    expect(textsOf(document.querySelectorAll('tbody td'))).toEqual([
      '12.50',
      '10:05',
      '12.50',
      '10:41',
      '12.25',
      '11:00',
    ]);
    expect(document.querySelector('tbody th')?.getAttribute('rowspan')).toBe('2');
    expect(textsOf(document.querySelectorAll('tr.top td:first-of-type'))).toEqual(['12.50', '12.50']);
  });

  it('keep all digits of a price that is shown rounded', () => {
    const document = documentOf(
      renderHourlyTables(groupHighs([row('A', '10:05', 312.2799987792969), row('A', '11:00', 312.5)])),
    );
    const titles = [...document.querySelectorAll('td:first-of-type')].map((cell) => cell.getAttribute('title'));
    expect(titles).toEqual(['312.2799987792969', null]);
  });

  it('are one per company in alphabetical order, with a heading per day', () => {
    const rows = [row('B', '10:05', 1), row('A', '10:05', 2, '2026-11-20'), row('A', '10:05', 3, '2026-11-19')];
    const document = documentOf(renderHourlyTables(groupHighs(rows)));
    expect(textsOf(document.querySelectorAll('caption'))).toEqual(['A', 'B']);
    expect(textsOf(document.querySelectorAll('tr.date'))).toEqual(['Thu 19 Nov', 'Fri 20 Nov', 'Fri 20 Nov']);
  });

  it('are one per day where there is one company', () => {
    const rows = [row('A', '10:05', 2, '2026-11-20'), row('A', '10:05', 3, '2026-11-19')];
    const document = documentOf(renderHourlyTables(groupHighs(rows)));
    expect(textsOf(document.querySelectorAll('caption'))).toEqual(['A, Thu 19 Nov', 'A, Fri 20 Nov']);
  });

  it('hold as many rows as the data', () => {
    const { highs } = makeReport({ names: ['A', 'B', 'C'], from: '2026-11-16', to: '2026-11-27' });
    const document = documentOf(renderHourlyTables(groupHighs(highs)));
    expect(document.querySelectorAll('tbody tr:not(.date)')).toHaveLength(highs.length);
  });
});

describe('the heat map', () => {
  const start = Date.parse('2026-11-20T14:30:00Z');
  const prices = [100, 100.2, 103, 96];
  const bars = ['A'].map((name) => ({
    name,
    ts: prices.map((_, i) => start + i * 3_600_000),
    high: prices,
    low: prices,
    close: prices,
  }));
  const cells = (markup: Markup): Cell[] => [...documentOf(markup).querySelectorAll('td')];

  it('prints the price of every hour and colours it by its change since the first price', () => {
    const found = cells(renderHeatMap(groupHighs(hourlyHighs(bars)), readCompanies(bars)));
    expect(textsOf(found)).toEqual(['100.00', '100.20', '103.00', '96.00']);
    expect(found.map(({ className }) => className)).toEqual(['z0', 'z0', 'a1 top', 'b1']);
  });

  it('colours nothing where there is no first price to compare with', () => {
    const found = cells(renderHeatMap(groupHighs(hourlyHighs(bars)), []));
    expect(found.map(({ className }) => className)).toEqual(['', '', 'top', '']);
  });

  it('leaves the hours after an early close empty', () => {
    const report = makeReport({ names: ['A'], from: '2026-11-25', to: '2026-11-27' });
    const document = documentOf(renderHeatMap(groupHighs(report.highs), readCompanies(report.bars)));
    const [, halfDay] = document.querySelectorAll('tbody tr:not(.name)');
    expect(halfDay?.querySelectorAll('td.none')).toHaveLength(3);
  });

  it('shortens prices that no cell has room for', () => {
    const rows = [row('A', '10:00', 1_234.56), row('A', '11:00', 12_345.67)];
    expect(textsOf(cells(renderHeatMap(groupHighs(rows), [])))).toEqual(['1,234.6', '12,346']);
  });
});

describe('the chart of highs', () => {
  const shares = (widths: readonly (string | null)[]): number[] =>
    widths.map((width) => Number.parseFloat(width ?? ''));

  it('puts companies whose prices differ a thousandfold on one scale', () => {
    const bars = [10, 10_000].map((price, i) => ({
      name: `C${i}`,
      ts: [Date.parse('2026-11-20T14:30:00Z')],
      high: [price * 1.1],
      low: [price * 0.95],
      close: [price],
    }));
    const document = documentOf(renderRangeChart(readCompanies(bars), true));
    const rises = shares([...document.querySelectorAll('rect.above')].map((bar) => bar.getAttribute('width')));
    expect(rises).toEqual([66.67, 66.67]);
    expect(textsOf(document.querySelectorAll('.share'))).toEqual(['+10.00%', '+10.00%']);
  });

  it('keeps every mark within the picture', () => {
    const { bars } = makeReport({ names: ['A', 'B', 'C', 'D', 'E'], from: '2026-11-02', to: '2026-11-20' });
    const document = documentOf(renderRangeChart(readCompanies(bars), false));
    const places = [...document.querySelectorAll('svg line')].map((mark) => mark.getAttribute('x1'));
    expect(shares(places).every((place) => place >= 0 && place <= 100)).toBe(true);
  });

  it('labels its axis with plain steps and zero', () => {
    const { bars } = makeReport({ names: ['A', 'B', 'C'], from: '2026-11-02', to: '2026-11-20' });
    const labels = textsOf(documentOf(renderRangeChart(readCompanies(bars), false)).querySelectorAll('.scale text'));
    expect(labels).toContain('0');
    expect(labels.length).toBeLessThanOrEqual(7);
    expect(labels.every((label) => /^(0|[+−]\d+(\.\d)?%)$/.test(label))).toBe(true);
  });
});
