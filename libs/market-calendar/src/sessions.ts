import { DAY_MS, dateText, dayOf, MINUTE_MS, parseDate, yearOf } from './civil-date.ts';
import { OutsideCalendarError } from './errors.ts';
import { wallMs } from './new-york-time.ts';
import { type DayEntry, planYear, type Session } from './session-plan.ts';

/** The first and the last date that the calendar of sessions knows, both included. */
export const CALENDAR_RANGE = { first: '1990-01-01', last: '2030-12-31' } as const;

/** 1990-01-01 and 2030-12-31 as day numbers. */
const FIRST_DAY = 7305;
const LAST_DAY = 22_279;

const DAYS = LAST_DAY - FIRST_DAY + 1;

/** Of full length from the start: engines keep an array that grows in leaps as a slow hash table. */
const entries: (DayEntry | undefined)[] = Array.from({ length: DAYS });

/** The bells of each session once more, 0 on days without: side by side in memory they are found twice as fast. */
const opens = new Float64Array(DAYS);
const closes = new Float64Array(DAYS);

function fillYear(year: number): void {
  let index = dayOf(year, 1, 1) - FIRST_DAY;
  for (const entry of planYear(year)) {
    if (typeof entry !== 'string') [opens[index], closes[index]] = [entry.openMs, entry.closeMs];
    entries[index++] = entry;
  }
}

/** Each year is planned when it is first asked for, then kept. */
function entryOf(day: number): DayEntry {
  if (day < FIRST_DAY || day > LAST_DAY) {
    throw new OutsideCalendarError(dateText(day), CALENDAR_RANGE.first, CALENDAR_RANGE.last);
  }
  const entry = entries[day - FIRST_DAY];
  if (entry !== undefined) return entry;
  fillYear(yearOf(day));
  return entryOf(day);
}

function sessionOfDay(day: number): Session | undefined {
  const entry = entryOf(day);
  return typeof entry === 'string' ? undefined : entry;
}

/** The nearest session that is at least a day away; leaving the calendar on the way throws. */
function neighbour(day: number, step: 1 | -1): Session {
  entryOf(day);
  for (let next = day + step; ; next += step) {
    const session = sessionOfDay(next);
    if (session) return session;
  }
}

const newYorkDay = (epochMs: number): number => Math.floor(wallMs(epochMs) / DAY_MS);

/**
 * The session of a New York date (`YYYY-MM-DD`), or `undefined` when the exchanges were closed all day.
 * @throws {InvalidDateError} when the date is not an existing `YYYY-MM-DD`
 * @throws {OutsideCalendarError} outside {@link CALENDAR_RANGE}
 */
export const sessionOn = (date: string): Session | undefined => sessionOfDay(parseDate(date));

/**
 * Why there is no session on a New York date: `Saturday`, `Thanksgiving Day`, `Hurricane Sandy`…; `undefined` when
 * there is one.
 * @throws as {@link sessionOn} does
 */
export function closureOn(date: string): string | undefined {
  const entry = entryOf(parseDate(date));
  return typeof entry === 'string' ? entry : undefined;
}

/**
 * The last session before a New York date.
 * @throws as {@link sessionOn} does, and {@link OutsideCalendarError} when it would lie before the calendar
 */
export const previousSession = (date: string): Session => neighbour(parseDate(date), -1);

/**
 * The first session after a New York date.
 * @throws as {@link sessionOn} does, and {@link OutsideCalendarError} when it would lie beyond the calendar
 */
export const nextSession = (date: string): Session => neighbour(parseDate(date), 1);

/**
 * Every session from one New York date to another, both included, in order; none when `from` is after `to`.
 * @throws as {@link sessionOn} does
 */
export function sessionsBetween(from: string, to: string): Session[] {
  const [first, last] = [parseDate(from), parseDate(to)];
  entryOf(first);
  entryOf(last);
  const found: Session[] = [];
  for (let day = first; day <= last; day++) {
    const session = sessionOfDay(day);
    if (session) found.push(session);
  }
  return found;
}

/**
 * The session whose regular hours hold an instant (milliseconds since 1970 UTC), or `undefined` outside regular hours.
 * @throws {OutsideCalendarError} when the instant's New York date is outside {@link CALENDAR_RANGE}
 * @throws {InvalidInstantError} when it is no instant
 */
export function sessionAt(epochMs: number): Session | undefined {
  const day = newYorkDay(epochMs);
  const entry = entryOf(day);
  const index = day - FIRST_DAY;
  const isOpen = epochMs >= (opens[index] ?? 0) && epochMs < (closes[index] ?? 0);
  return isOpen && typeof entry !== 'string' ? entry : undefined;
}

/**
 * Whole minutes since the opening bell (0 is the minute of 09:30), or `undefined` outside regular hours.
 * @throws as {@link sessionAt} does
 */
export function minuteOfSession(epochMs: number): number | undefined {
  const session = sessionAt(epochMs);
  return session && Math.floor((epochMs - session.openMs) / MINUTE_MS);
}

/**
 * The newest session that was over at an instant.
 * @throws as {@link sessionAt} does, and {@link OutsideCalendarError} when it would lie before the calendar
 */
export function lastFinishedSession(epochMs: number): Session {
  const day = newYorkDay(epochMs);
  const today = sessionOfDay(day);
  return today && today.closeMs <= epochMs ? today : neighbour(day, -1);
}
