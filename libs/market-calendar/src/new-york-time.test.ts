import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { InvalidDateError, InvalidInstantError, MarketCalendarError } from './errors.ts';
import {
  formatNewYork,
  fromNewYork,
  newYorkDate,
  newYorkHour,
  newYorkOffsetMinutes,
  type NewYorkTime,
  toNewYork,
} from './new-york-time.ts';

const MINUTE = 60_000;
const intl = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  timeZoneName: 'longOffset',
  calendar: 'iso8601',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The platform's own time zone data, as text of the same form. */
function byIntl(epochMs: number): string {
  const parts = Object.fromEntries(intl.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
  return `${date} ${parts['hour']}:${parts['minute']}:${parts['second']}${parts['timeZoneName']?.slice(3)}`;
}

const wholeSeconds = (from: number, to: number) =>
  fc.integer({ min: from / 1000, max: to / 1000 }).map((seconds) => seconds * 1000);
const instants = fc.oneof(
  wholeSeconds(Date.UTC(1990, 0), Date.UTC(2031, 0)),
  wholeSeconds(Date.UTC(1884, 0), Date.UTC(2200, 0)),
);

describe('New York time', () => {
  test('is what the platform says it is, from 1884 to 2200', () => {
    fc.assert(
      fc.property(instants, (epochMs) => {
        expect(formatNewYork(epochMs)).toBe(byIntl(epochMs));
      }),
      { numRuns: 3000 },
    );
  });

  test('turns at the very minute at which the platform turns, in every year from 1884 to 2100', () => {
    const offsetByIntl = (epochMs: number) => byIntl(epochMs).slice(19);
    for (let day = Date.UTC(1884, 0); day < Date.UTC(2100, 0); day += 1440 * MINUTE) {
      if (newYorkOffsetMinutes(day) === newYorkOffsetMinutes(day + 1440 * MINUTE)) continue;
      let turn = day;
      while (newYorkOffsetMinutes(turn) === newYorkOffsetMinutes(day)) turn += MINUTE;
      expect([offsetByIntl(turn - MINUTE), offsetByIntl(turn)]).toEqual(
        newYorkOffsetMinutes(day) === -240 ? ['-04:00', '-05:00'] : ['-05:00', '-04:00'],
      );
    }
  });

  test('its parts, date, hour and text agree with one another', () => {
    const anyMs = fc.integer({ min: Date.UTC(1884, 0), max: Date.UTC(2300, 0) });
    fc.assert(
      fc.property(anyMs, (epochMs) => {
        const time = toNewYork(epochMs);
        expect(newYorkDate(epochMs)).toBe(time.date);
        expect(newYorkHour(epochMs)).toBe(time.hour);
        expect(newYorkOffsetMinutes(epochMs)).toBe(time.offsetMinutes);
        expect(Date.parse(formatNewYork(epochMs).replace(' ', 'T'))).toBe(epochMs);
        const back = fromNewYork(time.date, time.hour, time.minute, time.second, time.millisecond);
        // Only in the hour that comes twice are two instants shown alike; the first one is meant.
        expect([0, 60 * MINUTE]).toContain(epochMs - back);
        expect(toNewYork(back)).toEqual({ ...time, offsetMinutes: back === epochMs ? time.offsetMinutes : -240 });
      }),
      { numRuns: 2000 },
    );
  });

  test('writes milliseconds only where there are any', () => {
    const bell = Date.UTC(2020, 4, 14, 13, 30);
    expect(formatNewYork(bell)).toBe('2020-05-14 09:30:00-04:00');
    expect(formatNewYork(bell + 7)).toBe('2020-05-14 09:30:00.007-04:00');
    expect(formatNewYork(Date.UTC(2021, 10, 30, 14, 30))).toBe('2021-11-30 09:30:00-05:00');
  });

  test('a fraction of a millisecond is left out', () => {
    expect(formatNewYork(Date.UTC(2020, 4, 14, 13, 30) + 7.9)).toBe('2020-05-14 09:30:00.007-04:00');
    expect(toNewYork(-0.5)).toMatchObject({ date: '1969-12-31', hour: 18, minute: 59, second: 59, millisecond: 999 });
  });

  test('in spring 2:30 does not exist and becomes 3:30', () => {
    expect(formatNewYork(fromNewYork('2024-03-10', 1, 59))).toBe('2024-03-10 01:59:00-05:00');
    expect(formatNewYork(fromNewYork('2024-03-10', 2, 30))).toBe('2024-03-10 03:30:00-04:00');
    expect(formatNewYork(fromNewYork('2024-03-10', 3))).toBe('2024-03-10 03:00:00-04:00');
  });

  test('in autumn 1:30 comes twice and the first is meant', () => {
    const first = fromNewYork('2024-11-03', 1, 30);
    expect(formatNewYork(first)).toBe('2024-11-03 01:30:00-04:00');
    expect(formatNewYork(first + 60 * MINUTE)).toBe('2024-11-03 01:30:00-05:00');
    expect(formatNewYork(fromNewYork('2024-11-03', 2))).toBe('2024-11-03 02:00:00-05:00');
  });

  test.each([
    ['1974, when summer time began in January', '1974-01-07 12:00:00-04:00'],
    ['1975, when it began in February', '1975-02-24 12:00:00-04:00'],
    ['the last spring that began at the end of April', '1986-04-20 12:00:00-05:00'],
    ['the first that began at its start', '1987-04-06 12:00:00-04:00'],
    ['the first that began in March', '2007-03-12 12:00:00-04:00'],
    ['the winter that was kept in summer time for the war', '1943-01-15 12:00:00-04:00'],
    ['years without summer time', '1917-07-15 12:00:00-05:00'],
  ])('is right in %s', (_when, text) => {
    expect(formatNewYork(Date.parse(text.replace(' ', 'T')))).toBe(text);
  });

  test('hours, minutes and seconds beyond their range carry over', () => {
    expect(fromNewYork('2024-05-14', 24)).toBe(fromNewYork('2024-05-15'));
    expect(fromNewYork('2024-05-14', 9, 390)).toBe(fromNewYork('2024-05-14', 15, 30));
  });

  test.each([Number.NaN, Infinity, -Infinity, Date.UTC(1883, 10, 18, 16, 59), 8.64e15])(
    'refuses the instant %d and names the allowed range',
    (epochMs) => {
      for (const read of [formatNewYork, newYorkDate, newYorkHour, newYorkOffsetMinutes, toNewYork]) {
        expect(() => read(epochMs)).toThrow(InvalidInstantError);
      }
      expect(() => newYorkDate(epochMs)).toThrow(/from 1883-11-18T17:00Z .* to the end of year 9999/);
    },
  );

  test('refuses a malformed date and hours that are no number', () => {
    expect(() => fromNewYork('2023-02-29')).toThrow(InvalidDateError);
    expect(() => fromNewYork('2023-02-28', Number.NaN)).toThrow(InvalidInstantError);
  });

  test('one class catches every error, which keeps what came', () => {
    expect(new InvalidInstantError(Number.NaN)).toBeInstanceOf(MarketCalendarError);
    expect(new InvalidInstantError(Number.NaN)).toBeInstanceOf(RangeError);
    expect(new InvalidInstantError(5)).toMatchObject({ name: 'InvalidInstantError', epochMs: 5 });
    expect(new InvalidDateError('x')).toMatchObject({ name: 'InvalidDateError', date: 'x' });
  });

  test('a wall-clock time cannot be changed by type', () => {
    expectTypeOf(toNewYork).returns.toEqualTypeOf<NewYorkTime>();
    expectTypeOf<NewYorkTime>().toEqualTypeOf<Readonly<NewYorkTime>>();
    // @ts-expect-error: a text is no instant
    expect(() => newYorkHour('2024-05-14')).toThrow(InvalidInstantError);
  });
});
