import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectGoodPicture } from '../test/picture-laws.ts';
import { type CompanyBar, companyBars } from './company-bars.ts';
import { ChartDataError } from './chart-error.ts';

const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
const names = (svg: string): string[] => [...svg.matchAll(/class="\w+-name">([^<]*)</g)].map(([, name = '']) => name);
/** Widths of the bars by paint, in the order in which they are drawn. */
const segments = (svg: string): [string, number][] =>
  [...svg.matchAll(/width="([\d.]+)" height="13" class="\w+-(\w+)"/g)].map(([, width, paint = '']) => [
    paint,
    Number(width),
  ]);

const rows: CompanyBar[] = [
  { name: 'B', value: 100 },
  { name: 'A', value: 300, note: 'at noon' },
  { name: 'C', value: 200 },
];

describe('bars by company', () => {
  it('are in the order that is asked for, the largest first', () => {
    expect(names(companyBars(rows).svg)).toEqual(['A', 'C', 'B']);
    expect(names(companyBars(rows, { sort: 'name' }).svg)).toEqual(['A', 'B', 'C']);
    expect(names(companyBars(rows, { sort: 'given' }).svg)).toEqual(['B', 'A', 'C']);
  });

  it('are as long as their values', () => {
    const [a = 0, c = 0, b = 0] = segments(companyBars(rows).svg).map(([, width]) => width);
    expect(a / b).toBeCloseTo(3, 1);
    expect(c / b).toBeCloseTo(2, 1);
  });

  it.each([
    ['price', 1234.5, '1,234.50'],
    ['percent', -0.0312, '−3.12%'],
    ['count', 1234567, '1,234,567'],
  ] as const)('write a %s as the house does', (unit, value, written) => {
    expect(texts(companyBars([{ name: 'A', value }], { unit }).svg)).toContain(written);
  });

  it('are pale between low and value, and orange below zero', () => {
    const paints = (bar: Omit<CompanyBar, 'name'>): string[] =>
      segments(companyBars([{ name: 'A', ...bar }]).svg).map(([paint]) => paint);
    expect(paints({ value: 10 })).toEqual(['above']);
    expect(paints({ value: 10, low: 4 })).toEqual(['above', 'aboveLight']);
    expect(paints({ value: 10, low: -4 })).toEqual(['below', 'above']);
    expect(paints({ value: -4, low: -10 })).toEqual(['below', 'belowLight']);
  });

  it('are pale from the nearer to zero of the two to the farther, whichever it is', () => {
    const lengths = (bar: Omit<CompanyBar, 'name'>): number[] =>
      segments(companyBars([{ name: 'A', ...bar }]).svg).map(([, width]) => width);
    const [full = 0, pale = 0] = lengths({ value: 10, low: 4 });
    expect(full / pale).toBeCloseTo(4 / 6, 1);
    const [fallen = 0, further = 0] = lengths({ value: -4, low: -10 });
    expect(fallen / further).toBeCloseTo(4 / 6, 1);
  });

  it('have marks that stay apart though the outermost are pushed inwards', () => {
    const share = fc.integer({ min: 0, max: 40 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(share, share, fc.integer({ min: 280, max: 420 }), (low, value, width) => {
        expectGoodPicture(companyBars([{ name: 'A', value, low: -low }], { unit: 'percent', width }));
      }),
    );
  });

  it('have a row without a bar where there is no value, after all others', () => {
    const { svg } = companyBars([{ name: 'NONE', value: null }, ...rows]);
    expect(names(svg)).toEqual(['A', 'C', 'B', 'NONE']);
    expect(texts(svg).at(-1)).toBe('–');
    expect(segments(svg)).toHaveLength(3);
  });

  it.each([
    [{ name: 'A', value: '1' }, 'Row 0 (A): value is "1". Allowed: a number between'],
    [{ name: 'A', value: 1e300 }, 'value is 1e+300. Allowed'],
    [{ name: 'A' }, 'it has no value. Allowed: a number, or null'],
    [{ name: 'A', value: 1, low: 2 }, 'low is 2 and value is 1. Allowed: a low that is not above'],
    [{ name: 'A', value: 1, note: 7 }, 'note is 7. Allowed: a text'],
    [{ value: 1 }, 'Row 0: it has a name that is undefined'],
  ])('refuse %o, and say what is allowed', (row, said) => {
    const given: readonly object[] = [row];
    expect(() => companyBars(given as readonly CompanyBar[])).toThrow(ChartDataError);
    expect(() => companyBars(given as readonly CompanyBar[])).toThrow(said);
  });

  it('refuse a unit and an order that they do not know', () => {
    const unit: object = { unit: 'euro' };
    expect(() => companyBars(rows, unit)).toThrow(
      `Option 'unit' of companyBars is "euro". Allowed: 'price' or 'percent' or 'count'.`,
    );
  });
});
