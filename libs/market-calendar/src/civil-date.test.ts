import { describe, expect, test } from 'vitest';
import { dateText, dayOf, easterSunday, parseDate, weekdayOf } from './civil-date.ts';
import { InvalidDateError } from './errors.ts';

describe('dates', () => {
  test('a date comes back as it went in', () => {
    for (const date of ['1970-01-01', '1969-12-31', '2000-02-29', '1900-03-01', '0099-12-31', '9999-12-31']) {
      expect(dateText(parseDate(date))).toBe(date);
    }
  });

  test.each([
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-1-5',
    '2024-01-05T00:00:00Z',
    '01/05/2024',
    ' 2024-01-05',
    '',
    'today',
  ])('refuses %j and says how a date is written', (date) => {
    expect(() => parseDate(date)).toThrow(InvalidDateError);
    expect(() => parseDate(date)).toThrow(`"${date}" is not a date: write an existing day as YYYY-MM-DD`);
  });

  test('weekdays are right before and after 1970', () => {
    expect(weekdayOf(parseDate('1970-01-01'))).toBe(4);
    expect(weekdayOf(parseDate('1969-12-28'))).toBe(0);
    expect(weekdayOf(parseDate('1918-03-31'))).toBe(0);
    expect(weekdayOf(parseDate('2026-11-21'))).toBe(6);
  });

  // https://www.census.gov/data/software/x13as/genhol/easter-dates.html
  test.each([
    [1818, 3, 22],
    [1943, 4, 25],
    [1990, 4, 15],
    [1999, 4, 4],
    [2000, 4, 23],
    [2008, 3, 23],
    [2011, 4, 24],
    [2024, 3, 31],
    [2025, 4, 20],
    [2030, 4, 21],
    [2038, 4, 25],
  ])('Easter Sunday of %i falls on %i/%i', (year, month, day) => {
    expect(easterSunday(year)).toBe(dayOf(year, month, day));
  });
});
