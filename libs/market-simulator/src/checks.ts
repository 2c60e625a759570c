import { BAR_INTERVALS, type BarRequest } from '@tickerlake/record-schema';
import { CALENDAR_MS } from './bar-failures.ts';
import { type Company, companyOf } from './companies.ts';
import { CURRENCY_PAIRS, type CurrencyPair, pairNamed } from './currencies.ts';
import { compareText } from './event-order.ts';
import { InvalidOptionError, InvalidRequestError } from './errors.ts';
import type { TimeWindow } from './time-window.ts';

export interface SimulatedSourceOptions {
  /** Which of the possible markets: a whole number, 0 or more. The same seed gives the same bytes. @default 1 */
  readonly seed?: number;
  /** Milliseconds since 1970 UTC; what lies beyond has not happened yet. @default Date.now */
  readonly now?: () => number;
}

function refuseTypos(unknown: object, allowed: string): void {
  const [typo] = Object.keys(unknown);
  if (typo !== undefined) throw new InvalidOptionError(typo, 'unknown', allowed);
}

function checkSeed(seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new InvalidOptionError('seed', seed, 'give a whole number from 0 on');
}

export interface SimulatedMarketOptions {
  /** Which of the possible markets: a whole number, 0 or more. The same seed gives the same bytes. @default 1 */
  readonly seed?: number;
}

/** The options with their defaults. Typos count as wrong: an unknown option would be silently without effect. */
export function checkOptions(options: SimulatedSourceOptions): Required<SimulatedSourceOptions> {
  const { seed = 1, now = Date.now, ...unknown } = options;
  refuseTypos(unknown, 'the options are seed and now');
  checkSeed(seed);
  if (typeof now !== 'function') throw new InvalidOptionError('now', now, 'give a function that returns milliseconds');
  return { seed, now };
}

/** The options of a market with their defaults. */
export function checkMarketOptions(options: SimulatedMarketOptions): Required<SimulatedMarketOptions> {
  const { seed = 1, ...unknown } = options;
  refuseTypos(unknown, 'the only option is seed');
  checkSeed(seed);
  return { seed };
}

const MILLISECONDS = 'give finite milliseconds since 1970 UTC';

function checkInstants(fromMs: number, toMs: number): void {
  if (!Number.isFinite(fromMs)) throw new InvalidRequestError('fromMs', fromMs, MILLISECONDS);
  if (!Number.isFinite(toMs)) throw new InvalidRequestError('toMs', toMs, MILLISECONDS);
  if (toMs < fromMs) throw new InvalidRequestError('toMs', toMs, `it must not lie before fromMs, ${fromMs}`);
}

/** Throws for a request that is wrong in itself. */
export function checkRequest({ symbols, fromMs, toMs, interval }: BarRequest): void {
  if (!Array.isArray(symbols)) throw new InvalidRequestError('symbols', symbols, 'give a list of symbols');
  checkInstants(fromMs, toMs);
  if (!BAR_INTERVALS.includes(interval)) {
    throw new InvalidRequestError('interval', interval, `the intervals are ${BAR_INTERVALS.join(', ')}`);
  }
}

/** Throws for a window that is no stretch of time, or not in the years of the calendar. */
export function checkWindow({ fromMs, toMs }: TimeWindow): void {
  checkInstants(fromMs, toMs);
  const years = `the calendar goes from ${CALENDAR_MS.start} to ${CALENDAR_MS.end}, the years 1990 to 2030`;
  if (fromMs < CALENDAR_MS.start) throw new InvalidRequestError('fromMs', fromMs, years);
  if (toMs > CALENDAR_MS.end) throw new InvalidRequestError('toMs', toMs, years);
}

/** What names stand for, each once and in the order of the names. */
function resolveNames<Found>(
  field: string,
  names: readonly string[],
  find: (name: string) => Found | undefined,
  allowed: string,
): Found[] {
  if (!Array.isArray(names)) throw new InvalidRequestError(field, names, 'give a list');
  return [...new Set(names)].toSorted(compareText).map((name) => {
    const found = find(name);
    if (found === undefined) throw new InvalidRequestError(field, name, allowed);
    return found;
  });
}

/** The companies of some symbols, in the order of their symbols. */
export const checkSymbols = (symbols: readonly string[]): Company[] =>
  resolveNames('symbols', symbols, companyOf, 'give symbols as exchanges do, META or BRK-B');

/** The pairs of some names, in the order of their names. */
export const checkPairs = (pairs: readonly string[]): CurrencyPair[] =>
  resolveNames('pairs', pairs, pairNamed, `the pairs are ${CURRENCY_PAIRS.join(', ')}`);
