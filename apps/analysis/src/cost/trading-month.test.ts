import { describe, expect, it } from 'vitest';
import { nextMonth, parseMonth, tradingMonth } from './trading-month.ts';

describe('a trading month', () => {
  it('counts December 2026: Christmas is closed and its eve is short', () => {
    const { days, hours, weekdays, sessionMinutes } = tradingMonth('2026-12');
    expect({ days, hours, weekdays }).toEqual({ days: 31, hours: 744, weekdays: 23 });
    expect(sessionMinutes.filter((minutes) => minutes === 390)).toHaveLength(21);
    expect(sessionMinutes.filter((minutes) => minutes === 210)).toHaveLength(1);
    expect(sessionMinutes).toHaveLength(22);
  });

  it('counts the days of a leap year', () => {
    expect(tradingMonth('2028-02')).toMatchObject({ days: 29, hours: 696, weekdays: 21 });
  });

  it('begins with the next whole month of New York, over the end of a year too', () => {
    expect(nextMonth(Date.parse('2026-11-22T12:00:00Z'))).toBe('2026-12');
    expect(nextMonth(Date.parse('2026-12-01T04:59:00Z'))).toBe('2026-12');
    expect(nextMonth(Date.parse('2026-12-01T05:00:00Z'))).toBe('2027-01');
  });

  it.each(['2026-13', '2026-00', '2026-1', '2026', 'December', '1989-12', '2031-01', ''])(
    'refuses %j as a month and says which there are',
    (text) => {
      expect(() => parseMonth(text)).toThrow('--month takes a month as YYYY-MM from 1990-01 to 2030-12');
    },
  );

  it('takes a month of the calendar as it came', () => {
    expect(['1990-01', '2030-12'].map(parseMonth)).toEqual(['1990-01', '2030-12']);
  });
});
