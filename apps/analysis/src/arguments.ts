import { BAR_INTERVALS, type BarInterval } from '@tickerlake/record-schema';
import { UsageError } from './failures.ts';
import { didYouMean } from './near-words.ts';

/** The ten companies of the assignment, by today's symbols. */
export const DEFAULT_SYMBOLS = ['META', 'SHOP', 'BYND', 'NFLX', 'PINS', 'XYZ', 'TTD', 'OKTA', 'SNAP', 'DDOG'];

/** The currency pairs of the simulated market, where none are named. */
export const DEFAULT_PAIRS = ['EURUSD', 'USDJPY', 'GBPUSD', 'USDCHF', 'EURGBP', 'EURJPY'];

/** Letters, digits and what real symbols hold besides: BRK-B, ^GSPC, EURUSD=X, BTC-USD, 7203.T. */
const SYMBOL = /^[A-Z0-9^][A-Z0-9.^=-]{0,19}$/;

/** `AAPL,msft` → `['AAPL', 'MSFT']`, each once. */
export function parseSymbols(text: string): string[] {
  const symbols = text
    .split(/[\s,]+/)
    .filter((symbol) => symbol !== '')
    .map((symbol) => symbol.toUpperCase());
  const wrong = symbols.find((symbol) => !SYMBOL.test(symbol));
  if (wrong !== undefined || symbols.length === 0) {
    throw new UsageError(`--symbols takes symbols separated by commas, such as AAPL,MSFT; got "${wrong ?? text}".`);
  }
  return [...new Set(symbols)];
}

/** `eur/usd,USDJPY` → `['EURUSD', 'USDJPY']`, each once. Which currencies there are the feed knows. */
export function parsePairs(text: string): string[] {
  const pairs = text
    .split(/[\s,]+/)
    .filter((pair) => pair !== '')
    .map((pair) => pair.toUpperCase().replace('/', ''));
  const wrong = pairs.find((pair) => !/^[A-Z]{6}$/.test(pair));
  if (wrong !== undefined || pairs.length === 0) {
    throw new UsageError(
      `--pairs takes currency pairs separated by commas, such as EURUSD,USDJPY; got "${wrong ?? text}".`,
    );
  }
  return [...new Set(pairs)];
}

/** How many market seconds pass in a second. */
export function parseSpeed(text: string): number {
  const speed = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && speed >= 1 && speed <= 86_400) return speed;
  throw new UsageError(
    `--speed takes a number from 1 (as fast as the market) to 86400, a day a second; got "${text}".`,
  );
}

/** A real calendar date `YYYY-MM-DD`, as it came. */
export function parseDate(option: string, text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  const real = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  if (!real) throw new UsageError(`${option} takes a New York date as YYYY-MM-DD, such as 2026-11-20; got "${text}".`);
  return text;
}

/** One of the intervals that the lake keeps. */
export function parseInterval(text: string): BarInterval {
  const interval = BAR_INTERVALS.find((known) => known === text);
  if (interval === undefined) {
    const near = didYouMean(text, BAR_INTERVALS);
    throw new UsageError(`--interval takes one of ${BAR_INTERVALS.join(', ')}; got "${text}".${near}`);
  }
  return interval;
}

/** One of a few words; a near miss is pointed out. */
export function parseChoice<const Choice extends string>(
  option: string,
  choices: readonly Choice[],
  text: string,
): Choice {
  const choice = choices.find((known) => known === text);
  if (choice !== undefined) return choice;
  throw new UsageError(`${option} takes ${choices.join(', ')}; got "${text}".${didYouMean(text, choices)}`);
}

/** A whole number of at least `minimum`. */
export function parseCount(option: string, minimum: number, text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count) || count < minimum) {
    throw new UsageError(`${option} takes a whole number of at least ${minimum}; got "${text}".`);
  }
  return count;
}

/** A length such as `10m` or `2h`, in minutes. */
export function parseMinutes(option: string, text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})(m|h)$/.exec(text) ?? [];
  const minutes = Number(count) * (unit === 'h' ? 60 : 1);
  if (unit === '' || minutes < 1 || minutes > 1440) {
    throw new UsageError(`${option} takes minutes or hours up to a day, such as 10m or 2h; got "${text}".`);
  }
  return minutes;
}
