import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CURVE_HEIGHT, CURVE_WIDTH, drawSparkline } from './sparkline.ts';

it('the newest point lies at the right edge, two minutes before it at the left, the peak at the top', () => {
  const points = [
    { atMs: 0, value: 5 },
    { atMs: 60_000, value: 10 },
    { atMs: 120_000, value: 0 },
  ];
  expect(drawSparkline(points)).toEqual({
    line: 'M0 50L120 0L240 100',
    area: 'M0 50L120 0L240 100L240 100L0 100z',
    peak: 10,
  });
});

it('older points and gaps are left out, and a single point draws nothing', () => {
  const points = [
    { atMs: 0, value: 99 },
    { atMs: 100_000, value: undefined },
    { atMs: 130_000, value: 4 },
  ];
  expect(drawSparkline(points)).toEqual({ line: '', area: '', peak: 4 });
  expect(drawSparkline([])).toEqual({ line: '', area: '', peak: 0 });
});

it('no curve leaves its box', () => {
  const point = fc.record({ atMs: fc.nat(200_000), value: fc.double({ min: 0, max: 1e9, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(point, { minLength: 2 }), (points) => {
      const { line } = drawSparkline(points.toSorted((a, b) => a.atMs - b.atMs));
      for (const [, x, y] of line.matchAll(/[ML](\S+) ([^L]+)/g)) {
        expect(Number(x)).toBeGreaterThanOrEqual(0);
        expect(Number(x)).toBeLessThanOrEqual(CURVE_WIDTH);
        expect(Number(y)).toBeGreaterThanOrEqual(0);
        expect(Number(y)).toBeLessThanOrEqual(CURVE_HEIGHT);
      }
    }),
  );
});
