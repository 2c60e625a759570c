import { expect, test } from 'vitest';
import { bell, bellOf, createRandom, hash, hashSeed, hashText } from './random.ts';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('a key always gives the same numbers, and its neighbours give others', () => {
  expect([createRandom(7)(), createRandom(7)()]).toEqual([createRandom(7)(), createRandom(7)()]);
  const firsts = Array.from({ length: 10_000 }, (_, key) => createRandom(key)());
  expect(new Set(firsts).size).toBe(firsts.length);
  expect(mean(firsts)).toBeCloseTo(0.5, 1);
});

test('numbers of neighbouring keys do not go together', () => {
  const pairs = Array.from({ length: 20_000 }, (_, key) => bellOf(3, key) * bellOf(3, key + 1));
  expect(Math.abs(mean(pairs))).toBeLessThan(0.03);
});

test('bell-shaped numbers have mean 0 and variance 1', () => {
  const random = createRandom(5);
  const values = Array.from({ length: 50_000 }, () => bell(random));
  expect(Math.abs(mean(values))).toBeLessThan(0.02);
  expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
});

test('a hash tells order, sign and every bit apart', () => {
  const hashes = [hash(1, 2), hash(2, 1), hash(-1, 2), hash(1, 2, 0), hash(1), hash()];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashText('META')).not.toBe(hashText('ATEM'));
  expect(hashSeed(1)).not.toBe(hashSeed(1 + 2 ** 32));
});
