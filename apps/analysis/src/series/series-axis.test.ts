import { describe, expect, it } from 'vitest';
import { barAxis, clockAxis, dayAxis, hourAxis } from './series-axis.ts';

describe('the axis of', () => {
  it('days has every session, and neither weekends nor holidays', () => {
    expect(dayAxis(['2026-11-30', '2026-11-25']).slots).toEqual(['2026-11-25', '2026-11-27', '2026-11-30']);
  });

  it('hours has all of a session, half days as long as they are, and what was traded outside', () => {
    const { slots } = hourAxis(['2026-11-25 15', '2026-11-27 09', '2026-11-27 17']);
    expect(slots.filter((slot) => slot.startsWith('2026-11-25'))).toHaveLength(7);
    expect(slots.filter((slot) => slot.startsWith('2026-11-27')).map((slot) => slot.slice(11))).toEqual([
      '09',
      '10',
      '11',
      '12',
      '17',
    ]);
  });

  it('bars goes from the first to the last, across nights, counted from the bell', () => {
    const { slots } = barAxis(['2026-11-20 15:00:00-05:00', '2026-11-23 10:30:00-05:00'], 30);
    expect(slots).toEqual([
      '2026-11-20 15:00:00-05:00',
      '2026-11-20 15:30:00-05:00',
      '2026-11-23 09:30:00-05:00',
      '2026-11-23 10:00:00-05:00',
      '2026-11-23 10:30:00-05:00',
    ]);
  });

  it('currencies has every hour or day of the clock', () => {
    expect(clockAxis(['2026-11-20 22', '2026-11-21 01'], 'hour').slots).toEqual([
      '2026-11-20 22',
      '2026-11-20 23',
      '2026-11-21 00',
      '2026-11-21 01',
    ]);
    expect(clockAxis(['2026-11-20', '2026-11-22'], 'day').slots).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
  });

  it('times that the calendar does not know has those of the rows', () => {
    expect(dayAxis(['2031-01-06', '2031-01-03']).slots).toEqual(['2031-01-03', '2031-01-06']);
  });
});
