import { describe, expect, it } from 'vitest';
import {
  countOf,
  decimalsFor,
  formatBytes,
  formatCount,
  formatPercent,
  formatPrice,
  inWords,
} from './number-format.ts';

describe('numbers', () => {
  it('groups thousands before the point only', () => {
    expect(formatPrice(1234567.5, 4)).toBe('1,234,567.5000');
    expect(formatPrice(999.999, 2)).toBe('1,000.00');
    expect(formatCount(19500)).toBe('19,500');
  });

  it('writes a true minus sign', () => {
    expect(formatPrice(-37.63, 2)).toBe('−37.63');
    expect(formatCount(-4)).toBe('−4');
    expect(formatPercent(-0.0123)).toBe('−1.23%');
  });

  it('gives a change its sign, and none to one that rounds to nothing', () => {
    expect(formatPercent(0.0123)).toBe('+1.23%');
    expect(formatPercent(0.00001)).toBe('0.00%');
    expect(formatPercent(-0.00001)).toBe('0.00%');
    expect(formatPercent(12.5)).toBe('+1,250.00%');
  });

  it('counts in the singular and the plural', () => {
    expect([countOf(1, 'bar'), countOf(0, 'bar'), countOf(1200, 'company', 'companies')]).toEqual([
      '1 bar',
      '0 bars',
      '1,200 companies',
    ]);
    expect([inWords(10), inWords(11)]).toEqual(['ten', '11']);
  });
});

describe('decimals', () => {
  it('are two for shares, also where 32-bit floats left noise', () => {
    expect(decimalsFor([312.2799987792969, 12.3456])).toBe(2);
    expect(decimalsFor([5.230000019073486, 5.24])).toBe(2);
  });

  it('are as many as rates and pennies need', () => {
    expect(decimalsFor([1.0873, 1.0881])).toBe(4);
    expect(decimalsFor([0.006612, 0.006618])).toBe(6);
    expect(decimalsFor([0.00000123])).toBe(9);
  });

  it('are two for no price and for nothing', () => {
    expect([decimalsFor([]), decimalsFor([0])]).toEqual([2, 2]);
  });
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [14_230, '14.2 kB'],
  [1_500_000, '1.5 MB'],
  [2_340_000_000, '2.3 GB'],
  [1_204_000_000_000, '1,204.0 GB'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
