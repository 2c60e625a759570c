import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { InvalidDateError, InvalidInstantError, OutsideCalendarError } from './errors.ts';
import { formatNewYork, fromNewYork, newYorkDate } from './new-york-time.ts';
import type { Session } from './session-plan.ts';
import {
  closureOn,
  lastFinishedSession,
  minuteOfSession,
  nextSession,
  previousSession,
  sessionAt,
  sessionOn,
  sessionsBetween,
} from './sessions.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const dates = fc
  .integer({ min: Date.UTC(1990, 0, 3) / DAY, max: Date.UTC(2030, 11, 30) / DAY })
  .map((day) => new Date(day * DAY).toISOString().slice(0, 10));
const instants = fc.integer({ min: Date.UTC(1990, 0, 4), max: Date.UTC(2030, 11, 30) });
const all = sessionsBetween('1990-01-01', '2030-12-31');
const bell = (epochMs: number | undefined): string =>
  epochMs === undefined ? '' : formatNewYork(epochMs).slice(11, 16);

// The exchange's own count of trading days, as statistics of past years give it.
const SESSIONS_A_YEAR: readonly (readonly [year: number, sessions: number])[] = [
  ...[253, 253, 254, 253, 252, 252, 254, 253, 252, 252].map((count, index) => [1990 + index, count] as const),
  ...[252, 248, 252, 252, 252, 252, 251, 251, 253, 252].map((count, index) => [2000 + index, count] as const),
  ...[252, 252, 250, 252, 252, 252, 252, 251, 251, 252].map((count, index) => [2010 + index, count] as const),
  ...[253, 252, 251, 250, 252, 250, 251].map((count, index) => [2020 + index, count] as const),
];

describe('sessions', () => {
  test.each(SESSIONS_A_YEAR)('%i has %i of them', (year, sessions) => {
    expect(sessionsBetween(`${year}-01-01`, `${year}-12-31`)).toHaveLength(sessions);
  });

  test('a full day runs from 9:30 to 16:00 in New York, in summer and in winter', () => {
    expect(sessionOn('2024-05-14')).toEqual({
      date: '2024-05-14',
      openMs: Date.UTC(2024, 4, 14, 13, 30),
      closeMs: Date.UTC(2024, 4, 14, 20),
      minutes: 390,
    });
    expect(sessionOn('2024-01-16')).toMatchObject({
      openMs: Date.UTC(2024, 0, 16, 14, 30),
      closeMs: Date.UTC(2024, 0, 16, 21),
    });
  });

  test('the bells move by an hour of UTC when the clocks change, in spring and in autumn', () => {
    const opens = (date: string) => new Date(sessionOn(date)?.openMs ?? 0).toISOString().slice(11, 16);
    expect([opens('2024-03-08'), opens('2024-03-11')]).toEqual(['14:30', '13:30']);
    expect([opens('2024-11-01'), opens('2024-11-04')]).toEqual(['13:30', '14:30']);
    expect([opens('2006-03-31'), opens('2006-04-03')]).toEqual(['14:30', '13:30']);
    expect([opens('2006-10-27'), opens('2006-10-30')]).toEqual(['13:30', '14:30']);
  });

  test('every session but the special ones is a full one', () => {
    for (const session of all) {
      expect(session.minutes).toBe((session.closeMs - session.openMs) / MINUTE);
      expect(bell(session.openMs) === '09:30').toBe(session.lateOpen === undefined);
      expect(bell(session.closeMs) === '16:00').toBe(session.earlyClose === undefined);
    }
  });

  test('a session is shared, so it is frozen', () => {
    expect(Object.isFrozen(sessionOn('2024-05-14'))).toBe(true);
    expect(sessionOn('2024-05-14')).toBe(sessionAt(Date.UTC(2024, 4, 14, 15)));
    expectTypeOf<Session>().toHaveProperty('earlyClose').toEqualTypeOf<string | undefined>();
    expectTypeOf(sessionOn).returns.toEqualTypeOf<Session | undefined>();
    // @ts-expect-error: a date is a text, never a Date
    expect(() => sessionOn(new Date(Date.UTC(2024, 4, 14)))).toThrow(InvalidDateError);
  });
});

describe('finding a session', () => {
  test('by instant: the opening bell is inside, the closing bell outside', () => {
    const { openMs, closeMs } = nextSession('2024-05-13');
    expect(sessionAt(openMs - 1)).toBeUndefined();
    expect(sessionAt(openMs)?.date).toBe('2024-05-14');
    expect(sessionAt(closeMs - 1)?.date).toBe('2024-05-14');
    expect(sessionAt(closeMs)).toBeUndefined();
    expect(minuteOfSession(openMs + 59_999)).toBe(0);
    expect(minuteOfSession(closeMs - 1)).toBe(389);
    expect(minuteOfSession(closeMs)).toBeUndefined();
  });

  test('by instant: a half day ends at 13:00, and its 210th minute is the last', () => {
    expect(minuteOfSession(fromNewYork('2024-11-29', 12, 59))).toBe(209);
    expect(minuteOfSession(fromNewYork('2024-11-29', 13))).toBeUndefined();
    expect(minuteOfSession(fromNewYork('2002-09-11', 12))).toBe(0);
  });

  test('an instant is inside the session that holds it, and in no other', () => {
    fc.assert(
      fc.property(instants, (epochMs) => {
        const session = sessionAt(epochMs);
        const byScan = sessionsBetween(newYorkDate(epochMs), newYorkDate(epochMs)).find(
          ({ openMs, closeMs }) => openMs <= epochMs && epochMs < closeMs,
        );
        expect(session).toBe(byScan);
      }),
    );
  });

  test('a date has either a session or the reason why not', () => {
    fc.assert(fc.property(dates, (date) => (sessionOn(date) === undefined) === (closureOn(date) !== undefined)));
  });

  test('previous and next are neighbours: nothing lies between, and one leads back to the other', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const [before, after] = [previousSession(date), nextSession(date)];
        expect(before.date < date && date < after.date).toBe(true);
        const between = sessionsBetween(before.date, after.date);
        expect(between).toEqual([before, sessionOn(date), after].filter((session) => session !== undefined));
        if (sessionOn(date)) expect(nextSession(before.date)).toBe(sessionOn(date));
      }),
    );
  });

  test('a range is the whole calendar cut to it, and empty when it runs backwards', () => {
    fc.assert(
      fc.property(dates, dates, (from, to) => {
        expect(sessionsBetween(from, to)).toEqual(all.filter(({ date }) => date >= from && date <= to));
      }),
      { numRuns: 30 },
    );
    expect(sessionsBetween('2024-05-15', '2024-05-14')).toEqual([]);
  });

  test('the last finished session is over, and the one after it is not', () => {
    fc.assert(
      fc.property(instants, (epochMs) => {
        const finished = lastFinishedSession(epochMs);
        expect(finished.closeMs <= epochMs && epochMs < nextSession(finished.date).closeMs).toBe(true);
      }),
    );
    const { closeMs } = nextSession('2024-05-13');
    expect(lastFinishedSession(closeMs).date).toBe('2024-05-14');
    expect(lastFinishedSession(closeMs - 1).date).toBe('2024-05-13');
  });
});

describe('outside the calendar', () => {
  test.each(['1989-12-31', '2031-01-01', '1967-05-15'])('%s is refused and the known years are named', (date) => {
    const asked = [
      () => sessionOn(date),
      () => closureOn(date),
      () => previousSession(date),
      () => nextSession(date),
      () => sessionsBetween(date, date),
      () => sessionAt(fromNewYork(date, 12)),
      () => minuteOfSession(fromNewYork(date, 12)),
      () => lastFinishedSession(fromNewYork(date, 12)),
    ];
    for (const ask of asked) {
      expect(ask).toThrow(OutsideCalendarError);
      expect(ask).toThrow(`No sessions are known for ${date}: the calendar reaches from 1990-01-01 to 2030-12-31`);
    }
  });

  test('so is a neighbour that would lie beyond', () => {
    expect(() => previousSession('1990-01-02')).toThrow(OutsideCalendarError);
    expect(() => nextSession('2030-12-31')).toThrow(OutsideCalendarError);
    expect(previousSession('1990-01-03').date).toBe('1990-01-02');
    expect(nextSession('2030-12-30').date).toBe('2030-12-31');
  });

  test('the error keeps its facts', () => {
    expect(new OutsideCalendarError('2031-01-01', '1990-01-01', '2030-12-31')).toMatchObject({
      name: 'OutsideCalendarError',
      date: '2031-01-01',
      first: '1990-01-01',
      last: '2030-12-31',
    });
  });

  test('a malformed date or instant is refused as such', () => {
    for (const ask of [sessionOn, closureOn, previousSession, nextSession]) {
      expect(() => ask('2024-02-30')).toThrow(InvalidDateError);
    }
    expect(() => sessionsBetween('2024-01-01', '2024-1-2')).toThrow(InvalidDateError);
    for (const ask of [sessionAt, minuteOfSession, lastFinishedSession]) {
      expect(() => ask(Number.NaN)).toThrow(InvalidInstantError);
    }
  });
});
