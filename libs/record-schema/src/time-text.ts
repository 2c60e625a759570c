import { formatNewYork, fromNewYork } from '@tickerlake/market-calendar';
import { inRange, utcMs, withNewYorkOffset } from './instant.ts';

/** The forms of time that are read, as a reason says them. */
export const TIME_FORMS =
  "a time as 'YYYY-MM-DD HH:MM:SS' (or with T), 'MM/DD/YYYY HH:MM:SS', each with Z, an offset or none (then New York), or epoch seconds or milliseconds";

const MINUTE_MS = 60_000;
const DATE = String.raw`(?:(\d{4})[-/](\d{1,2})[-/](\d{1,2})|(\d{1,2})\/(\d{1,2})\/(\d{4}))`;
const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?: ?([AP])M)?`;
const ZONE = String.raw`(Z|UTC|GMT|E[SD]?T|America\/New_York|US\/Eastern|[+-]\d{2}(?::?\d{2})?)`;
const TIME = new RegExp(`^${DATE}(?:T|,? +)${CLOCK} ?${ZONE}?$`, 'i');
const NUMBER = /^\d+(?:\.\d+)?$/;
const MAX_TIME_CHARS = 64;

/** Minutes east of UTC that a zone's text stands for, `undefined` for New York's own clock, NaN when out of range. */
const zoneMinutes = (zone: string): number | undefined => {
  const upper = zone.toUpperCase();
  if (upper === 'Z' || upper === 'UTC' || upper === 'GMT') return 0;
  if (upper === 'EST') return -300;
  if (upper === 'EDT') return -240;
  if (upper === 'ET' || upper.includes('/')) return undefined;
  const hours = Number(upper.slice(1, 3));
  const minutes = Number(upper.slice(3).replace(':', '') || 0);
  // ISO 8601 knows no offset beyond 14 hours in use anywhere.
  if (hours > 14 || minutes > 59) return Number.NaN;
  return (hours * 60 + minutes) * (upper.startsWith('-') ? -1 : 1);
};

const hourOf = (hour: number, half: string | undefined): number => {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
};

/** A naive wall time, given as if it were UTC, read on New York's clock. */
const onNewYorkClock = (wall: number): number => {
  const date = new Date(wall);
  const hour = date.getUTCHours();
  const second = date.getUTCSeconds();
  return fromNewYork(date.toISOString().slice(0, 10), hour, date.getUTCMinutes(), second, date.getUTCMilliseconds());
};

/** Seconds (1973 to 2286 are 9 or 10 digits) or milliseconds (12 or 13 digits); other sizes are some other unit. */
const epochNumber = (value: number): number => {
  if (value >= 1e8 && value < 1e10) return Math.floor(Math.round(value * 1e6) / 1e3);
  return value >= 1e11 && value < 1e13 ? Math.floor(value) : Number.NaN;
};

const readText = (text: string, naive: 'new-york' | 'utc'): number => {
  const found = text.length > MAX_TIME_CHARS ? null : TIME.exec(text);
  if (!found) return NUMBER.test(text) ? epochNumber(Number(text)) : Number.NaN;
  const [, isoYear, isoMonth, isoDay, usMonth, usDay, usYear, hour, minute, second, fraction, half, zone] = found;
  const [year, month, day] = [isoYear ?? usYear, isoMonth ?? usMonth, isoDay ?? usDay].map(Number);
  const ms = Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  const clock = [hourOf(Number(hour), half), Number(minute), Number(second ?? 0)] as const;
  const wall = utcMs(year ?? 0, month ?? 0, day ?? 0, ...clock, ms);
  if (Number.isNaN(wall)) return wall;
  const offset = zone === undefined ? (naive === 'utc' ? 0 : undefined) : zoneMinutes(zone);
  return offset === undefined ? onNewYorkClock(wall) : wall - offset * MINUTE_MS;
};

const timeMs = (value: unknown, naive: 'new-york' | 'utc'): number => {
  if (typeof value === 'string') return inRange(readText(value.trim(), naive));
  if (typeof value === 'number') return inRange(epochNumber(value));
  return value instanceof Date ? inRange(value.getTime()) : Number.NaN;
};

/**
 * The canonical exchange time of a source's time, or `undefined` when it cannot be told.
 *
 * Digits beyond the millisecond are cut off, never rounded up into the next one. A time without a zone is New York's:
 * of the hour that comes twice in autumn the first is meant, and a time in the hour that spring skips is moved forward
 * by that hour.
 */
export function readExchangeTime(value: unknown): string | undefined {
  const naive = typeof value === 'string' ? withNewYorkOffset(value) : undefined;
  if (naive !== undefined) return naive;
  const epochMs = timeMs(value, 'new-york');
  return Number.isNaN(epochMs) ? undefined : formatNewYork(epochMs);
}

/** The canonical UTC time of a source's time, read alike, but that a time without a zone is UTC. */
export function readUtcTime(value: unknown): string | undefined {
  const epochMs = timeMs(value, 'utc');
  return Number.isNaN(epochMs) ? undefined : new Date(epochMs).toISOString();
}
