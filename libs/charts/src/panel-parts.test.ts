import { type Company, readCompanies } from '@tickerlake/presentation';
import { describe, expect, it } from 'vitest';
import { across, drawHead, drawHigh, upright } from './panel-parts.ts';

const company = (name: string, first: number, last: number): Company => {
  const prices = [first, last];
  const [read] = readCompanies([{ name, ts: [0, 60_000], high: prices, low: prices, close: prices }]);
  if (!read) throw new Error('The company has no bars.');
  return read;
};
const textsOf = ({ text }: { readonly text: string }): string[] =>
  [...text.matchAll(/>([^<>]+)<\/text>/g)].map(([, said = '']) => said);
const headOf = (read: Company, width = 300): string[] => textsOf(drawHead(read, '09:30', width));

describe('the head of a panel', () => {
  it('has the name, the change with its sign, and since when', () => {
    expect(headOf(company('Apple', 10, 11))).toEqual(['Apple', '+10.00%', 'since 09:30']);
    expect(headOf(company('Apple', 10, 9))).toEqual(['Apple', '−10.00%', 'since 09:30']);
  });

  it('gives room to the name before anything else', () => {
    const long = company('Berkshire Hathaway Inc. Class A', 10, 11);
    expect(headOf(long)).toEqual(['Berkshire Hathaway Inc. Class A', '+10.00%']);
    expect(headOf(long, 160)[0]).toMatch(/^Berkshire.*…$/);
    expect(headOf(long, 80)).toHaveLength(1);
  });

  it('has no change where there is a single price', () => {
    const [single] = readCompanies([{ name: 'Apple', ts: [0], high: [1], low: [1], close: [1] }]);
    expect(single && headOf(single)).toEqual(['Apple']);
  });

  it('has no change where the first price is no base for one', () => {
    expect(headOf(company('Apple', 0, 11))).toEqual(['Apple']);
    expect(headOf(company('Apple', 1e-9, 9e9), 900)).toEqual(['Apple']);
  });
});

describe('the label of the high', () => {
  const box = { panelWidth: 120, left: 0, right: 120, top: 40, bottom: 100 };
  it('has its time where there is room for it, and is left out where there is none for the price', () => {
    expect(textsOf(drawHigh(box, 60, '12.48', '10:05'))).toEqual(['12.48', '10:05']);
    expect(textsOf(drawHigh(box, 60, '12.48', 'Mon 23 Nov, 10:05'))).toEqual(['12.48']);
    expect(textsOf(drawHigh(box, 60, '90,000,000,000,000.00', '10:05'))).toEqual([]);
  });
});

describe('a line', () => {
  it('fills whole pixels', () => {
    expect(across(0, 10, 7.2, 'grid').text).toContain('d="M0 7.5H10"');
    expect(upright(7, 0, 10, 'grid').text).toContain('d="M7.5 0V10"');
  });
});
