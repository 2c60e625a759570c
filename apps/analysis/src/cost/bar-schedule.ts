import { type BarInterval, intervalMs } from '@tickerlake/record-schema';
import {
  CLOSING_SECONDS,
  FETCH_MS,
  FETCHES_IN_FLIGHT,
  OVERLAP_MINUTES,
  RUN_SHARE,
  SCHEDULED_HOURS,
} from './assumptions.ts';
import { SHARD_BYTES_PER_SECOND } from './billing-rules.ts';
import { RECORD_BYTES } from './sample-records.ts';

/** How many collectors there are, and how many symbols each has: all but the last as many as it can. */
export interface Collectors {
  readonly count: number;
  /** Symbols of a collector, and how many collectors have as many. */
  readonly groups: readonly { readonly symbols: number; readonly collectors: number }[];
}

const intervalMinutes = (interval: BarInterval): number => intervalMs(interval) / 60_000;

/** The schedule fires every minute for minute bars, else every five. */
export const periodMinutes = (interval: BarInterval): number => (interval === '1m' ? 1 : 5);

/** Seconds in which a collector has asked for all its symbols. */
export const fetchSeconds = (symbols: number): number => (Math.ceil(symbols / FETCHES_IN_FLIGHT) * FETCH_MS) / 1_000;

/** Splits a number of symbols so that each run is over well before the next. */
export function collectorsFor(symbols: number, interval: BarInterval): Collectors {
  const most = (periodMinutes(interval) * 60_000 * RUN_SHARE * FETCHES_IN_FLIGHT) / FETCH_MS;
  const [full, rest] = [Math.floor(symbols / most), symbols % most];
  return {
    count: full + (rest > 0 ? 1 : 0),
    groups: [
      { symbols: most, collectors: full },
      { symbols: rest, collectors: rest > 0 ? 1 : 0 },
    ].filter(({ collectors }) => collectors > 0),
  };
}

/** Bars of a symbol in a session. */
export const barsOf = (sessionMinutes: number, interval: BarInterval): number =>
  Math.ceil(sessionMinutes / intervalMinutes(interval));

/**
 * Bars that each run of a session asks for a symbol: those since the run before less the overlap, the running one included, as the
 * collector plans it; runs that have nothing left to ask for are not among them.
 */
export function barsByRun(sessionMinutes: number, interval: BarInterval): number[] {
  const [bar, period] = [intervalMinutes(interval), periodMinutes(interval)];
  const runs: number[] = [];
  for (let at = period; ; at += period) {
    const from = Math.floor(Math.max(0, at - period - OVERLAP_MINUTES) / bar) * bar;
    if (from >= sessionMinutes) return runs;
    runs.push(Math.ceil(Math.min(at, sessionMinutes) / bar) - from / bar);
  }
}

/** Bars of a symbol that a session puts onto the stream: those of every run, and all of them once more after the close. */
export const barsPut = (sessionMinutes: number, interval: BarInterval): number =>
  barsByRun(sessionMinutes, interval).reduce((sum, bars) => sum + bars, 0) + barsOf(sessionMinutes, interval);

/** Seconds that the run after the close takes: as one shard lets it, but no longer than it may. */
export function closingSeconds(symbols: number, collectorSymbols: number, bars: number): number {
  const onOneShard = (symbols * bars * RECORD_BYTES.bar) / SHARD_BYTES_PER_SECOND;
  return Math.max(fetchSeconds(collectorSymbols), Math.min(CLOSING_SECONDS, onOneShard));
}

/** Times that the schedule of one collector fires on a weekday. */
export const firesADay = (interval: BarInterval): number => (SCHEDULED_HOURS * 60) / periodMinutes(interval);
