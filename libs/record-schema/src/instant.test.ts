import { formatNewYork } from '@tickerlake/market-calendar';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instants } from '../test/arbitraries.ts';
import {
  exchangeTimeMs,
  fromTableTime,
  LAST_INSTANT_MS,
  toTableTime,
  utcMs,
  utcTimeMs,
  withNewYorkOffset,
} from './instant.ts';

describe('exchange time', () => {
  test('every instant in range has one text, and comes back from it', () => {
    fc.assert(fc.property(instants, (epochMs) => exchangeTimeMs(formatNewYork(epochMs)) === epochMs));
    expect(exchangeTimeMs(formatNewYork(0))).toBe(0);
    expect(exchangeTimeMs(formatNewYork(LAST_INSTANT_MS))).toBe(LAST_INSTANT_MS);
  });

  test.each([
    ['summer offset in winter', '2021-11-30 09:30:00-04:00'],
    ['winter offset in summer', '2020-05-14 09:30:00-05:00'],
    ["another zone's offset", '2020-05-14 13:30:00+00:00'],
    ['Z', '2020-05-14 13:30:00Z'],
    ['T', '2020-05-14T09:30:00-04:00'],
    ['no offset', '2020-05-14 09:30:00'],
    ['needless milliseconds', '2020-05-14 09:30:00.000-04:00'],
    ['a day that does not exist', '2021-02-29 09:30:00-05:00'],
    ['31 April', '2020-04-31 09:30:00-04:00'],
    ['hour 24', '2020-05-14 24:00:00-04:00'],
    ['a leap second', '2016-12-31 18:59:60-05:00'],
    ['the hour that spring skips', '2021-03-14 02:30:00-05:00'],
    ['1969', '1969-12-31 18:59:59-05:00'],
    ['2200', '2199-12-31 19:00:00-05:00'],
    ['a letter for a digit', '2020-O5-14 09:30:00-04:00'],
    ['a slash for a hyphen', '2020/05/14 09:30:00-04:00'],
    ['seconds in the offset', '2020-05-14 09:30:00-04:01'],
  ])('refuses %s', (_what, text) => {
    expect(exchangeTimeMs(text)).toBeNaN();
  });

  test('the hour that autumn has twice is two hours', () => {
    expect(exchangeTimeMs('2021-11-07 01:30:00-05:00') - exchangeTimeMs('2021-11-07 01:30:00-04:00')).toBe(3_600_000);
  });
});

test('UTC time is one text, milliseconds always written', () => {
  fc.assert(fc.property(instants, (epochMs) => utcTimeMs(new Date(epochMs).toISOString()) === epochMs));
  for (const text of [
    '2026-11-21T22:00:00Z',
    '2026-11-21 22:00:00.000Z',
    '2026-11-21T22:00:00.000+',
    '2026-11-31T22:00:00.000Z',
  ])
    expect(utcTimeMs(text), text).toBeNaN();
});

test('days are counted as Date counts them, and no others exist', () => {
  const wrong: string[] = [];
  for (let year = 1969; year <= 2200; year++)
    for (let month = 0; month <= 13; month++)
      for (const day of [0, 1, 28, 29, 30, 31, 32]) {
        const date = new Date(Date.UTC(year, month - 1, day));
        const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1;
        const expected = exists ? date.getTime() : Number.NaN;
        if (!Object.is(utcMs(year, month, day, 0, 0, 0, 0), expected)) wrong.push(`${year}-${month}-${day}`);
      }
  expect(wrong).toEqual([]);
});

test('a table holds the same instant as naive UTC, and gives it back', () => {
  fc.assert(
    fc.property(instants, (epochMs) => {
      const text = formatNewYork(epochMs);
      expect(toTableTime(text)).toBe(new Date(epochMs).toISOString().replace('T', ' ').slice(0, 23));
      expect(fromTableTime(toTableTime(text))).toBe(text);
    }),
  );
  expect(fromTableTime('2020-05-14 13:30:00')).toBeUndefined();
  expect(fromTableTime('2020-05-14T13:30:00.000')).toBeUndefined();
});

test('a naive time gets the offset that New York had', () => {
  fc.assert(
    fc.property(instants, (epochMs) => {
      const text = formatNewYork(epochMs - (epochMs % 1000));
      const inRepeatedHour = exchangeTimeMs(text.replace('-05:00', '-04:00')) >= 0;
      fc.pre(epochMs > 86_400_000 && (text.endsWith('-04:00') || !inRepeatedHour));
      expect(withNewYorkOffset(text.slice(0, 19))).toBe(text);
    }),
  );
});
