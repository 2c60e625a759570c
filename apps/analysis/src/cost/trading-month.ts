import { CALENDAR_RANGE, newYorkDate, sessionsBetween } from '@tickerlake/market-calendar';
import { UsageError } from '../failures.ts';

/** What of a month is paid by. */
export interface TradingMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly days: number;
  readonly hours: number;
  /** Mondays to Fridays, holidays included: the schedule knows no holidays, and forex has none here. */
  readonly weekdays: number;
  /** Length of each New York session, minutes. */
  readonly sessionMinutes: readonly number[];
}

/** A month `YYYY-MM` of the calendar, as it came. */
export function parseMonth(text: string): string {
  const [first, last] = [CALENDAR_RANGE.first.slice(0, 7), CALENDAR_RANGE.last.slice(0, 7)];
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text) && text >= first && text <= last) return text;
  throw new UsageError(
    `--month takes a month as YYYY-MM from ${first} to ${last}, such as 2026-12; got ${JSON.stringify(text)}.`,
  );
}

/** The first whole month that has not begun at an instant, in New York. */
export function nextMonth(nowMs: number): string {
  const [year = 0, month = 0] = newYorkDate(nowMs).split('-').map(Number);
  return new Date(Date.UTC(year, month)).toISOString().slice(0, 7);
}

/** Counts a month `YYYY-MM`. */
export function tradingMonth(month: string): TradingMonth {
  const [year = 0, monthNumber = 0] = month.split('-').map(Number);
  const days = new Date(Date.UTC(year, monthNumber, 0)).getUTCDate();
  const weekday = (day: number): number => new Date(Date.UTC(year, monthNumber - 1, day)).getUTCDay();
  const dates = Array.from({ length: days }, (_, index) => index + 1);
  return {
    month,
    days,
    hours: days * 24,
    weekdays: dates.filter((day) => weekday(day) % 6 !== 0).length,
    sessionMinutes: sessionsBetween(`${month}-01`, `${month}-${days}`).map(({ minutes }) => minutes),
  };
}
