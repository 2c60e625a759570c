import type { BarInterval } from '@tickerlake/record-schema';

/** A stretch of time, milliseconds since 1970 UTC, end excluded. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export const DAY_MS = 86_400_000;

/**
 * Days that one request may span, by Yahoo's own refusals: "Only 7 days worth of 1m granularity data are allowed to be
 * fetched per request"; other intervals in one piece as far back as it serves them. How far back that is, is not held
 * here: Yahoo is asked, and its answer is passed on.
 *
 * @see https://github.com/ranaroussi/yfinance/issues/2902 for the texts
 */
export const MAX_REQUEST_DAYS: Readonly<Record<BarInterval, number>> = {
  '1m': 7,
  '2m': 60,
  '5m': 60,
  '15m': 60,
  '30m': 60,
  '1h': 730,
};

/** Cuts a window into what single requests may span, in order, without gap or overlap. */
export function splitWindow({ fromMs, toMs }: Window, interval: BarInterval): Window[] {
  const spanMs = MAX_REQUEST_DAYS[interval] * DAY_MS;
  const windows: Window[] = [];
  for (let startMs = fromMs; startMs < toMs; startMs += spanMs) {
    windows.push({ fromMs: startMs, toMs: Math.min(startMs + spanMs, toMs) });
  }
  return windows;
}
