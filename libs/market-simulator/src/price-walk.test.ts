import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { companyOf } from './companies.ts';
import { dayFrame, walkAt, weekdayStep } from './price-walk.ts';

const DAY = 86_400_000;
const dayOf = (date: string): number => Date.parse(date) / DAY;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const steps = (key: number): number[] =>
  Array.from({ length: 8000 }, (_, index) => walkAt(key, index - 3999) - walkAt(key, index - 4000));

describe('the walk', () => {
  test('begins at 0 and moves by 1 a step, in and across its spans, forwards and back', () => {
    for (const key of [1, 2, 3]) {
      expect(walkAt(key, 0)).toBe(0);
      const variance = mean(steps(key).map((step) => step ** 2));
      expect(variance).toBeGreaterThan(0.93);
      expect(variance).toBeLessThan(1.07);
    }
  });

  test('has no memory: a step says nothing of the next, nor of the one at the next span', () => {
    const moves = steps(4);
    for (const lag of [1, 2, 128, 256]) {
      const products = moves.slice(lag).map((move, index) => move * (moves[index] ?? 0));
      expect(Math.abs(mean(products))).toBeLessThan(0.05);
    }
  });

  test('never strays far, however many years pass', () => {
    const far = Array.from({ length: 4000 }, (_, index) => Math.abs(walkAt(6, index * 37 - 74_000)));
    // Eleven is the standard deviation of a knot, in days' moves.
    expect(Math.max(...far)).toBeLessThan(11.4 * 4.5);
  });
});

describe('days', () => {
  test('the step counts weekdays, over weekends and before the anchor', () => {
    const stepOn = (date: string) => weekdayStep(dayOf(date));
    expect(stepOn('2026-06-29')).toBe(0);
    expect(stepOn('2026-06-26')).toBe(-1);
    expect([stepOn('2026-07-03'), stepOn('2026-07-06')]).toEqual([4, 5]);
    expect(stepOn('2025-06-30')).toBe(-260);
  });

  test('a day opens near where the one before closed, and ends where the next one begins to count', () => {
    const symbols = fc.constantFrom('META', 'SNAP', 'ZZZ', 'A1');
    const days = fc
      .integer({ min: dayOf('1990-01-01'), max: dayOf('2030-12-31') })
      .filter((day) => (day + 4) % 7 !== 0 && (day + 4) % 7 !== 6);
    fc.assert(
      fc.property(symbols, days, fc.nat(), (symbol, day, seed) => {
        const company = companyOf(symbol);
        if (!company) throw new Error(`${symbol} has no company`);
        const today = dayFrame(seed, company, day);
        const daily = company.yearlyVolatility / Math.sqrt(252);
        const before = dayFrame(seed, company, (day + 4) % 7 === 1 ? day - 3 : day - 1);
        expect(Math.abs(today.logOpen - before.logClose)).toBeLessThan(15 * daily);
        expect(Math.abs(today.logClose - today.logOpen)).toBeLessThan(6 * daily);
      }),
      { numRuns: 500 },
    );
  });
});
