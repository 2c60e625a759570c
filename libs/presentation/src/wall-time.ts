import { newYorkOffsetMinutes } from '@tickerlake/market-calendar';

/*
 * Charts reckon in wall time: New York's clock put into the UTC fields of an epoch, so that an axis shows market time
 * whatever zone the machine is in.
 */

const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Turns instants into wall time. It remembers the last hour's offset: bars come in order. */
export function createWallClock(): (epochMs: number) => number {
  let hour = Number.NaN;
  let offsetMs = 0;
  return (epochMs) => {
    const asked = Math.floor(epochMs / HOUR_MS);
    if (asked !== hour) {
      hour = asked;
      offsetMs = newYorkOffsetMinutes(epochMs) * MINUTE_MS;
    }
    return epochMs + offsetMs;
  };
}

/** Days since 1970 of a wall time: one number per New York date. */
export const dayOf = (wallMs: number): number => Math.floor(wallMs / DAY_MS);

/** `YYYY-MM-DD` of a day number. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** `10:47`; with seconds only where there are any. */
export function clockText(wallMs: number): string {
  const iso = new Date(wallMs).toISOString();
  return iso.slice(11, iso.slice(17, 19) === '00' ? 16 : 19);
}

interface DateParts {
  readonly weekday: string;
  readonly day: number;
  readonly month: string;
  readonly year: number;
}

const partsOf = (date: string): DateParts | undefined => {
  const ms = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms)) return undefined;
  const utc = new Date(ms);
  return {
    weekday: WEEKDAYS[utc.getUTCDay()] ?? '',
    day: utc.getUTCDate(),
    month: MONTHS[utc.getUTCMonth()] ?? '',
    year: utc.getUTCFullYear(),
  };
};

const dated = (write: (parts: DateParts) => string) => (date: string) => {
  const parts = partsOf(date);
  return parts ? write(parts) : date;
};

/** `Friday, 20 November 2026`. Here and below a date that is none is given back as it came. */
export const longDate = dated(({ weekday, day, month, year }) => `${weekday}, ${day} ${month} ${year}`);
/** `Friday 20 November`, its day and month kept on one line. */
export const weekdayDate = dated(({ weekday, day, month }) => `${weekday} ${day}\u00a0${month}`);
/** `Fri`. */
export const weekdayName = dated(({ weekday }) => weekday.slice(0, 3));
/** `Fri 20`. */
export const shortWeekday = dated(({ weekday, day }) => `${weekday.slice(0, 3)} ${day}`);
/** `20 Nov`. */
export const shortDate = dated(({ day, month }) => `${day} ${month.slice(0, 3)}`);
/** `Fri 20 Nov`. */
export const mediumDate = dated(({ weekday, day, month }) => `${weekday.slice(0, 3)} ${day} ${month.slice(0, 3)}`);

/** A span of dates: `Friday, 20 November 2026`, `16–20 November 2026`, `30 October – 3 November 2026`. */
export function periodText(from: string, to: string): string {
  if (from === to) return longDate(from);
  const [first, last] = [partsOf(from), partsOf(to)];
  if (!first || !last) return `${from} – ${to}`;
  const end = `${last.day} ${last.month} ${last.year}`;
  if (first.year !== last.year) return `${first.day} ${first.month} ${first.year} – ${end}`;
  return first.month === last.month ? `${first.day}–${end}` : `${first.day} ${first.month} – ${end}`;
}
