import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRetryAfterMs, retryDelayMs } from './retry-policy.ts';

describe('retryDelayMs', () => {
  it('doubles the bound with every failure, up to 30 seconds', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7].map((failed) => retryDelayMs(failed, () => 1));
    expect(bounds).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('spreads over the whole bound, and never shortens what the server asked for', () => {
    const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fraction, fc.nat(1e6), (failed, random, askedMs) => {
        const delayMs = retryDelayMs(failed, () => random, askedMs);
        expect(delayMs).toBeGreaterThanOrEqual(askedMs);
        expect(delayMs).toBeLessThan(askedMs + 30_000);
      }),
    );
    expect(retryDelayMs(3, () => 0)).toBe(0);
  });
});

describe('readRetryAfterMs', () => {
  const nowMs = Date.parse('2026-11-21T22:00:00Z');
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Sat, 21 Nov 2026 22:01:30 GMT', 90_000],
    ['Sat, 21 Nov 2026 21:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('reads %s', (header, expected) => {
    expect(readRetryAfterMs(header, nowMs)).toBe(expected);
  });
});
