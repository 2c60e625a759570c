import { fromNewYork } from '@tickerlake/market-calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Company, readCompanies } from './company.ts';
import { barLengthMs, createMarketAxis, type MarketAxis } from './market-axis.ts';
import { makeSeries } from '@tickerlake/testing';
import type { SeriesColumns } from './price-rows.ts';
import { createWallClock, dayOf } from './wall-time.ts';

const MINUTE_MS = 60_000;
const wall = (date: string, hour: number, minute = 0): number => createWallClock()(fromNewYork(date, hour, minute));

const barsAt = (...starts: number[]): SeriesColumns => ({
  name: 'X',
  ts: starts,
  high: starts.map(() => 2),
  low: starts.map(() => 1),
  close: starts.map(() => 1.5),
});

const companyOf = (columns: SeriesColumns): Company => {
  const [company] = readCompanies([columns]);
  if (!company) throw new Error('The series has no bars.');
  return company;
};

const axisOf = (company: Company, barMs = MINUTE_MS): MarketAxis =>
  createMarketAxis([...company.days.keys()], company.days, barMs);

const axisOfDays = (from: string, to: string): MarketAxis => {
  const [company] = readCompanies(makeSeries({ names: ['X'], from, to, barMs: 300_000 }));
  if (!company) throw new Error('The series has no bars.');
  return axisOf(company, 300_000);
};

const labels = (axis: MarketAxis): string[] => axis.ticks.map(({ label }) => label);

describe('the market axis', () => {
  it('spans the whole session though bars came for a part of it', () => {
    const axis = axisOf(companyOf(barsAt(fromNewYork('2026-11-20', 9, 30), fromNewYork('2026-11-20', 11))));
    expect(axis.lengthMs).toBe(390 * MINUTE_MS);
    expect(axis.positionOf(wall('2026-11-20', 12, 45))).toBeCloseTo(0.5, 2);
    expect(labels(axis)).toEqual(['10:00', '12:00', '14:00', '16:00']);
  });

  it('ends at 13:00 on a half day', () => {
    const axis = axisOf(companyOf(barsAt(fromNewYork('2026-11-27', 9, 30))));
    expect(axis.lengthMs).toBe(210 * MINUTE_MS);
    expect(labels(axis)).toEqual(['10:00', '11:00', '12:00', '13:00']);
  });

  it('shows New York time in summer and in winter', () => {
    for (const date of ['2026-07-15', '2026-12-15']) {
      const axis = axisOf(companyOf(barsAt(fromNewYork(date, 10))));
      expect(axis.positionOf(wall(date, 10))).toBeCloseTo(30.5 / 390);
    }
  });

  it('is longer where bars lie outside the session', () => {
    const axis = axisOf(companyOf(barsAt(fromNewYork('2026-11-20', 4), fromNewYork('2026-11-20', 19, 59))));
    expect(axis.lengthMs).toBe(16 * 60 * MINUTE_MS);
    expect(labels(axis)).toEqual(['06:00', '12:00', '18:00']);
  });

  it('shows a day without a session by its bars', () => {
    const axis = axisOf(companyOf(barsAt(fromNewYork('2026-11-22', 17, 5), fromNewYork('2026-11-22', 17, 25))));
    expect(axis.lengthMs).toBe(21 * MINUTE_MS);
    expect(labels(axis)).toEqual(['17:05']);
  });

  it('keeps the session apart from what lies before and after it', () => {
    const axis = axisOf(companyOf(barsAt(fromNewYork('2026-11-27', 4), fromNewYork('2026-11-27', 16, 59))));
    expect(axis.days[0]?.session).toEqual({ fromMs: wall('2026-11-27', 9, 30), toMs: wall('2026-11-27', 13) });
    expect(axisOf(companyOf(barsAt(fromNewYork('2026-11-22', 17, 5)))).days[0]).not.toHaveProperty('session');
  });

  it('shows a day that the calendar does not know by its bars', () => {
    const axis = axisOf(companyOf(barsAt(Date.UTC(2035, 0, 3, 15), Date.UTC(2035, 0, 3, 15, 9))));
    expect(axis.lengthMs).toBe(10 * MINUTE_MS);
  });

  it('leaves no gap for nights and weekends', () => {
    const axis = axisOfDays('2026-11-19', '2026-11-23');
    const friday = axis.positionOf(wall('2026-11-20', 15, 55));
    expect(axis.positionOf(wall('2026-11-23', 9, 30)) - friday).toBeCloseTo(5 / (3 * 390));
    expect(labels(axis)).toEqual(['Thu', 'Fri', 'Mon']);
    expect(axis.nights).toHaveLength(2);
  });

  it('keeps the place of a session that a company has no bars of', () => {
    const company = companyOf(barsAt(fromNewYork('2026-11-19', 10)));
    const axis = createMarketAxis(
      [dayOf(wall('2026-11-19', 0)), dayOf(wall('2026-11-20', 0))],
      company.days,
      MINUTE_MS,
    );
    expect(axis.days).toHaveLength(2);
  });

  it('labels weeks where days would crowd', () => {
    expect(labels(axisOfDays('2026-11-02', '2026-11-27'))).toEqual(['2 Nov', '9 Nov', '16 Nov', '23 Nov']);
  });

  it('never sets labels closer than they are wide, and keeps bars in order and within the axis', () => {
    const dayBefore = (days: number): string =>
      new Date(Date.UTC(2026, 10, 20) - days * 86_400_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 60 }), (end, length) => {
        const series = makeSeries({
          names: ['X'],
          from: dayBefore(end + length),
          to: dayBefore(end),
          barMs: 3_600_000,
        });
        for (const company of readCompanies(series)) {
          const axis = axisOf(company, 3_600_000);
          const gaps = axis.ticks.slice(1).map(({ at }, i) => at - (axis.ticks[i]?.at ?? 0));
          expect(Math.min(...gaps, 1)).toBeGreaterThan(0.13);
          const places = company.bars.map(({ wallMs }) => axis.positionOf(wallMs));
          expect(places).toEqual(places.toSorted((a, b) => a - b));
          expect(places.every((place) => place >= 0 && place <= 1)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the length of a bar', () => {
  it('is the commonest step, though minutes are missing', () => {
    const minutes = [0, 1, 2, 5, 6, 9, 10];
    const company = companyOf(barsAt(...minutes.map((minute) => fromNewYork('2026-11-20', 10, minute))));
    expect(barLengthMs([company])).toBe(MINUTE_MS);
  });

  it('is a minute when there is but one bar, and a day at most', () => {
    expect(barLengthMs([companyOf(barsAt(fromNewYork('2026-11-20', 10)))])).toBe(MINUTE_MS);
    const weekly = companyOf(barsAt(fromNewYork('2026-11-13', 10), fromNewYork('2026-11-20', 10)));
    expect(barLengthMs([weekly])).toBe(86_400_000);
  });
});
