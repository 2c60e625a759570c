import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

describe('back-off', () => {
  const backoff = { baseMs: 100, maxMs: 1_000 };

  it('doubles its upper end with each attempt, up to a limit', () => {
    expect([1, 2, 3, 4, 5, 60].map((attempts) => backoffMs(attempts, 1, backoff))).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
  });

  it('has full jitter: any wait from none to the upper end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, draw) => {
        const waitMs = backoffMs(attempts, draw, backoff);
        expect(waitMs).toBeCloseTo(draw * backoffMs(attempts, 1, backoff));
        expect(waitMs).toBeLessThanOrEqual(backoff.maxMs);
      }),
    );
  });
});
