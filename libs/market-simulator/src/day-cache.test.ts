import { expect, test, vi } from 'vitest';
import { keepNewest } from './day-cache.ts';

test('makes a value once, and again only after it was pushed out by newer ones', () => {
  const kept = keepNewest<string>(2);
  const make = vi.fn((key: string) => key.toUpperCase());
  const ask = (key: string) => kept(key, () => make(key));
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(ask)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
  expect(make.mock.calls.flat()).toEqual(['a', 'b', 'c', 'b']);
});
