import { describe, expect, it } from 'vitest';
import { barsByRun, barsOf, barsPut, closingSeconds, collectorsFor, fetchSeconds, firesADay } from './bar-schedule.ts';

describe('what the collector puts', () => {
  it('sends each minute bar six times while it may be revised, and once more after the close', () => {
    const runs = barsByRun(390, '1m');
    // 1, 2, 3, 4, 5 bars since the open; six in every run until the close; 5, 4, 3, 2, 1 of the overlap after it.
    expect(runs).toEqual([1, 2, 3, 4, 5, ...Array.from({ length: 385 }, () => 6), 5, 4, 3, 2, 1]);
    expect(barsPut(390, '1m')).toBe(390 * 7);
  });

  it('sends each five-minute bar twice and once more', () => {
    expect(barsByRun(20, '5m')).toEqual([1, 2, 2, 2, 1]);
    expect(barsPut(390, '5m')).toBe(78 * 3);
  });

  it('sends the running hour with every run', () => {
    // Runs at 5, 10, … 60 minutes see the first hour; those at 65 and 70 (from the hour on) both hours or only the second.
    expect(barsByRun(120, '1h').slice(0, 15)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1]);
    expect(barsOf(390, '1h')).toBe(7);
  });

  it('asks four symbols at a time', () => {
    expect([1, 4, 5, 480].map(fetchSeconds)).toEqual([0.25, 0.25, 0.5, 30]);
  });

  it('splits the symbols so that a run takes half of the time until the next', () => {
    expect(collectorsFor(480, '1m')).toEqual({ count: 1, groups: [{ symbols: 480, collectors: 1 }] });
    expect(collectorsFor(481, '1m')).toEqual({
      count: 2,
      groups: [
        { symbols: 480, collectors: 1 },
        { symbols: 1, collectors: 1 },
      ],
    });
    expect(collectorsFor(8_000, '1m').count).toBe(17);
    expect(collectorsFor(8_000, '5m').count).toBe(4);
  });

  it('gives the run after the close the time that one shard needs, ten minutes at most', () => {
    // 100 symbols × 390 bars × 207 bytes = 8,073,000 bytes, at 1 MB/s.
    expect(closingSeconds(100, 100, 390)).toBeCloseTo(8.073, 9);
    expect(closingSeconds(8_000, 480, 390)).toBe(600);
    expect(closingSeconds(4, 480, 1)).toBe(30);
  });

  it('fires every minute for minute bars, else every five', () => {
    expect([firesADay('1m'), firesADay('2m'), firesADay('1h')]).toEqual([480, 96, 96]);
  });
});
