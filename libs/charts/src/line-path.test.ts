import { fromNewYork } from '@tickerlake/market-calendar';
import { type Company, readCompanies, type SeriesColumns } from '@tickerlake/presentation';
import { makeSeries } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { type LinePaths, linePaths, PATH_UNITS } from './line-path.ts';
import { readMarketTime } from './market-time.ts';

const MINUTE_MS = 60_000;
const HEIGHT = 100;

const atMinutes = (minutes: readonly number[], high: (i: number) => number = () => 2): SeriesColumns => ({
  name: 'X',
  ts: minutes.map((minute) => fromNewYork('2026-11-20', 9, 30 + minute)),
  high: minutes.map((_, i) => high(i)),
  low: minutes.map((_, i) => high(i) - 1),
  close: minutes.map((_, i) => high(i) - 0.5),
});

const scaleOf =
  ({ top, bottom }: Company) =>
  (price: number): number =>
    (top.price - price) / (top.price - bottom.price);

const draw = (columns: SeriesColumns | undefined, widthPx = 390, among: readonly SeriesColumns[] = []): LinePaths => {
  const [company] = readCompanies(columns ? [columns] : []);
  if (!company) throw new Error('The series has no bars.');
  const { axisOf, barMs } = readMarketTime([company, ...readCompanies(among)]);
  const box = { widthPx, heightPx: HEIGHT, placesPerPx: 1 };
  return linePaths(company, axisOf(company), scaleOf(company), barMs, box);
};

/** Minutes from the opening bell, in a path that has a pixel for each. */
const startsOf = (path: string): number[] =>
  [...path.matchAll(/M(\d+) /g)].map(([, x]) => Math.floor(Number(x) / PATH_UNITS));

describe('the line', () => {
  it('goes through neighbouring minutes and breaks where three are missing', () => {
    const without = (...missing: readonly number[]): LinePaths =>
      draw(atMinutes(Array.from({ length: 60 }, (_, i) => i).filter((minute) => !missing.includes(minute))));
    expect(startsOf(without(20, 21, 22, 40, 41, 42, 43).line)).toEqual([0, 23, 44]);
    expect(without(20, 21, 22).hasHoles).toBe(true);
    expect(without(20, 40).hasHoles).toBe(false);
  });

  it('does not break between the trades of a stock that trades every third minute', () => {
    const others = makeSeries({ names: ['Y', 'Z'] });
    const { line } = draw(atMinutes([0, 3, 6, 7, 8, 11, 14, 40, 43, 46]), 390, others);
    expect(startsOf(line)).toEqual([0, 40]);
  });

  it('ends with the day and is not broken by its night', () => {
    const [minutes] = makeSeries({ names: ['X'], from: '2026-11-18', to: '2026-11-20', barMs: MINUTE_MS });
    const { line, hasHoles } = draw(minutes, 300);
    expect(startsOf(line)).toEqual([0, 100, 200]);
    expect(hasHoles).toBe(false);
  });

  it('goes on over the nights of a quarter and of daily bars', () => {
    const [months] = makeSeries({ names: ['X'], from: '2026-08-03', to: '2026-11-20', barMs: 30 * MINUTE_MS });
    const [days] = makeSeries({ names: ['X'], from: '2026-11-02', to: '2026-11-20', barMs: 1440 * MINUTE_MS });
    expect(startsOf(draw(months, 300).line)).toHaveLength(1);
    expect(startsOf(draw(days).line)).toHaveLength(1);
  });

  it('breaks where a day is missing, even where nights are joined', () => {
    const [days] = makeSeries({ names: ['X'], from: '2026-08-03', to: '2026-11-20', barMs: 1440 * MINUTE_MS });
    const missing = fromNewYork('2026-10-15', 9, 30);
    const kept = (days?.ts ?? []).flatMap((ts, i) => (ts === missing ? [] : [i]));
    const { line, hasHoles } = draw({
      name: 'X',
      ts: kept.map((i) => days?.ts[i] ?? 0),
      high: kept.map((i) => days?.high[i] ?? 0),
      low: kept.map((i) => days?.low[i] ?? 0),
      close: kept.map((i) => days?.close[i] ?? 0),
    });
    expect(startsOf(line)).toHaveLength(2);
    expect(hasHoles).toBe(true);
  });

  it('is a dot where there is a single bar', () => {
    expect(draw(atMinutes([0])).line).toMatch(/^M\d+ \d+h0$/);
  });
});

describe('the range', () => {
  it('loses no high and no low when it is thinned', () => {
    const spiky = atMinutes(
      Array.from({ length: 390 }, (_, i) => i),
      (i) => (i === 200 ? 50 : i === 201 ? -50 : 1),
    );
    const points = [...draw(spiky, 40).range.matchAll(/([Ml])(-?\d+) ?(-?\d+)/g)];
    let y = 0;
    const heights = points.map(([, command, , dy]) => (y = command === 'M' ? Number(dy) : y + Number(dy)));
    expect(Math.min(...heights)).toBe(0);
    expect(Math.max(...heights)).toBe(HEIGHT * PATH_UNITS);
  });
});
