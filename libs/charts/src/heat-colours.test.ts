import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colourEdges, colourOf, drawColourKey } from './heat-colours.ts';

const shares = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1 });

describe('the colours of a heat map', () => {
  it('change at an edge, not after it', () => {
    const edges = [0.01, 0.02, 0.04] as const;
    expect([0.0099, 0.01, 0.02, 0.04, 9].map((share) => colourOf(share, edges))).toEqual([
      'z0',
      'a1',
      'a2',
      'a3',
      'a3',
    ]);
    expect([-0.0099, -0.01, -0.02, -0.04].map((share) => colourOf(share, edges))).toEqual(['z0', 'b1', 'b2', 'b3']);
    expect(colourOf(undefined, edges)).toBe('blank');
  });

  it('are as strong above as below', () => {
    fc.assert(
      fc.property(shares, fc.double({ min: 0, max: 2, noNaN: true }), (all, share) => {
        const edges = colourEdges(all);
        expect(colourOf(-share, edges).replace('b', 'a')).toBe(colourOf(share, edges));
      }),
    );
  });

  it('leave the strongest for a fifth of the cells at most, up to changes of half', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 1 }), (all) => {
        const edges = colourEdges(all);
        const strongest = all.filter((share) => Math.abs(share) > edges[2]);
        expect(strongest.length).toBeLessThanOrEqual(all.length * 0.2);
      }),
    );
  });

  it('are told by round shares, with fewer signs of percent where there is less room', () => {
    const labels = (width: number): string[] =>
      [...drawColourKey([0.0025, 0.005, 0.01], width).text.matchAll(/>([−+][^<]+)</g)].map(([, text = '']) => text);
    expect(labels(700)).toEqual(['−1%', '−0.5%', '−0.25%', '+0.25%', '+0.5%', '+1%']);
    expect(labels(330)).toEqual(['−1%', '−0.5', '−0.25', '+0.25', '+0.5', '+1%']);
    expect(labels(200)).toEqual(['−1%', '+1%']);
  });
});
