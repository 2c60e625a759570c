import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOf } from './object-listing.ts';

describe('a listing in pages', () => {
  it('gives every key, or the prefix it is folded into, exactly once', () => {
    const key = fc
      .array(fc.constantFrom('a', 'b', '/', 'é'), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(''));
    const cases = fc.property(
      fc.uniqueArray(key, { maxLength: 30 }),
      fc.constantFrom('', '/'),
      fc.integer({ min: 1, max: 5 }),
      (unsorted, delimiter, size) => {
        const keys = unsorted.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        const items: string[] = [];
        for (let after: string | undefined = ''; after !== undefined;) {
          const page = pageOf(keys, '', delimiter, after, size);
          expect(page.keys.length + page.commonPrefixes.length).toBeLessThanOrEqual(size);
          items.push(...page.keys, ...page.commonPrefixes);
          after = page.last;
        }
        const folded = keys.map((one) => (delimiter && one.includes('/') ? one.slice(0, one.indexOf('/') + 1) : one));
        expect(items.toSorted()).toEqual([...new Set(folded)].toSorted());
      },
    );
    fc.assert(cases, { numRuns: 300 });
  });

  it('folds only what follows the prefix', () => {
    const keys = ['bars/dt=1/a', 'bars/dt=1/b', 'bars/dt=2/c', 'bars/x'];
    expect(pageOf(keys, 'bars/', '/', '', 10)).toMatchObject({
      keys: ['bars/x'],
      commonPrefixes: ['bars/dt=1/', 'bars/dt=2/'],
    });
  });
});
