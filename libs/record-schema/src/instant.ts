import { formatNewYork, newYorkOffsetMinutes } from '@tickerlake/market-calendar';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Instants that a record can hold: from 1970 to the end of 2199, milliseconds since 1970 UTC. Outside of it a time is
 * a slip (year 0020, a number of another unit) rather than a market's.
 */
const FIRST_INSTANT_MS = 0;
export const LAST_INSTANT_MS = Date.UTC(2200, 0, 1) - 1;

/** The shapes of the two canonical time texts; what they cannot say (31 April, another zone's offset) is checked apart. */
export const EXCHANGE_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{3})?-0[45]:00$/;
export const EXCHANGE_TIME_ALLOWED =
  "New York time with its offset, 'YYYY-MM-DD HH:MM:SS[.mmm]-04:00' (or -05:00), from 1970 to 2199";
export const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
export const UTC_TIME_ALLOWED = "UTC as 'YYYY-MM-DDTHH:MM:SS.mmmZ', from 1970 to 2199";

const isDigit = (char: number): boolean => char >= 48 && char <= 57;

/** More than any part of a time can be: what a part that is no number is read as, so that the range checks refuse it. */
const NO_PART = 10_000;

const two = (text: string, at: number): number => {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + (ones - 48) : NO_PART;
};

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** Days since 1970-01-01, by counting years from March so that the leap day is a year's last. */
const dayNumber = (year: number, month: number, day: number): number => {
  const years = month > 2 ? year : year - 1;
  const leapDays = (years >> 2) - Math.trunc(years / 100) + Math.trunc(years / 400);
  const months = month > 2 ? month - 3 : month + 9;
  return years * 365 + leapDays + Math.trunc((153 * months + 2) / 5) + day - 719_469;
};

/**
 * Milliseconds since 1970 UTC of a UTC wall time, or NaN when there is no such date or time of day (no leap seconds) or
 * its year is far out of range.
 */
export function utcMs(
  year: number,
  month: number,
  day: number,
  h: number,
  minute: number,
  s: number,
  ms: number,
): number {
  const isDate = year >= 1969 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!isDate || !(h <= 23 && minute <= 59 && s <= 59)) return Number.NaN;
  return dayNumber(year, month, day) * DAY_MS + ((h * 60 + minute) * 60 + s) * 1000 + ms;
}

/** Reads the `YYYY-MM-DD?HH:MM:SS` that a text starts with as UTC, whatever stands between date and time; else NaN. */
function wallMs(text: string): number {
  const punctuated =
    text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45 && text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58;
  if (!punctuated) return Number.NaN;
  const year = two(text, 0) * 100 + two(text, 2);
  return utcMs(year, two(text, 5), two(text, 8), two(text, 11), two(text, 14), two(text, 17), 0);
}

/** The milliseconds that `.mmm` at a place stands for; NaN when it is not there. */
const fractionMs = (text: string, at: number): number => {
  const hundreds = text.charCodeAt(at + 1);
  const rest = two(text, at + 2);
  return text.charCodeAt(at) === 46 && isDigit(hundreds) && rest < NO_PART ? (hundreds - 48) * 100 + rest : Number.NaN;
};

/** An instant that a record can hold, or NaN. */
export const inRange = (epochMs: number): number =>
  epochMs >= FIRST_INSTANT_MS && epochMs <= LAST_INSTANT_MS ? epochMs : Number.NaN;

// Offsets change on whole UTC hours only, and neighbouring records share theirs: the last answer nearly always serves.
let knownHour = Number.NaN;
let knownOffset = Number.NaN;

/** Minutes that New York is east of UTC at an instant in range. */
const offsetAt = (epochMs: number): number => {
  const hour = Math.floor(epochMs / HOUR_MS);
  if (hour !== knownHour) {
    knownOffset = newYorkOffsetMinutes(epochMs);
    knownHour = hour;
  }
  return knownOffset;
};

/** The offset that a canonical exchange time ends with, in minutes; NaN for any other end. */
const offsetOf = (text: string): number => {
  const end = text.length;
  const isOffset =
    text.charCodeAt(end - 6) === 45 &&
    text.charCodeAt(end - 5) === 48 &&
    text.charCodeAt(end - 3) === 58 &&
    text.charCodeAt(end - 2) === 48 &&
    text.charCodeAt(end - 1) === 48;
  const hours = text.charCodeAt(end - 4) - 48;
  return isOffset && (hours === 4 || hours === 5) ? hours * -60 : Number.NaN;
};

/**
 * Milliseconds since 1970 UTC of a canonical exchange time, `YYYY-MM-DD HH:MM:SS[.mmm]±HH:MM` in New York time; NaN
 * for any other text, a right instant with another zone's offset and a needless `.000` included: one instant, one text.
 */
export function exchangeTimeMs(text: string): number {
  const { length } = text;
  if ((length !== 25 && length !== 29) || text.charCodeAt(10) !== 32) return Number.NaN;
  const offset = offsetOf(text);
  const fraction = length === 25 ? 0 : fractionMs(text, 19) || Number.NaN;
  const epochMs = inRange(wallMs(text) + fraction - offset * MINUTE_MS);
  return epochMs >= 0 && offsetAt(epochMs) === offset ? epochMs : Number.NaN;
}

/** Milliseconds since 1970 UTC of `YYYY-MM-DDTHH:MM:SS.mmmZ`; NaN for any other text. */
export function utcTimeMs(text: string): number {
  const shaped = text.length === 24 && text.charCodeAt(10) === 84 && text.charCodeAt(23) === 90;
  return shaped ? inRange(wallMs(text) + fractionMs(text, 19)) : Number.NaN;
}

/**
 * The canonical exchange time of a naive `YYYY-MM-DD?HH:MM:SS` on New York's clock, by appending the offset; `undefined`
 * for any other text, and for the one hour a year that the clocks skip.
 */
export function withNewYorkOffset(text: string): string | undefined {
  const wall = text.length === 19 ? wallMs(text) : Number.NaN;
  const summer = inRange(wall + 4 * HOUR_MS);
  const winter = inRange(wall + 5 * HOUR_MS);
  if (!(summer >= 0 && winter >= 0)) return undefined;
  const spaced = text.charCodeAt(10) === 32 ? text : `${text.slice(0, 10)} ${text.slice(11)}`;
  // Summer first: of the hour that comes twice the first is meant.
  if (offsetAt(summer) === -240) return `${spaced}-04:00`;
  return offsetAt(winter) === -300 ? `${spaced}-05:00` : undefined;
}

/** A canonical exchange time as naive UTC text for a table, `YYYY-MM-DD HH:MM:SS.mmm`. */
export function toTableTime(text: string): string {
  const hour = two(text, 11) + (text.charCodeAt(text.length - 4) - 48);
  const rest = text.length === 25 ? `${text.slice(13, 19)}.000` : text.slice(13, 23);
  if (hour < 24) return `${text.slice(0, 11)}${hour < 10 ? '0' : ''}${hour}${rest}`;
  return `${new Date(wallMs(text) + DAY_MS).toISOString().slice(0, 10)} 0${hour - 24}${rest}`;
}

/** Milliseconds since 1970 UTC of a table's time; NaN for any other text. */
const tableTimeMs = (text: string): number => {
  const shaped = text.length === 23 && text.charCodeAt(10) === 32;
  return shaped ? inRange(wallMs(text) + fractionMs(text, 19)) : Number.NaN;
};

/** The canonical exchange time of a table's naive UTC text, `undefined` for any other text. */
export function fromTableTime(text: string): string | undefined {
  const epochMs = tableTimeMs(text);
  return Number.isNaN(epochMs) ? undefined : formatNewYork(epochMs);
}
