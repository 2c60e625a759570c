import { dateText, dayOf, parseDate, weekdayOf } from './civil-date.ts';
import { EARLY_CLOSES, HOLIDAYS, observedDay, yearlyDay } from './holidays.ts';
import { fromNewYork } from './new-york-time.ts';
import { SPECIAL_DAYS, type SpecialDay } from './special-days.ts';

/** One trading day's regular hours at the New York Stock Exchange; the other New York exchanges keep the same scheduled hours. */
export interface Session {
  /** The New York date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Opening bell, milliseconds since 1970 UTC: 09:30 New York, but for the few days that opened late. */
  readonly openMs: number;
  /** Closing bell, milliseconds since 1970 UTC: 16:00 New York, 13:00 on most early closes; the instant itself is outside. */
  readonly closeMs: number;
  /** Length in minutes: 390, or 210 on a day that closes at 13:00. */
  readonly minutes: number;
  /** Why the session ends early, where it does: `Day after Thanksgiving`. */
  readonly earlyClose?: string;
  /** Why the session began late, where it did: `Blizzard`. */
  readonly lateOpen?: string;
}

/** A day's session, or the reason why it has none. */
export type DayEntry = Session | string;

const holds = (year: number, rule: { since?: number; until?: number }): boolean =>
  year >= (rule.since ?? year) && year <= (rule.until ?? year);

/** The days of a year on which a yearly holiday closes the exchange, with the holiday's name. */
function holidaysOf(year: number): Map<number, string> {
  const closed = new Map<number, string>();
  for (const holiday of HOLIDAYS) {
    if (!holds(year, holiday)) continue;
    const day = yearlyDay(year, holiday.on);
    const observed = observedDay(day, holiday.saturday);
    if (observed !== undefined) closed.set(observed, observed === day ? holiday.name : `${holiday.name} (observed)`);
  }
  return closed;
}

/** What makes the days of a year special, by day number: the yearly early closes, overridden by the days that no rule foretells. */
function specialDaysOf(year: number): Map<number, Omit<SpecialDay, 'source'>> {
  const special = new Map<number, Omit<SpecialDay, 'source'>>();
  for (const { on, weekdays, reason, closeAt, ...rule } of EARLY_CLOSES) {
    const day = yearlyDay(year, on);
    const applies = holds(year, rule) && (weekdays?.includes(weekdayOf(day)) ?? true);
    if (applies) special.set(day, { date: dateText(day), reason, closeAt });
  }
  for (const exception of SPECIAL_DAYS) {
    if (exception.date.startsWith(`${year}`)) special.set(parseDate(exception.date), exception);
  }
  return special;
}

const atTime = (date: string, time: string): number =>
  fromNewYork(date, Number(time.slice(0, 2)), Number(time.slice(3)));

function sessionOf(date: string, special: Omit<SpecialDay, 'source'> | undefined): Session {
  const openMs = atTime(date, special?.openAt ?? '09:30');
  const closeMs = atTime(date, special?.closeAt ?? '16:00');
  return Object.freeze({
    date,
    openMs,
    closeMs,
    minutes: (closeMs - openMs) / 60_000,
    ...(special?.closeAt && { earlyClose: special.reason }),
    ...(special?.openAt && { lateOpen: special.reason }),
  });
}

/** Every day of a year in order, from its first: a session or the reason for there being none. */
export function planYear(year: number): DayEntry[] {
  // A holiday on the first Saturday of the next year could close this year's last Friday.
  const holidays = new Map([...holidaysOf(year), ...holidaysOf(year + 1)]);
  const special = specialDaysOf(year);
  const entryOf = (day: number): DayEntry => {
    const weekday = weekdayOf(day);
    if (weekday === 0) return 'Sunday';
    if (weekday === 6) return 'Saturday';
    const exception = special.get(day);
    return holidays.get(day) ?? (exception?.closed ? exception.reason : sessionOf(dateText(day), exception));
  };
  const first = dayOf(year, 1, 1);
  return Array.from({ length: dayOf(year + 1, 1, 1) - first }, (_, index) => entryOf(first + index));
}
