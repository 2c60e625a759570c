import { CALENDAR_RANGE, newYorkOffsetMinutes, type Session, sessionsBetween } from '@tickerlake/market-calendar';
import { describe, expect, it } from 'vitest';
import { INTERVAL_MINUTES, marketHoursSchedule } from './market-hours.ts';

const MINUTE_MS = 60_000;
/** As the collector has it: a session is collected as a whole from 20 to 60 minutes after its close. */
const SETTLE_MS = 20 * MINUTE_MS;
const SETTLED_MS = 60 * MINUTE_MS;
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Numbers that a field of a cron expression means: `*`, `0/5`, `9-16`, `MON-FRI`. */
function numbersOf(field: string, from: number, to: number, names: readonly string[] = []): Set<number> {
  const numberOf = (text: string): number => (names.includes(text) ? names.indexOf(text) : Number(text));
  const [range = '', step = '1'] = field.split('/');
  const [first = from, last = field.includes('/') ? to : first] =
    range === '*' ? [from, to] : range.split('-').map(numberOf);
  const count = Math.floor((last - first) / Number(step)) + 1;
  return new Set(Array.from({ length: count }, (_, index) => first + index * Number(step)));
}

/** Whether a schedule fires in a minute, which begins at an instant, by the clocks of New York. */
function firesOf(expression: string): (epochMs: number) => boolean {
  const [minute = '', hour = '', day, month, weekDay = '', year] = expression
    .replace(/^cron\((.*)\)$/, '$1')
    .split(' ');
  expect([day, month, year]).toEqual(['?', '*', '*']);
  const fields = [numbersOf(minute, 0, 59), numbersOf(hour, 0, 23), numbersOf(weekDay, 0, 6, DAYS)] as const;
  return (epochMs) => {
    const local = new Date(epochMs + newYorkOffsetMinutes(epochMs) * MINUTE_MS);
    const [minutes, hours, days] = fields;
    return minutes.has(local.getUTCMinutes()) && hours.has(local.getUTCHours()) && days.has(local.getUTCDay());
  };
}

/** From now on, as far as the calendar goes: of the past no schedule has to know. */
const sessions = sessionsBetween('2026-01-01', CALENDAR_RANGE.last);

/** Instants of a span, one a minute, in which a schedule fires. */
const firings = (fires: (epochMs: number) => boolean, fromMs: number, toMs: number): number[] =>
  Array.from({ length: (toMs - fromMs) / MINUTE_MS }, (_, index) => fromMs + index * MINUTE_MS).filter(fires);

describe.each(['1m', '5m'] as const)('the schedule of %s bars', (interval) => {
  const schedule = marketHoursSchedule(interval);
  const fires = firesOf(schedule.expressionString);
  const everyMs = INTERVAL_MINUTES[interval] * MINUTE_MS;

  it('is by the clocks of New York', () => {
    expect(schedule.timeZone?.timezoneName).toBe('America/New_York');
  });

  it('fires when each bar of every session in the calendar is over, half days too', () => {
    const lacksRuns = ({ openMs, closeMs }: Session): boolean =>
      firings(fires, openMs + everyMs, closeMs + everyMs).length !== (closeMs - openMs) / everyMs;
    expect(sessions.length).toBeGreaterThan(1_000);
    expect(sessions.filter(lacksRuns)).toEqual([]);
  });

  it('fires on while the collector takes the whole session once more, with room to try again', () => {
    const runs = sessions.map(({ closeMs }) => firings(fires, closeMs + SETTLE_MS, closeMs + SETTLED_MS).length);
    expect(Math.min(...runs)).toBe((SETTLED_MS - SETTLE_MS) / everyMs);
  });

  it('fires neither at night nor at the weekend', () => {
    const saturdayMs = Date.parse('2026-11-21T05:00:00Z');
    expect(firings(fires, saturdayMs, saturdayMs + 48 * 3_600_000)).toEqual([]);
    const fridayEveningMs = Date.parse('2026-11-20T22:00:00Z');
    expect(firings(fires, fridayEveningMs, saturdayMs)).toEqual([]);
  });
});
