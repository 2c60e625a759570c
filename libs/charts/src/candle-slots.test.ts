import { fromNewYork, sessionsBetween } from '@tickerlake/market-calendar';
import {
  type AxisDay,
  createMarketAxis,
  createWallClock,
  dayOf,
  MINUTE_MS,
  readCompanies,
} from '@tickerlake/presentation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CandleLength, candleLength, lengthName, slotAt, slotsOf } from './candle-slots.ts';

const wall = (date: string, hour: number, minute = 0): number => createWallClock()(fromNewYork(date, hour, minute));

/** The days of an axis; bars widen the first of them. */
const daysOf = (from: string, to: string, ...bars: number[]): readonly AxisDay[] => {
  const days = sessionsBetween(from, to).map(({ date }) => dayOf(Date.parse(date)));
  const columns = { name: 'X', ts: bars, high: bars.map(() => 1), low: bars.map(() => 1), close: bars.map(() => 1) };
  const [company] = readCompanies([columns]);
  const all = new Set([...days, ...(company?.days.keys() ?? [])]);
  return createMarketAxis(
    [...all].toSorted((a, b) => a - b),
    company?.days ?? new Map(),
    MINUTE_MS,
  ).days;
};

const oneDay = daysOf('2026-11-20', '2026-11-20');
const week = daysOf('2026-11-23', '2026-11-27');
const minutes = (count: number): number => count * MINUTE_MS;

describe('the places of candles', () => {
  it('start at the opening bell', () => {
    const slots = slotsOf(oneDay, minutes(60));
    expect(slots.slice(0, 2).map(({ fromMs }) => fromMs)).toEqual([
      wall('2026-11-20', 9, 30),
      wall('2026-11-20', 10, 30),
    ]);
    expect(slots).toHaveLength(7);
    expect(slots.at(-1)?.end).toBe(1);
  });

  it('end at the bell of a half day', () => {
    const slots = slotsOf(daysOf('2026-11-27', '2026-11-27'), minutes(15));
    expect(slots).toHaveLength(14);
    expect(slots.at(-1)?.fromMs).toBe(wall('2026-11-27', 12, 45));
  });

  it('never mix a session with what lies before and after it', () => {
    const days = daysOf(
      '2026-11-20',
      '2026-11-20',
      fromNewYork('2026-11-20', 8, 50),
      fromNewYork('2026-11-20', 16, 40),
    );
    const starts = slotsOf(days, minutes(60)).map(({ fromMs }) => fromMs - wall('2026-11-20', 0));
    expect(starts.map((ms) => ms / MINUTE_MS)).toEqual([530, 570, 630, 690, 750, 810, 870, 930, 960]);
  });

  it('follow the clock on days without a session', () => {
    const sunday = daysOf(
      '2026-11-22',
      '2026-11-22',
      fromNewYork('2026-11-22', 17, 5),
      fromNewYork('2026-11-22', 17, 44),
    );
    const starts = slotsOf(sunday, minutes(15)).map(({ fromMs }) => (fromMs - wall('2026-11-22', 17)) / MINUTE_MS);
    expect(starts).toEqual([5, 15, 30]);
  });

  it('are alike where candles are days or longer', () => {
    expect(slotsOf(week, 'day').map(({ start, end }) => [start, end])).toEqual([
      [0, 0.25],
      [0.25, 0.5],
      [0.5, 0.75],
      [0.75, 1],
    ]);
    const quarters = slotsOf(daysOf('2025-11-03', '2026-11-20'), 'quarter');
    expect(quarters.map(({ day }) => new Date(day * 86_400_000).toISOString().slice(0, 10))).toEqual([
      '2025-11-03',
      '2026-01-02',
      '2026-04-01',
      '2026-07-01',
      '2026-10-01',
    ]);
    expect(slotsOf(daysOf('2026-11-16', '2026-11-27'), 'week')).toHaveLength(2);
  });

  it('lie one after the other from edge to edge, and every minute has its own', () => {
    const length = fc.constantFrom<CandleLength>(
      minutes(1),
      minutes(7),
      minutes(60),
      minutes(120),
      'day',
      'week',
      'month',
    );
    const start = fc.integer({ min: 0, max: 330 });
    const date = (days: number): string => new Date(Date.UTC(2026, 0, 2 + days)).toISOString().slice(0, 10);
    fc.assert(
      fc.property(start, fc.integer({ min: 3, max: 30 }), length, fc.nat(), (from, span, candle, pick) => {
        const days = daysOf(date(from), date(from + span));
        const slots = slotsOf(days, candle);
        expect(slots[0]?.start).toBe(0);
        expect(slots.at(-1)?.end).toBeCloseTo(1, 9);
        for (const [i, slot] of slots.entries()) {
          expect(slot.end).toBeGreaterThan(slot.start);
          expect(slot.start).toBeCloseTo(slots[i - 1]?.end ?? 0, 9);
          expect(slotAt(slots, slot.fromMs)).toBe(i);
        }
        const day = days[pick % days.length];
        const wallMs = (day?.fromMs ?? 0) + (pick % 210) * MINUTE_MS;
        const slot = slots[slotAt(slots, wallMs)];
        expect(slot?.fromMs).toBeLessThanOrEqual(wallMs);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the length of candles', () => {
  it('is that of the bars where all fit', () => {
    expect(candleLength([oneDay], minutes(1), 390)).toBe(minutes(1));
    expect(candleLength([oneDay], minutes(5), 100)).toBe(minutes(5));
  });

  it('is the shortest that fits into the narrowest place', () => {
    expect(candleLength([oneDay], minutes(1), 107)).toBe(minutes(5));
    expect(candleLength([oneDay], minutes(1), 50)).toBe(minutes(10));
    expect(candleLength([week], minutes(1), 107)).toBe(minutes(15));
    expect(candleLength([oneDay, week], minutes(1), 107)).toBe(minutes(15));
    expect(candleLength([week], minutes(1), 4)).toBe('day');
    expect(candleLength([week], minutes(1), 2)).toBe('week');
  });

  it('is a multiple of that of the bars', () => {
    expect(candleLength([oneDay], minutes(2), 100)).toBe(minutes(10));
    expect(candleLength([oneDay], minutes(90), 2)).toBe('day');
    expect(candleLength([oneDay], 1_000, 1_000)).toBe(minutes(1));
  });

  it('is a day or longer where bars are', () => {
    const year = daysOf('2025-11-21', '2026-11-20');
    expect(candleLength([year], 86_400_000, 300)).toBe('day');
    expect(candleLength([year], 86_400_000, 100)).toBe('week');
    expect(candleLength([year], 86_400_000, 20)).toBe('month');
    expect(candleLength([year], 86_400_000, 6)).toBe('quarter');
    expect(candleLength([year], 86_400_000, 1)).toBe('year');
  });

  it('has a name', () => {
    const names = [minutes(1), minutes(15), minutes(60), minutes(90), 1_000, 86_400_000, 'day', 'week'] as const;
    expect(names.map(lengthName)).toEqual([
      '1-minute',
      '15-minute',
      '1-hour',
      '90-minute',
      '1-second',
      'daily',
      'daily',
      'weekly',
    ]);
  });
});
