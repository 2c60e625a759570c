import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candlesticks } from '../src/candlesticks.ts';
import { timeSeries } from '../src/time-series.ts';
import { arbitrarySessions } from './arbitrary-sessions.ts';
import { pathPoints } from './path-points.ts';
import { expectGoodPicture } from './picture-laws.ts';

/** From the rule below a panel's head to its plot. */
const ABOVE_PLOT_PX = 23;
const width = fc.integer({ min: 280, max: 1600 });

describe.each([
  ['a time series', timeSeries],
  ['a chart of candlesticks', candlesticks],
])('%s of any sessions', (_, draw) => {
  it('is a good picture', () => {
    fc.assert(
      fc.property(arbitrarySessions, width, (prices, wide) => expectGoodPicture(draw(prices, { width: wide }))),
      { numRuns: 40 },
    );
  });

  it('is the same bytes for the same prices', () => {
    fc.assert(
      fc.property(arbitrarySessions, (prices) => {
        expect(draw(structuredClone(prices)).svg).toBe(draw(prices).svg);
      }),
      { numRuns: 10 },
    );
  });
});

describe('a line', () => {
  it('stays within the plot of its panel where a close lies beyond the high of its bar', () => {
    const bars = [50, -50, 10].map((close, minute) => ({
      name: 'X',
      ts: `2026-11-20 10:0${minute}:00-05:00`,
      high: 11,
      low: 9,
      close,
    }));
    const chart = timeSeries(bars);
    const ys = pathPoints(chart, '-line').map(([, y]) => y);
    const [[, ruleY] = [0, 0]] = pathPoints(chart, '-rule');
    const baseYs = pathPoints(chart, '-base').map(([, y]) => y);
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(ruleY + ABOVE_PLOT_PX);
    expect(Math.max(...ys)).toBeLessThanOrEqual(Math.min(...baseYs));
  });
});

describe('candles', () => {
  it('stay within the plot of their panel, what was traded too', () => {
    fc.assert(
      fc.property(arbitrarySessions, width, ([company], wide) => {
        const chart = candlesticks(company ? [company] : [], { width: wide });
        const frame = ['grid', 'base'].flatMap((name) => pathPoints(chart, `-${name}`));
        const [xs, ys] = [frame.map(([x]) => x), frame.map(([, y]) => y)];
        const [[, ruleY] = [0, 0]] = pathPoints(chart, '-rule');
        const drawn = ['up', 'down', 'level', 'volUp', 'volDown', 'volLevel']
          .flatMap((name) => pathPoints(chart, `-${name}`))
          // The legend has a line too, above the panel.
          .filter(([, y]) => y > ruleY);
        const isStray = ([x, y]: readonly [number, number]): boolean =>
          x < Math.min(...xs) || x > Math.max(...xs) || y < ruleY + ABOVE_PLOT_PX || y > Math.max(...ys);
        expect(drawn.filter(isStray)).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });
});
