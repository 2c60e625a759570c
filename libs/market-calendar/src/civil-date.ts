import { InvalidDateError } from './errors.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Days from 1970-01-01 to a date; months are 1–12, and a day beyond its month carries over. */
export const dayOf = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS;

/** 0 is Sunday, 6 Saturday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

export const yearOf = (day: number): number => new Date(day * DAY_MS).getUTCFullYear();

export const twoDigits = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

let lastDay = Number.NaN;
let lastText = '';

/** `YYYY-MM-DD` of a day number. The last answer is kept: neighbouring records mostly share their date. */
export function dateText(day: number): string {
  if (day !== lastDay) {
    const date = new Date(day * DAY_MS);
    const year = `${date.getUTCFullYear()}`.padStart(4, '0');
    lastText = `${year}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`;
    lastDay = day;
  }
  return lastText;
}

/**
 * The day number of a `YYYY-MM-DD`.
 * @throws {InvalidDateError} for any other text, and for a day that does not exist (2023-02-29)
 */
export function parseDate(date: string): number {
  const day = Date.parse(`${date}T00:00:00Z`) / DAY_MS;
  // Engines carry 2023-02-29 over into March, so the text must come back as it went in.
  if (dateText(day) !== date) throw new InvalidDateError(date);
  return day;
}

/** The day number of Easter Sunday in the Gregorian calendar: https://en.wikipedia.org/wiki/Date_of_Easter#Anonymous_Gregorian_algorithm */
export function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const skipped = century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + skipped + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - ((year % 100) % 4)) % 7;
  const correction = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  return dayOf(year, 3, 22 + epact + toSunday - 7 * correction);
}
