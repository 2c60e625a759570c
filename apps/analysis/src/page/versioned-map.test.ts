import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VersionedMap } from './versioned-map.ts';

const keepingNumbers = (limit: number) => new VersionedMap<string, number>({ limit, orderOf: (value) => value });

describe('VersionedMap', () => {
  it('tells what came after a version, least order first, each key with its newest value', () => {
    const map = keepingNumbers(10);
    map.set('a', 30, 1);
    map.set('b', 20, 2);
    map.set('c', 10, 3);
    map.set('b', 40, 4);
    expect(map.since(0)).toEqual([10, 30, 40]);
    expect(map.since(2)).toEqual([10, 40]);
    expect(map.since(4)).toEqual([]);
  });

  it('holds the items of greatest order, and never more than its limit, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { maxLength: 60, size: 'max' }),
        fc.integer({ min: 1, max: 12 }),
        (values, limit) => {
          const map = keepingNumbers(limit);
          values.forEach((value, i) => map.set(String(value), value, i + 1));
          expect(map.since(0)).toEqual(values.toSorted((a, b) => a - b).slice(-limit));
        },
      ),
    );
  });
});
