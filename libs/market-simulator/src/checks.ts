import { BAR_INTERVALS, type BarRequest } from '@tickerlake/record-schema';
import { InvalidOptionError, InvalidRequestError } from './errors.ts';

export interface SimulatedSourceOptions {
  /** Which of the possible markets: a whole number, 0 or more. The same seed gives the same bytes. @default 1 */
  readonly seed?: number;
  /** Milliseconds since 1970 UTC; what lies beyond has not happened yet. @default Date.now */
  readonly now?: () => number;
}

/** The options with their defaults. Typos count as wrong: an unknown option would be silently without effect. */
export function checkOptions(options: SimulatedSourceOptions): Required<SimulatedSourceOptions> {
  const { seed = 1, now = Date.now, ...unknown } = options;
  const [typo] = Object.keys(unknown);
  if (typo !== undefined) throw new InvalidOptionError(typo, 'unknown', 'the options are seed and now');
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new InvalidOptionError('seed', seed, 'give a whole number from 0 on');
  }
  if (typeof now !== 'function') throw new InvalidOptionError('now', now, 'give a function that returns milliseconds');
  return { seed, now };
}

const MILLISECONDS = 'give finite milliseconds since 1970 UTC';

/** Throws for a request that is wrong in itself. */
export function checkRequest({ symbols, fromMs, toMs, interval }: BarRequest): void {
  if (!Array.isArray(symbols)) throw new InvalidRequestError('symbols', symbols, 'give a list of symbols');
  if (!Number.isFinite(fromMs)) throw new InvalidRequestError('fromMs', fromMs, MILLISECONDS);
  if (!Number.isFinite(toMs)) throw new InvalidRequestError('toMs', toMs, MILLISECONDS);
  if (toMs < fromMs) throw new InvalidRequestError('toMs', toMs, `it must not lie before fromMs, ${fromMs}`);
  if (!BAR_INTERVALS.includes(interval)) {
    throw new InvalidRequestError('interval', interval, `the intervals are ${BAR_INTERVALS.join(', ')}`);
  }
}
