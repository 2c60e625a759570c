import { fromNewYork } from '@tickerlake/market-calendar';
import { describe, expect, it } from 'vitest';
import type { ChartMeta } from './chart.ts';
import { isOnGrid, isRegularHours, quoteDelayMs } from './trading-hours.ts';

const meta = (more: Partial<ChartMeta> = {}): ChartMeta => ({
  exchangeName: undefined,
  instrumentType: 'EQUITY',
  timeZone: 'America/New_York',
  hasPrePostMarket: true,
  granularity: undefined,
  regularHours: undefined,
  ...more,
});
const coin = meta({ instrumentType: 'CRYPTOCURRENCY', timeZone: 'UTC' });
const future = meta({ instrumentType: 'FUTURE', hasPrePostMarket: false });
const mumbai = meta({ timeZone: 'Asia/Kolkata', hasPrePostMarket: false });

describe('isRegularHours', () => {
  it('goes by the New York calendar for shares, whatever Yahoo says the hours are', () => {
    const wrong = meta({ regularHours: [{ startMs: 0, endMs: 9e15 }] });
    expect(isRegularHours(fromNewYork('2025-07-02', 15, 59), wrong)).toBe(true);
    expect(isRegularHours(fromNewYork('2025-07-02', 16), wrong)).toBe(false);
    expect(isRegularHours(fromNewYork('2025-07-02', 9, 29), wrong)).toBe(false);
    expect(isRegularHours(fromNewYork('2025-07-04', 12), wrong)).toBe(false);
  });

  it('ends a half day at 13:00', () => {
    expect(isRegularHours(fromNewYork('2025-07-03', 12, 59), meta())).toBe(true);
    expect(isRegularHours(fromNewYork('2025-07-03', 13), meta())).toBe(false);
  });

  it('keeps coins, futures and exchanges without a pre-market whole', () => {
    const midnight = fromNewYork('2025-07-06');
    for (const kind of [coin, future, mumbai]) expect(isRegularHours(midnight, kind)).toBe(true);
  });

  it('goes by the hours that Yahoo sent for other exchanges with a pre-market', () => {
    const paris = meta({ timeZone: 'Europe/Paris', regularHours: [{ startMs: 1000, endMs: 2000 }] });
    expect([999, 1000, 1999, 2000].map((ms) => isRegularHours(ms, paris))).toEqual([false, true, true, false]);
  });
});

describe('isOnGrid', () => {
  const hour = 3_600_000;
  it('counts New York hours from 09:30 in the session and from the full hour outside it', () => {
    expect(isOnGrid(fromNewYork('2025-07-02', 10, 30), hour, meta())).toBe(true);
    expect(isOnGrid(fromNewYork('2025-07-02', 11), hour, meta())).toBe(false);
    expect(isOnGrid(fromNewYork('2025-07-02', 8), hour, meta())).toBe(true);
    expect(isOnGrid(fromNewYork('2025-07-02', 8, 30), hour, meta())).toBe(false);
  });

  it('lets exchanges that open at a quarter past have their bars', () => {
    const openMs = Date.parse('2025-07-02T03:45:00Z');
    expect(isOnGrid(openMs, hour, mumbai)).toBe(true);
    expect(isOnGrid(openMs + 61_000, hour, mumbai)).toBe(false);
    expect(isOnGrid(openMs + 120_000, 300_000, mumbai)).toBe(false);
  });
});

it('takes New York shares, currencies and coins for real-time, and nothing else', () => {
  const currency = meta({ instrumentType: 'CURRENCY', timeZone: 'Europe/London' });
  expect([meta(), coin, currency].map(quoteDelayMs)).toEqual([0, 0, 0]);
  expect([future, mumbai, meta({ timeZone: undefined })].map(quoteDelayMs)).toEqual([1_800_000, 1_800_000, 1_800_000]);
});
