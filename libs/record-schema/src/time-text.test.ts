import { formatNewYork } from '@tickerlake/market-calendar';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instants } from '../test/arbitraries.ts';
import { readExchangeTime, readUtcTime } from './time-text.ts';

const OPENING = '2020-05-14 09:30:00-04:00';

describe('forms that sources wrote', () => {
  test.each<[string, unknown]>([
    ['canonical', OPENING],
    ['naive, so New York', '2020-05-14 09:30:00'],
    ['naive with T', '2020-05-14T09:30:00'],
    ['no seconds', '2020-05-14 09:30'],
    ['unpadded', '2020-5-14 9:30:00'],
    ['Z', '2020-05-14T13:30:00Z'],
    ['lower-case t and z', '2020-05-14t13:30:00z'],
    ['ISO with milliseconds', '2020-05-14T13:30:00.000Z'],
    ['offset without colon', '2020-05-14T09:30:00-0400'],
    ['offset of hours', '2020-05-14T09:30:00-04'],
    ["another zone's offset", '2020-05-14T19:00:00+05:30'],
    ['a space before the offset', '2020-05-14 09:30:00 -04:00'],
    ['UTC in words', '2020-05-14 13:30:00 UTC'],
    ['daylight time in words', '2020-05-14 09:30:00 EDT'],
    ['standard time in words', '2020-05-14 08:30:00 EST'],
    ['the zone that Athena prints', '2020-05-14 09:30:00.000 America/New_York'],
    ['US date', '05/14/2020 09:30:00'],
    ['US date, unpadded', '5/14/2020 9:30'],
    ['US date with an offset', '05/14/2020 09:30:00-04:00'],
    ['US date with AM', '5/14/2020 9:30 AM'],
    ['US date with a comma', '5/14/2020, 9:30:00 AM'],
    ['slashes, year first', '2020/05/14 09:30:00'],
    ['white space around', ' 2020-05-14 09:30:00\t'],
    ['epoch seconds', 1_589_463_000],
    ['epoch seconds as text', '1589463000'],
    ['epoch milliseconds', 1_589_463_000_000],
    ['epoch milliseconds as text', '1589463000000'],
    ['Date', new Date(1_589_463_000_000)],
  ])('reads %s', (_what, value) => {
    expect(readExchangeTime(value)).toBe(OPENING);
  });

  test('noon and midnight on a twelve-hour clock', () => {
    expect(readExchangeTime('05/14/2020 12:05 PM')).toBe('2020-05-14 12:05:00-04:00');
    expect(readExchangeTime('05/14/2020 12:05 am')).toBe('2020-05-14 00:05:00-04:00');
  });

  test('digits beyond the millisecond are cut off, never rounded up', () => {
    expect(readExchangeTime('2020-05-14 09:30:00.123999999')).toBe('2020-05-14 09:30:00.123-04:00');
    expect(readExchangeTime('2020-05-14 09:30:59.9999999')).toBe('2020-05-14 09:30:59.999-04:00');
    expect(readExchangeTime(1_589_463_000.123_9)).toBe('2020-05-14 09:30:00.123-04:00');
    expect(readExchangeTime('2020-05-14 09:30:00.5')).toBe('2020-05-14 09:30:00.500-04:00');
  });

  test('whatever instant, its usual texts are read as it', () => {
    fc.assert(
      fc.property(instants, (epochMs) => {
        const iso = new Date(epochMs).toISOString();
        const canonical = formatNewYork(epochMs);
        for (const text of [iso, iso.replace('Z', '+00:00'), canonical, canonical.replace(' ', 'T')])
          expect(readExchangeTime(text)).toBe(canonical);
        expect(readUtcTime(canonical)).toBe(iso);
      }),
    );
  });
});

describe('the two odd hours of a year', () => {
  test('a naive time in the hour that autumn has twice is the first', () => {
    expect(readExchangeTime('2021-11-07 01:30:00')).toBe('2021-11-07 01:30:00-04:00');
    expect(readExchangeTime('11/07/2021 01:30')).toBe('2021-11-07 01:30:00-04:00');
    expect(readExchangeTime('2021-11-07 01:30:00-05:00')).toBe('2021-11-07 01:30:00-05:00');
  });

  test('a naive time in the hour that spring skips moves forward', () => {
    expect(readExchangeTime('2021-03-14 02:30:00')).toBe('2021-03-14 03:30:00-04:00');
    expect(readExchangeTime('03/14/2021 02:30')).toBe('2021-03-14 03:30:00-04:00');
  });

  test('an offset that New York did not have is still an instant', () => {
    expect(readExchangeTime('2021-11-30 09:30:00-04:00')).toBe('2021-11-30 08:30:00-05:00');
  });
});

test('a machine’s own time without a zone is UTC', () => {
  expect(readUtcTime('2026-11-21 22:00:00')).toBe('2026-11-21T22:00:00.000Z');
  expect(readExchangeTime('2026-11-21 22:00:00')).toBe('2026-11-21 22:00:00-05:00');
});

test.each<unknown>([
  '2020-05-14',
  '09:30:00',
  '14/05/2020 09:30:00',
  '2020-02-30 09:30:00',
  '2020-13-01 09:30:00',
  '2020-05-14 24:00:00',
  '2020-05-14 09:60:00',
  '2020-05-14 13:30 PM',
  '2020-05-14 09:30:00+15:00',
  '2020-05-14 09:30:00 CET',
  '2020-05-14 09:30:00 -04:00 extra',
  '0020-05-14 09:30:00',
  '2200-01-01 09:30:00',
  '9999-12-31 23:30:00',
  `2020-05-14 09:30:00.${'1'.repeat(100)}`,
  'yesterday',
  '',
  20_200_514,
  1_589_463_000_000_000,
  -1,
  Number.NaN,
  new Date(Number.NaN),
  true,
  {},
  ['2020-05-14 09:30:00'],
])('cannot tell %j', (value) => {
  expect(readExchangeTime(value)).toBeUndefined();
  expect(readUtcTime(value)).toBeUndefined();
});
