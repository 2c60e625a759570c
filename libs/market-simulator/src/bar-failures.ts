import { CALENDAR_RANGE, fromNewYork } from '@tickerlake/market-calendar';
import type { BarFailure, BarRequest } from '@tickerlake/record-schema';

/** The years of the calendar, milliseconds since 1970 UTC, end excluded. */
export const CALENDAR_MS = { start: fromNewYork(CALENDAR_RANGE.first), end: fromNewYork(CALENDAR_RANGE.last, 24) };

export const unknownSymbol = (symbol: string, { fromMs, toMs }: BarRequest): BarFailure => ({
  symbol,
  reason: 'unknown-symbol',
  message: `"${symbol}" is no symbol of an exchange: upper-case letters and digits, with a share class perhaps (BRK-B)`,
  retriable: false,
  fromMs,
  toMs,
});

/** The parts of a window that lie before or after the years of the calendar. */
export function beyondCalendar(symbol: string, { fromMs, toMs }: BarRequest): BarFailure[] {
  const parts = [
    { fromMs, toMs: Math.min(toMs, CALENDAR_MS.start) },
    { fromMs: Math.max(fromMs, CALENDAR_MS.end), toMs },
  ];
  const message = `The simulated market knows the sessions from ${CALENDAR_RANGE.first} to ${CALENDAR_RANGE.last}`;
  return parts
    .filter((part) => part.fromMs < part.toMs)
    .map((part) => ({ symbol, reason: 'range-not-available', message, retriable: false, ...part }));
}

export const aborted = (symbol: string, fromMs: number, toMs: number): BarFailure => ({
  symbol,
  reason: 'aborted',
  message: 'The request was aborted',
  retriable: true,
  fromMs,
  toMs,
});
