import { describe, expect, test } from 'vitest';
import { EARLY_CLOSES, HOLIDAYS } from './holidays.ts';
import { formatNewYork } from './new-york-time.ts';
import { closureOn, sessionOn, sessionsBetween } from './sessions.ts';
import { SPECIAL_DAYS } from './special-days.ts';

const all = sessionsBetween('1990-01-01', '2030-12-31');
const weekday = (date: string): number => new Date(date).getUTCDay();
const closedIn = (year: number): string[] => {
  const dates = Array.from({ length: 366 }, (_, index) =>
    new Date(Date.UTC(year, 0, 1 + index)).toISOString().slice(0, 10),
  );
  return dates.filter((date) => date.startsWith(`${year}`) && weekday(date) % 6 !== 0 && closureOn(date) !== undefined);
};

// As the exchange announced them: https://mondovisione.com/media-and-resources/news/ (its notices of each December).
const ANNOUNCED: Readonly<Record<number, string>> = {
  2021: '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24',
  2022: '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26',
  2023: '01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25',
  2024: '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25',
  2025: '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25',
  2026: '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25',
  2027: '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24',
  2028: '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25',
};

describe('holidays', () => {
  test.each(Object.entries(ANNOUNCED))('%s is closed on the days that the exchange announced', (year, days) => {
    expect(
      closedIn(Number(year))
        .map((date) => date.slice(5))
        .join(' '),
    ).toBe(days);
  });

  test('a holiday on a Sunday closes the Monday, one on a Saturday the Friday', () => {
    expect(closureOn('2021-07-05')).toBe('Independence Day (observed)');
    expect(closureOn('2020-07-03')).toBe('Independence Day (observed)');
    expect(closureOn('1999-12-24')).toBe('Christmas Day (observed)');
    expect(closureOn('2024-07-04')).toBe('Independence Day');
    expect(closureOn('2021-07-04')).toBe('Sunday');
  });

  test.each(['1993-12-31', '1999-12-31', '2004-12-31', '2010-12-31', '2021-12-31', '2027-12-31'])(
    "New Year's Day on a Saturday leaves %s open",
    (date) => expect(sessionOn(date)?.date).toBe(date),
  );

  test('a holiday is kept from the year in which the exchange took it up', () => {
    expect([sessionOn('1997-01-20')?.date, closureOn('1998-01-19')]).toEqual([
      '1997-01-20',
      'Martin Luther King Jr. Day',
    ]);
    expect([sessionOn('2021-06-18')?.date, closureOn('2022-06-20')]).toEqual(['2021-06-18', 'Juneteenth (observed)']);
  });

  test('Columbus Day, Veterans Day and Election Day are days like any other', () => {
    for (const date of ['2024-10-14', '2024-11-11', '2024-11-05']) expect(sessionOn(date)?.minutes).toBe(390);
  });
});

// Written out from the exchange's notices, not from the rules: each year's 13:00 closes, but the day after Thanksgiving.
const AT_13: Readonly<Record<string, string>> = {
  'Day before Independence Day':
    '1995-07-03 1997-07-03 2000-07-03 2001-07-03 2003-07-03 2006-07-03 2007-07-03 2008-07-03 2012-07-03 2013-07-03 ' +
    '2014-07-03 2017-07-03 2018-07-03 2019-07-03 2023-07-03 2024-07-03 2025-07-03 2028-07-03 2029-07-03 2030-07-03',
  'Day after Independence Day': '1996-07-05 2002-07-05',
  'Christmas Eve':
    '1996-12-24 1997-12-24 1998-12-24 2001-12-24 2002-12-24 2003-12-24 2007-12-24 2008-12-24 2009-12-24 2012-12-24 ' +
    '2013-12-24 2014-12-24 2015-12-24 2018-12-24 2019-12-24 2020-12-24 2024-12-24 2025-12-24 2026-12-24 2029-12-24 2030-12-24',
  'Day after Christmas': '1997-12-26 2003-12-26',
  'Turn of the century': '1999-12-31',
};

describe('early closes', () => {
  const closingAt = (time: string, reason: string) =>
    all.filter((session) => session.earlyClose === reason && formatNewYork(session.closeMs).slice(11, 16) === time);

  test.each(Object.entries(AT_13))('at 13:00, %s', (reason, days) => {
    expect(
      closingAt('13:00', reason)
        .map(({ date }) => date)
        .join(' '),
    ).toBe(days);
    expect(new Set(closingAt('13:00', reason).map(({ minutes }) => minutes))).toEqual(new Set([210]));
  });

  test('at 13:00, the day after every Thanksgiving since 1993', () => {
    const days = closingAt('13:00', 'Day after Thanksgiving');
    expect(days).toHaveLength(2030 - 1993 + 1);
    expect(days.every(({ date }) => weekday(date) === 5 && date.slice(5) >= '11-23' && date.slice(5) <= '11-29')).toBe(
      true,
    );
  });

  test('at 14:00 before 1993', () => {
    expect(closingAt('14:00', 'Christmas Eve').map(({ date }) => date)).toEqual([
      '1990-12-24',
      '1991-12-24',
      '1992-12-24',
    ]);
    expect(closingAt('14:00', 'Day after Thanksgiving').map(({ date }) => date)).toEqual(['1992-11-27']);
  });

  test.each([
    '1990-07-03',
    '1990-11-23',
    '1991-07-05',
    '2008-12-26',
    '2013-07-05',
    '2014-12-26',
    '2019-07-05',
    '2025-12-26',
  ])('%s is a full day', (date) => expect(sessionOn(date)).toMatchObject({ minutes: 390 }));

  test('no other session ends early', () => {
    const listed = Object.values(AT_13).join(' ').split(' ').length + (2030 - 1993 + 1) + 4;
    const unplanned = ['1994-02-11', '1996-01-08', '1997-10-27', '2005-06-01'];
    expect(all.filter(({ earlyClose }) => earlyClose !== undefined)).toHaveLength(listed + unplanned.length);
  });
});

describe('days that no rule foretells', () => {
  test('closed all day', () => {
    expect(SPECIAL_DAYS.filter(({ closed }) => closed).map(({ date }) => date)).toEqual(
      '1994-04-27 2001-09-11 2001-09-12 2001-09-13 2001-09-14 2004-06-11 2007-01-02 2012-10-29 2012-10-30 2018-12-05 2025-01-09'.split(
        ' ',
      ),
    );
    expect(closureOn('2012-10-30')).toBe('Hurricane Sandy');
  });

  test('late openings say why, and keep their close', () => {
    const late = all.filter(({ lateOpen }) => lateOpen !== undefined);
    expect(late.map(({ date, openMs }) => `${date} ${formatNewYork(openMs).slice(11, 16)}`)).toEqual([
      '1990-12-27 11:00',
      '1991-01-17 09:31',
      '1991-02-25 09:31',
      '1995-12-18 10:30',
      '1996-01-08 11:00',
      '2001-09-17 09:33',
      '2001-10-08 09:31',
      '2002-09-11 12:00',
      '2003-03-20 09:32',
      '2004-06-07 09:32',
      '2006-12-27 09:32',
    ]);
    expect(sessionOn('1996-01-08')).toMatchObject({ minutes: 180, lateOpen: 'Blizzard', earlyClose: 'Blizzard' });
    expect(sessionOn('2002-09-11')).toMatchObject({ minutes: 240, lateOpen: 'First anniversary of September 11' });
  });

  test('are in order, once each, on weekdays that would otherwise have been ordinary', () => {
    const days = SPECIAL_DAYS.map(({ date }) => date);
    expect(days).toEqual([...new Set(days)].toSorted());
    for (const date of days) expect(weekday(date) % 6).not.toBe(0);
    const onHoliday = SPECIAL_DAYS.filter(({ date, closed }) => !closed && sessionOn(date) === undefined);
    expect(onHoliday).toEqual([]);
  });
});

test('every fact of the calendar links to who says so', () => {
  for (const { source } of [...HOLIDAYS, ...EARLY_CLOSES, ...SPECIAL_DAYS])
    expect(new URL(source).protocol).toBe('https:');
});
