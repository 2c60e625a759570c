import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from './cells.ts';
import { formatRows } from './row-format.ts';

const columns = ['name', 'high', 'note'];
const rows = [
  { name: 'SHOP', high: 751.239990234375, note: null },
  { name: 'FB', high: 9, note: 'said "up", then\ndown' },
];

describe('formatRows', () => {
  it('keeps every digit of a price in CSV and quotes only what needs it', () => {
    expect(formatRows('csv', columns, rows)).toBe(
      'name,high,note\nSHOP,751.239990234375,\nFB,9,"said ""up"", then\ndown"\n',
    );
  });

  it('aligns text left and numbers on their points in a table', () => {
    expect(formatRows('table', ['name', 'high'], rows)).toBe(
      'name              high\n────  ────────────────\nSHOP  751.239990234375\nFB      9\n',
    );
  });

  it('writes a list as words, and as a list in JSON', () => {
    const stories = [
      { symbols: ['AAPL', 'DDOG'], id: '1' },
      { symbols: [], id: '2' },
    ];
    expect(formatRows('csv', ['symbols', 'id'], stories)).toBe('symbols,id\nAAPL DDOG,1\n,2\n');
    expect(formatRows('table', ['symbols', 'id'], stories)).toBe(
      'symbols    id\n─────────  ──\nAAPL DDOG  1\n           2\n',
    );
    expect(JSON.parse(formatRows('json', ['symbols', 'id'], stories))).toEqual(stories);
  });

  it('keeps a row of a table on its line, whatever a publisher wrote, and CSV as it came', () => {
    const story = [{ headline: 'Up\r\nand\u001b[2Jaway' }];
    expect(formatRows('table', ['headline'], story)).toBe('headline\n──────────────\nUp and [2Jaway\n');
    expect(formatRows('csv', ['headline'], story)).toBe('headline\n"Up\r\nand\u001b[2Jaway"\n');
  });

  it('shortens computed columns in a table only', () => {
    const moved = [{ change: 0.1 + 0.2 }];
    expect(formatRows('table', ['change'], moved, { change: { decimals: 4 } })).toBe('change\n──────\n0.3000\n');
    expect(formatRows('csv', ['change'], moved, { change: { decimals: 4 } })).toBe('change\n0.30000000000000004\n');
  });

  it('writes JSON that parses to the same rows, nulls included', () => {
    expect(JSON.parse(formatRows('json', columns, rows))).toEqual(rows);
    expect(formatRows('json', columns, [])).toBe('[]\n');
  });

  it('writes a JSON object a line, line breaks inside escaped', () => {
    const lines = formatRows('jsonl', columns, rows).split('\n');
    expect(lines.map((line) => (line === '' ? undefined : JSON.parse(line)))).toEqual([...rows, undefined]);
    expect(formatRows('jsonl', columns, [])).toBe('');
  });

  it('writes integers beyond 2^53 as text in JSON, so that no digit is lost', () => {
    const text = formatRows('json', ['n', 'm'], [{ n: 9_007_199_254_740_993n, m: 12n }]);
    expect(JSON.parse(text)).toEqual([{ n: '9007199254740993', m: 12 }]);
  });

  it('writes CSV that reads back to the same cells, whatever they hold', () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.double({ noNaN: true }), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.record({ a: cell, b: cell })), (generated: { a: Cell; b: Cell }[]) => {
        const read = readCsv(formatRows('csv', ['a', 'b'], generated));
        expect(read).toEqual([['a', 'b'], ...generated.map((row) => [String(row.a), String(row.b)])]);
      }),
    );
  });
});

/** An independent reader of RFC 4180 text. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)/gy;
  for (let match = field.exec(text); match !== null; match = field.exec(text)) {
    line.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') {
      lines.push(line);
      line = [];
    }
    if (field.lastIndex === text.length) break;
  }
  return lines;
}
