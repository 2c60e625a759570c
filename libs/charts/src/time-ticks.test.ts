import { createMarketAxis, dayOf, type MarketAxis } from '@tickerlake/presentation';
import { sessionsBetween } from '@tickerlake/market-calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysWithHours, type TimeTick, timeTicks, type TimeTicks } from './time-ticks.ts';

const PX_PER_LETTER = 6.5;

const axisOf = (from: string, to: string): MarketAxis => {
  const days = sessionsBetween(from, to).map(({ date }) => dayOf(Date.parse(date)));
  return createMarketAxis(days, new Map(), 60_000);
};

const ticksOf = (from: string, to: string, width: number): TimeTicks =>
  timeTicks(daysWithHours(axisOf(from, to).days), {
    left: 50,
    width,
    from: 0,
    to: width + 100,
    measure: (label) => label.length * PX_PER_LETTER,
  });

const labels = (ticks: readonly TimeTick[]): string[] => ticks.map(({ label }) => label);

describe('the labels of market time', () => {
  it('are hours on one day, as many as there is room for', () => {
    expect(labels(ticksOf('2026-11-20', '2026-11-20', 140).hours)).toEqual(['12:00', '15:00']);
    expect(labels(ticksOf('2026-11-20', '2026-11-20', 240).hours)).toEqual(['10:00', '12:00', '14:00', '16:00']);
    expect(labels(ticksOf('2026-11-20', '2026-11-20', 620).hours)).toHaveLength(7);
  });

  it('end at 13:00 on a half day', () => {
    expect(labels(ticksOf('2026-11-27', '2026-11-27', 300).hours)).toEqual(['10:00', '11:00', '12:00', '13:00']);
  });

  it('name the days of a week, whatever fits, with hours above where there is room', () => {
    expect(labels(ticksOf('2026-11-23', '2026-11-27', 150).days)).toEqual(['Mon', 'Tue', 'Wed', 'Fri']);
    expect(labels(ticksOf('2026-11-23', '2026-11-27', 260).days)).toEqual(['Mon 23', 'Tue 24', 'Wed 25', 'Fri 27']);
    const wide = ticksOf('2026-11-23', '2026-11-27', 640);
    expect(labels(wide.days)).toEqual(['Mon 23 Nov', 'Tue 24 Nov', 'Wed 25 Nov', 'Fri 27 Nov']);
    expect(labels(wide.hours)).toEqual(['12:00', '14:00', '12:00', '14:00', '12:00', '14:00', '12:00']);
    expect(wide.nights).toHaveLength(3);
  });

  it('never name two days alike', () => {
    expect(labels(ticksOf('2026-11-16', '2026-11-25', 500).days)).not.toContain('Mon');
  });

  it('are weeks, months and years of longer times', () => {
    expect(labels(ticksOf('2026-11-02', '2026-11-27', 300).days)).toEqual(['2 Nov', '9 Nov', '16 Nov', '23 Nov']);
    expect(labels(ticksOf('2026-08-24', '2026-12-31', 200).days)).toEqual(['Sep', 'Oct', 'Nov', 'Dec']);
    expect(labels(ticksOf('2025-11-20', '2026-03-31', 300).days)).toEqual(['Dec', '2026', 'Feb', 'Mar']);
    expect(labels(ticksOf('2019-03-01', '2026-11-20', 200).days)).toEqual(['2020', '2022', '2024', '2026']);
  });

  it('never meet and never leave their room', () => {
    const day = fc.integer({ min: 0, max: 360 });
    const date = (days: number): string => new Date(Date.UTC(2026, 0, 2 + days)).toISOString().slice(0, 10);
    fc.assert(
      fc.property(
        day,
        fc.oneof(fc.integer({ min: 0, max: 12 }), day),
        fc.integer({ min: 60, max: 1500 }),
        (start, length, width) => {
          const { hours, days } = ticksOf(date(start), date(start + length), width);
          for (const row of [hours, days]) {
            const ends = row.map((tick) => [tick.middle - tick.width / 2, tick.middle + tick.width / 2] as const);
            for (const [i, [from, to]] of ends.entries()) {
              expect(from).toBeGreaterThanOrEqual(Math.max(0, (ends[i - 1]?.[1] ?? -99) + 9));
              expect(to).toBeLessThanOrEqual(width + 100);
            }
          }
        },
      ),
    );
  });

  it('are there wherever there is a session', () => {
    for (const width of [90, 300, 900]) {
      for (const to of ['2026-01-05', '2026-01-09', '2026-02-20', '2026-12-31', '2030-12-31']) {
        const { hours, days } = ticksOf('2026-01-05', to, width);
        expect(hours.length + days.length).toBeGreaterThan(0);
      }
    }
  });
});
