import { describe, expect, it } from 'vitest';
import { Table, table } from './table.ts';

const ROWS = [
  { name: 'META', price: 534.79, shares: 18_291_674n, change: -2.131 },
  { name: 'BYND', price: 1.6, shares: 58n, change: null },
];

/** The cells of the HTML, row by row, the head first. */
const cellsOf = ({ html }: Table): string[][] =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell),
  );

/** What Deno's kernel is given. */
const shownBy = (value: Table): Record<string, string> => Reflect.get(value, Symbol.for('Jupyter.display')).call(value);

describe('a table', () => {
  it('has every column of the rows, numbers with as many digits as the longest of them and a minus of their own', () => {
    expect(cellsOf(table(ROWS))).toEqual([
      ['name', 'price', 'shares', 'change'],
      ['META', '534.79', '18,291,674', '−2.131'],
      ['BYND', '1.60', '58', ''],
    ]);
  });

  it('has the columns that are named, in their order and under their headings, rounded as asked', () => {
    const columns = { change: 'change, %', name: 'company' };
    expect(cellsOf(table(ROWS, { columns, digits: 1 }))).toEqual([
      ['change, %', 'company'],
      ['−2.1', 'META'],
      ['', 'BYND'],
    ]);
    // @ts-expect-error -- a misspelt column is an error, in a notebook too.
    expect(cellsOf(table(ROWS, { columns: { nmae: 'company' } }))[1]).toEqual(['']);
  });

  it('shows no more rows than it may, and says how many more there are', () => {
    expect(cellsOf(table(ROWS, { limit: 1 }))).toHaveLength(2);
    expect(table(ROWS, { limit: 1 }).html).toContain('<p>1 more row</p>');
    expect(table(ROWS, { limit: 0 }).text).toContain('2 more rows');
    expect(table(ROWS).html).not.toContain('more row');
  });

  it('takes nothing of its cells for HTML', () => {
    const { html } = table([{ headline: '<script>alert("&")</script>' }], { columns: { headline: 'a < b' } });
    expect(html).toContain('&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;');
    expect(html).toContain('>a &lt; b<');
  });

  it('of no rows has its headings, and none that nobody named', () => {
    expect(cellsOf(table([] as typeof ROWS, { columns: { name: 'company' } }))).toEqual([['company']]);
    expect(cellsOf(table([]))).toEqual([[]]);
  });

  it('shows itself in Deno, as aligned text where no HTML is shown', () => {
    const shown = shownBy(table(ROWS, { columns: { name: 'company', price: 'price' } }));
    expect(Object.keys(shown)).toEqual(['text/html', 'text/plain']);
    expect(shown['text/plain']).toBe(['company   price', 'META     534.79', 'BYND       1.60'].join('\n'));
  });
});
