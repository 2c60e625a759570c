import { newYorkOffsetMinutes } from '@tickerlake/market-calendar';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * Instants that a record can hold: from 1970 to the end of 2199, milliseconds since 1970 UTC. Outside of it a time is
 * a slip (year 0020, a number of another unit) rather than a market's.
 */
export const FIRST_INSTANT_MS = 0;
export const LAST_INSTANT_MS = Date.UTC(2200, 0, 1) - 1;

/** The shapes of the two canonical time texts; what they cannot say (31 April, another zone's offset) is checked apart. */
export const EXCHANGE_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{3})?-0[45]:00$/;
export const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** NaN where there is no digit, which then spoils every sum and fails every comparison. */
const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};
const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);
const three = (text: string, at: number): number => digit(text, at) * 100 + two(text, at + 1);

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** Milliseconds since 1970 UTC of a UTC wall time, or NaN when there is no such date or time of day (no leap seconds). */
export function utcMs(y: number, month: number, day: number, h: number, minute: number, s: number, ms: number): number {
  const exists =
    y >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(y, month) && h <= 23 && minute <= 59 && s <= 59;
  return exists ? Date.UTC(y, month - 1, day, h, minute, s, ms) : Number.NaN;
}

/** Reads `YYYY-MM-DD?HH:MM:SS`, whatever separates the date from the time, as UTC; NaN when it is no such text. */
const wallMs = (text: string, ms: number): number => {
  const punctuated =
    text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45 && text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58;
  if (!punctuated) return Number.NaN;
  const year = two(text, 0) * 100 + two(text, 2);
  return utcMs(year, two(text, 5), two(text, 8), two(text, 11), two(text, 14), two(text, 17), ms);
};

const inRange = (epochMs: number): number =>
  epochMs >= FIRST_INSTANT_MS && epochMs <= LAST_INSTANT_MS ? epochMs : Number.NaN;

// Offsets change on whole UTC hours only, and neighbouring records share theirs: the last answer nearly always serves.
let knownHour = Number.NaN;
let knownOffset = Number.NaN;
const offsetAt = (epochMs: number): number => {
  const hour = Math.floor(epochMs / HOUR_MS);
  if (hour !== knownHour) {
    knownOffset = newYorkOffsetMinutes(epochMs);
    knownHour = hour;
  }
  return knownOffset;
};

/**
 * Milliseconds since 1970 UTC of a canonical exchange time, `YYYY-MM-DD HH:MM:SS[.mmm]±HH:MM` in New York time; NaN
 * for any other text, a right instant with another zone's offset and a needless `.000` included: one instant, one text.
 */
export function exchangeTimeMs(text: string): number {
  const { length } = text;
  if ((length !== 25 && length !== 29) || text.charCodeAt(10) !== 32) return Number.NaN;
  const fraction = length === 25 ? 0 : text.charCodeAt(19) === 46 ? three(text, 20) || Number.NaN : Number.NaN;
  const offset = text.endsWith('-04:00') ? -240 : text.endsWith('-05:00') ? -300 : Number.NaN;
  const epochMs = inRange(wallMs(text, fraction) - offset * MINUTE_MS);
  return epochMs >= 0 && offsetAt(epochMs) === offset ? epochMs : Number.NaN;
}

/** Milliseconds since 1970 UTC of `YYYY-MM-DDTHH:MM:SS.mmmZ`; NaN for any other text. */
export function utcTimeMs(text: string): number {
  const shaped = text.length === 24 && text[10] === 'T' && text[19] === '.' && text[23] === 'Z';
  return shaped ? inRange(wallMs(text, three(text, 20))) : Number.NaN;
}

/** An instant as naive UTC text for a table, `YYYY-MM-DD HH:MM:SS.mmm`. */
export const tableTime = (epochMs: number): string => {
  const iso = new Date(epochMs).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
};

/** Milliseconds since 1970 UTC of a table's time; NaN for any other text. */
export function tableTimeMs(text: string): number {
  const shaped = text.length === 23 && text[10] === ' ' && text[19] === '.';
  return shaped ? inRange(wallMs(text, three(text, 20))) : Number.NaN;
}
