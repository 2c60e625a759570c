import { dayOf, easterSunday, weekdayOf } from './civil-date.ts';
import { NYSE_2026_TO_2028, NYSE_HOURS, NYSE_RULE_7_2, NYSE_SPECIAL_CLOSINGS } from './sources.ts';

/**
 * A day that comes every year: a fixed date; the nth weekday of a month (`weekday` 0 is Sunday, `nth` −1 the last one),
 * or some days after that; or a number of days from Easter Sunday.
 */
export type YearlyDay =
  | { readonly month: number; readonly day: number }
  | { readonly month: number; readonly weekday: number; readonly nth: number; readonly plusDays?: number }
  | { readonly daysFromEaster: number };

/** A holiday on which the exchange stays closed every year. */
export interface Holiday {
  readonly name: string;
  readonly on: YearlyDay;
  /** First year in which the exchange kept it. @default every year of the calendar */
  readonly since?: number;
  /** What a Saturday does: the Friday before is closed, or nothing is. A Sunday always closes the Monday after. @default 'friday' */
  readonly saturday?: 'friday' | 'none';
  /** Link to who says so. */
  readonly source: string;
}

/** A day on which the exchange closes early every year, when the weekday is one of those named and the day is no holiday. */
export interface YearlyEarlyClose {
  readonly reason: string;
  readonly on: YearlyDay;
  /** Weekdays on which it applies, 0 is Sunday. @default any */
  readonly weekdays?: readonly number[];
  /** New York time of the closing bell, `HH:MM`. */
  readonly closeAt: string;
  /** First year. @default every year of the calendar */
  readonly since?: number;
  /** Last year. @default it goes on */
  readonly until?: number;
  /** Link to who says so. */
  readonly source: string;
}

/** The holidays of the New York Stock Exchange since 1990. */
export const HOLIDAYS: readonly Holiday[] = [
  // Rule 7.2 leaves out the Friday when it ends an accounting period, and 31 December always does.
  { name: "New Year's Day", on: { month: 1, day: 1 }, saturday: 'none', source: NYSE_RULE_7_2 },
  {
    name: 'Martin Luther King Jr. Day',
    on: { month: 1, weekday: 1, nth: 3 },
    since: 1998,
    source: 'https://www.sun-sentinel.com/news/fl-xpm-1998-01-07-9801060288-story.html',
  },
  { name: "Washington's Birthday", on: { month: 2, weekday: 1, nth: 3 }, source: NYSE_RULE_7_2 },
  { name: 'Good Friday', on: { daysFromEaster: -2 }, source: NYSE_RULE_7_2 },
  { name: 'Memorial Day', on: { month: 5, weekday: 1, nth: -1 }, source: NYSE_RULE_7_2 },
  {
    name: 'Juneteenth',
    on: { month: 6, day: 19 },
    since: 2022,
    source: 'https://www.thecorporatecounsel.net/blog/2021/10/nyse-makes-juneteenth-a-new-market-holiday.html',
  },
  { name: 'Independence Day', on: { month: 7, day: 4 }, source: NYSE_RULE_7_2 },
  { name: 'Labor Day', on: { month: 9, weekday: 1, nth: 1 }, source: NYSE_RULE_7_2 },
  { name: 'Thanksgiving Day', on: { month: 11, weekday: 4, nth: 4 }, source: NYSE_RULE_7_2 },
  { name: 'Christmas Day', on: { month: 12, day: 25 }, source: NYSE_RULE_7_2 },
];

const MONDAY_TO_THURSDAY = [1, 2, 3, 4];
const DAY_AFTER_THANKSGIVING: YearlyDay = { month: 11, weekday: 4, nth: 4, plusDays: 1 };

/** The early closes that come every year. Those before 1993 were at 14:00. */
export const EARLY_CLOSES: readonly YearlyEarlyClose[] = [
  {
    reason: 'Day before Independence Day',
    on: { month: 7, day: 3 },
    weekdays: [1, 2, 4],
    closeAt: '13:00',
    since: 1995,
    source: NYSE_SPECIAL_CLOSINGS,
  },
  // With the holiday on a Thursday, the Friday after it was the short day until 2012, and the Wednesday before it since.
  {
    reason: 'Day after Independence Day',
    on: { month: 7, day: 5 },
    weekdays: [5],
    closeAt: '13:00',
    since: 1996,
    until: 2012,
    source: NYSE_SPECIAL_CLOSINGS,
  },
  {
    reason: 'Day before Independence Day',
    on: { month: 7, day: 3 },
    weekdays: [3],
    closeAt: '13:00',
    since: 2013,
    source: NYSE_HOURS,
  },
  {
    reason: 'Day after Thanksgiving',
    on: DAY_AFTER_THANKSGIVING,
    closeAt: '14:00',
    since: 1992,
    until: 1992,
    source: NYSE_SPECIAL_CLOSINGS,
  },
  {
    reason: 'Day after Thanksgiving',
    on: DAY_AFTER_THANKSGIVING,
    closeAt: '13:00',
    since: 1993,
    source: NYSE_2026_TO_2028,
  },
  {
    reason: 'Christmas Eve',
    on: { month: 12, day: 24 },
    weekdays: MONDAY_TO_THURSDAY,
    closeAt: '14:00',
    until: 1992,
    source: NYSE_SPECIAL_CLOSINGS,
  },
  {
    reason: 'Christmas Eve',
    on: { month: 12, day: 24 },
    weekdays: MONDAY_TO_THURSDAY,
    closeAt: '13:00',
    since: 1993,
    source: NYSE_2026_TO_2028,
  },
];

function nthWeekday(year: number, month: number, weekday: number, nth: number): number {
  const first = dayOf(year, month, 1);
  const earliest = first + ((weekday - weekdayOf(first) + 7) % 7);
  if (nth > 0) return earliest + (nth - 1) * 7;
  const last = dayOf(year, month + 1, 0);
  return last - ((weekdayOf(last) - weekday + 7) % 7);
}

/** The day number of a yearly day in one year. */
export function yearlyDay(year: number, on: YearlyDay): number {
  if ('daysFromEaster' in on) return easterSunday(year) + on.daysFromEaster;
  if ('day' in on) return dayOf(year, on.month, on.day);
  return nthWeekday(year, on.month, on.weekday, on.nth) + (on.plusDays ?? 0);
}

/** The day on which the exchange closes for a holiday that falls on `day`, or `undefined` when it does not close for it. */
export function observedDay(day: number, saturday: 'friday' | 'none' = 'friday'): number | undefined {
  const weekday = weekdayOf(day);
  if (weekday === 0) return day + 1;
  if (weekday !== 6) return day;
  return saturday === 'friday' ? day - 1 : undefined;
}
