import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSparkline, GAP } from './sparkline.ts';

describe('drawSparkline', () => {
  it('goes from the lowest block to the highest, whatever the price', () => {
    expect(drawSparkline([1, 2, 3, 4, 5, 6, 7, 8], 60, 'last')).toEqual({ line: '▁▂▃▄▅▆▇█', merged: 1 });
    expect(drawSparkline([1000, 1000.5], 60, 'last').line).toBe('▁█');
  });

  it('shows a gap where there is no value, and a level where nothing moves', () => {
    expect(drawSparkline([5, null, null, 5], 60, 'last').line).toBe('▄··▄');
    expect(drawSparkline([null, null], 60, 'highest').line).toBe('··');
  });

  it('has the last or the highest of several values where there is no room for each', () => {
    const values = [1, 9, 2, null, null, null, 3, null, 5];
    expect(drawSparkline(values, 3, 'last')).toEqual({ line: '▁·█', merged: 3 });
    expect(drawSparkline(values, 3, 'highest')).toEqual({ line: '█·▁', merged: 3 });
  });

  it('takes no more cells than there are, rises only where values do, and is a gap exactly where there is none', () => {
    const values = fc.array(fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 80 }), (series, cells) => {
        const { line, merged } = drawSparkline(series, cells, 'last');
        expect(line.length).toBe(Math.ceil(series.length / merged));
        expect(line.length).toBeLessThanOrEqual(cells);
        const last = Array.from(line, (_, index) => series.slice(index * merged, (index + 1) * merged)).map(
          (part) => part.findLast((value) => value !== null) ?? null,
        );
        for (const [index, block] of line.split('').entries()) {
          const [value, before] = [last[index] ?? null, last[index - 1] ?? null];
          expect(block === GAP).toBe(value === null);
          if (value !== null && before !== null && value > before) expect(block >= (line[index - 1] ?? '')).toBe(true);
        }
      }),
    );
  });
});
