import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceTicks, shortCount } from './price-ticks.ts';

const labels = (low: number, high: number, most: number, decimals = 2): string[] =>
  priceTicks(low, high, most, decimals).map(({ label }) => label);

describe('the prices of an axis', () => {
  it('are round, and have no decimals where none are needed', () => {
    expect(labels(8.7, 15.2, 4)).toEqual(['10', '12', '14']);
    expect(labels(1_234, 1_871, 4)).toEqual(['1,400', '1,600', '1,800']);
    expect(labels(-3, 3, 3)).toEqual(['−2', '0', '2']);
  });

  it('have the decimals of a price where they need any', () => {
    expect(labels(12.11, 12.48, 4)).toEqual(['12.20', '12.30', '12.40']);
    expect(labels(1.0873, 1.0881, 5, 4)).toEqual(['1.0874', '1.0876', '1.0878', '1.0880']);
  });

  it('are none where the price never moved, or by less than is written', () => {
    expect(labels(0, 1e-30, 4)).toEqual([]);
    expect(labels(12, 12, 4)).toEqual([]);
  });

  it('lie within the prices, each written differently and no more than are wanted', () => {
    const price = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        price,
        fc.double({ min: 1e-4, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        (low, span, most) => {
          const ticks = priceTicks(low, low + span, most, 2);
          const slack = span * 1e-6;
          expect(ticks.every((tick) => tick.price >= low - slack && tick.price <= low + span + slack)).toBe(true);
          expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
          expect(ticks.length).toBeLessThanOrEqual(most + 1);
        },
      ),
    );
  });
});

describe('a number of shares', () => {
  it('is short', () => {
    const counts = [0, 7, 950, 999.6, 18_349, 999_500, 1_239_000, 4.5e9, 2e13];
    expect(counts.map(shortCount)).toEqual(['0', '7', '950', '1K', '18.3K', '1M', '1.24M', '4.5B', '20T']);
  });
});
