import { describe, expect, it } from 'vitest';
import {
  clockText,
  createWallClock,
  dateOf,
  dayOf,
  longDate,
  periodText,
  shortDate,
  weekdayDate,
} from './wall-time.ts';

describe('wall time', () => {
  it('shows the clock of New York across the change to winter time', () => {
    const toWall = createWallClock();
    const clock = (iso: string): string => clockText(toWall(Date.parse(iso)));
    expect(clock('2026-10-30T13:30:00Z')).toBe('09:30');
    expect(clock('2026-11-02T14:30:00Z')).toBe('09:30');
    expect(clock('2026-11-01T05:59:00Z')).toBe('01:59');
    expect(clock('2026-11-01T06:00:00Z')).toBe('01:00');
  });

  it('changes its date at midnight in New York', () => {
    const toWall = createWallClock();
    const date = (iso: string): string => dateOf(dayOf(toWall(Date.parse(iso))));
    expect(date('2026-11-21T04:59:59Z')).toBe('2026-11-20');
    expect(date('2026-11-21T05:00:00Z')).toBe('2026-11-21');
  });

  it('shows seconds only where there are any', () => {
    expect(clockText(Date.UTC(2026, 0, 1, 9, 30, 5))).toBe('09:30:05');
  });
});

describe('dates', () => {
  it('are written in words', () => {
    expect(longDate('2026-11-20')).toBe('Friday, 20 November 2026');
    expect(weekdayDate('2026-11-20')).toBe('Friday 20\u00a0November');
    expect(shortDate('2026-01-02')).toBe('2 Jan');
  });

  it('stay as they are when they are none', () => {
    expect([longDate('soon'), shortDate('2026-13-45'), periodText('a', 'b')]).toEqual(['soon', '2026-13-45', 'a – b']);
  });

  it('name a span once as far as both ends share it', () => {
    expect(periodText('2026-11-20', '2026-11-20')).toBe('Friday, 20 November 2026');
    expect(periodText('2026-11-16', '2026-11-20')).toBe('16–20 November 2026');
    expect(periodText('2026-10-30', '2026-11-03')).toBe('30 October – 3 November 2026');
    expect(periodText('2026-12-30', '2027-01-04')).toBe('30 December 2026 – 4 January 2027');
  });
});
