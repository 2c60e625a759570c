import { expect, it } from 'vitest';
import { suggest, unknownName } from './suggest.ts';

const known = ['symbols', 'date', 'from', 'to', 'interval', 'extendedHours'];

it.each([
  ['symbol', 'symbols'],
  ['Symbols', 'symbols'],
  ['smybols', 'symbols'],
  ['dates', 'date'],
  ['extended_hours', 'extendedHours'],
  ['intervall', 'interval'],
  ['fro', 'from'],
])('takes %s for %s', (word, meant) => {
  expect(suggest(word, known)).toBe(meant);
});

it('suggests nothing where nothing is near', () => {
  expect(suggest('password', known)).toBeUndefined();
  expect(unknownName('password', known)).toBe(
    'is not known. Allowed: symbols, date, from, to, interval, extendedHours.',
  );
});
