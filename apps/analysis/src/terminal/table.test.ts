import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from './display-width.ts';
import { layOutTable } from './table.ts';

const lines = (...args: Parameters<typeof layOutTable>): string[] =>
  layOutTable(...args)
    .text.trimEnd()
    .split('\n');

const STORIES = [
  {
    ts: '2026-11-20 09:31:00-05:00',
    name: 'DDOG',
    change: 1.5,
    headline: '東京 likes the cost dashboards of Datadog 📈',
  },
  { ts: '2026-11-20 09:45:00-05:00', name: 'META', change: -0.25, headline: 'Markets open' },
];
const COLUMNS = ['ts', 'name', 'change', 'headline'];

describe('a table', () => {
  it('has the points of numbers one below the other, whatever their digits', () => {
    const rows = [{ n: 751.239990234375 }, { n: 9 }, { n: -0.5 }, { n: null }, { n: 1e-7 }, { n: 12n }];
    expect(lines(['n'], rows)).toEqual([
      '               n',
      '────────────────',
      '751.239990234375',
      '  9',
      ' -0.5',
      '',
      '  1e-7',
      ' 12',
    ]);
  });

  it('shows rises and falls with their signs, sums in thousands and sizes with their units', () => {
    const rows = [
      { change: 2.5, volume: 1234567, size: '1.2 kB' },
      { change: -10, volume: 890n, size: '812 B' },
      { change: 0, volume: 1000.25, size: null },
    ];
    const looks = { change: { decimals: 2, signed: true }, volume: { grouped: true }, size: { right: true } } as const;
    expect(lines(['change', 'volume', 'size'], rows, { looks })).toEqual([
      'change        volume    size',
      '──────  ────────────  ──────',
      ' +2.50  1,234,567     1.2 kB',
      '-10.00        890      812 B',
      '  0.00      1,000.25',
    ]);
  });

  it('keeps columns straight behind wide characters', () => {
    const rows = [
      { name: '東京', n: 1 },
      { name: '👩‍👩‍👧', n: 22 },
      { name: 'DDOG', n: 3 },
    ];
    expect(lines(['name', 'n'], rows)).toEqual(['name   n', '────  ──', '東京   1', '👩‍👩‍👧    22', 'DDOG   3']);
  });

  it('shows nothing that would turn the line around or move the cursor', () => {
    const rows = [{ headline: 'Up\u202Enwod\u001B[2J\r\nhere\u2028there' }];
    expect(lines(['headline'], rows).at(-1)).toBe('Upnwod [2J here there');
  });

  it('is as wide as its words where it is for a pipe', () => {
    expect(lines(COLUMNS, STORIES)[2]).toContain('dashboards of Datadog 📈');
  });
});

describe('on a screen', () => {
  it('words are cut first, numbers and times never', () => {
    const { text, leftOut } = layOutTable(COLUMNS, STORIES, { screen: { columns: 66, colour: false } });
    expect(leftOut).toEqual([]);
    expect(text).toBe(
      [
        'ts                         name  change  headline',
        '─────────────────────────  ────  ──────  ─────────────────────────',
        '2026-11-20 09:31:00-05:00  DDOG    1.5   東京 likes the cost dash…',
        '2026-11-20 09:45:00-05:00  META   -0.25  Markets open',
        '',
      ].join('\n'),
    );
  });

  it('then columns are left out: empty ones, those that are named, the last; never the first', () => {
    const rows = STORIES.map((story) => ({ ...story, url: null }));
    const leftOut = (columns: number) =>
      layOutTable([...COLUMNS, 'url'], rows, { screen: { columns, colour: false }, firstToGo: ['change'] }).leftOut;
    expect(leftOut(64)).toEqual(['url']);
    expect(leftOut(56)).toEqual(['change', 'url']);
    expect(leftOut(40)).toEqual(['change', 'headline', 'url']);
    expect(leftOut(10)).toEqual(['name', 'change', 'headline', 'url']);
  });

  it('no line is longer than the screen is wide, where the first column fits', () => {
    const row = fc.record({
      name: fc.string({ maxLength: 8 }),
      headline: fc.string({ unit: 'grapheme', maxLength: 60 }),
      n: fc.option(fc.double({ noNaN: true })),
      ts: fc.constant('2026-11-20 09:31:00-05:00'),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), fc.integer({ min: 10, max: 120 }), (rows, columns) => {
        for (const line of lines(['name', 'headline', 'n', 'ts'], rows, { screen: { columns, colour: true } }))
          expect(displayWidth(stripVTControlCharacters(line))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('colours say no more than the signs', () => {
    const looks = { change: { signed: true } } as const;
    const plain = layOutTable(COLUMNS, STORIES, { looks }).text;
    const { text } = layOutTable(COLUMNS, STORIES, { looks, screen: { colour: true } });
    expect(text).toContain('\u001B[32m +1.5 \u001B[39m');
    expect(text).toContain('\u001B[31m -0.25\u001B[39m');
    expect(stripVTControlCharacters(text).replaceAll(/ +$/gm, '')).toBe(plain);
  });
});
