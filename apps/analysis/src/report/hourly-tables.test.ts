import { groupHighs, type HighestHourlyHighRow, type Markup } from '@tickerlake/presentation';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { renderHourlyTables } from './hourly-tables.ts';
import { makeReport } from './report-fixture.ts';

/** What is used of an element: the types of browsers are not at hand. */
interface Cell {
  readonly textContent: string;
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
