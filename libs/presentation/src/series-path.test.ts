import { fromNewYork } from '@tickerlake/market-calendar';
import { describe, expect, it } from 'vitest';
import { type Company, readCompanies } from './company.ts';
import { createMarketAxis } from './market-axis.ts';
import { makeSeries } from '@tickerlake/testing';
import type { SeriesColumns } from './price-rows.ts';
import { drawSeries, PATH_HEIGHT, type SeriesPaths } from './series-path.ts';

const MINUTE_MS = 60_000;

const draw = (columns: SeriesColumns, maxWidth = 10_000): SeriesPaths => {
  const [company] = readCompanies([columns]);
  if (!company) throw new Error('The series has no bars.');
  const axis = createMarketAxis([...company.days.keys()], company.days, MINUTE_MS);
  return drawSeries(company, axis, scaleOf(company), MINUTE_MS, maxWidth);
};

const scaleOf =
  ({ top, bottom }: Company) =>
  (price: number): number =>
    top.price === bottom.price ? 0.5 : (top.price - price) / (top.price - bottom.price);

const series = (minutes: readonly number[], high: (i: number) => number = (i) => i + 1): SeriesColumns => ({
  name: 'X',
  ts: minutes.map((minute) => fromNewYork('2026-11-20', 9, 30 + minute)),
  high: minutes.map((_, i) => high(i)),
  low: minutes.map((_, i) => high(i) - 0.5),
  close: minutes.map((_, i) => high(i) - 0.25),
});

/** The points that a path goes through. */
const trail = (path: string): [number, number][] => {
  let [x, y] = [0, 0];
  return [...path.matchAll(/([Ml])(-?\d+) ?(-?\d+)/g)].map(([, command, dx, dy]) => {
    [x, y] = command === 'M' ? [Number(dx), Number(dy)] : [x + Number(dx), y + Number(dy)];
    return [x, y];
  });
};
const heights = (path: string): number[] => trail(path).map(([, y]) => y);
const stretches = (path: string): number => path.split('M').length - 1;

describe('the drawn series', () => {
  it('has a place for every minute when there is room', () => {
    const { width, line } = draw(series([0, 1, 2]));
    expect(width).toBe(390);
    expect(trail(line).map(([x]) => x)).toEqual([0, 1, 2]);
  });

  it('goes from the highest price at the top to the lowest at the bottom', () => {
    const { range } = draw(series([0, 1, 2]));
    expect(Math.min(...heights(range))).toBe(0);
    expect(Math.max(...heights(range))).toBe(PATH_HEIGHT);
  });

  it('loses no high and no low when it is thinned', () => {
    const spiky = series(
      Array.from({ length: 390 }, (_, i) => i),
      (i) => (i === 200 ? 50 : i === 201 ? -50 : 1),
    );
    const { width, range } = draw(spiky, 40);
    expect(width).toBe(40);
    expect(Math.min(...heights(range))).toBe(0);
    expect(Math.max(...heights(range))).toBe(PATH_HEIGHT);
  });

  it('runs through a few minutes without trades and breaks where half an hour is missing', () => {
    expect(stretches(draw(series([0, 5, 29])).line)).toBe(1);
    expect(stretches(draw(series([0, 31, 62])).line)).toBe(3);
  });

  it('does not join one day to the next', () => {
    const [columns] = makeSeries({ names: ['X'], from: '2026-11-18', to: '2026-11-20', barMs: MINUTE_MS });
    const { line, range, width } = draw(columns ?? series([]), 300);
    expect(stretches(line)).toBe(3);
    expect(stretches(range)).toBe(3);
    expect(trail(line).every(([x]) => x >= 0 && x < width)).toBe(true);
  });

  it('is not broken by thinning, and joins the nights of a quarter', () => {
    const minutes = makeSeries({ names: ['X'], from: '2026-11-20', to: '2026-11-20', barMs: MINUTE_MS });
    const months = makeSeries({ names: ['X'], from: '2026-08-03', to: '2026-11-20', barMs: 30 * MINUTE_MS });
    expect(stretches(draw(minutes[0] ?? series([]), 5).line)).toBe(1);
    expect(stretches(draw(months[0] ?? series([]), 100).line)).toBe(1);
  });

  it('draws a single bar as a dot and a flat line in the middle', () => {
    expect(draw(series([0])).line).toMatch(/^M0 \d+h0$/);
    const flat = { ...series([0, 1]), high: [3, 3], low: [3, 3], close: [3, 3] };
    expect(heights(draw(flat).line)).toEqual([PATH_HEIGHT / 2, PATH_HEIGHT / 2]);
  });
});
