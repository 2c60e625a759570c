import { QuestionOptionError } from '../errors.ts';
import { assertOneOf } from '../options.ts';

/** What was paid and published, or what was made up. */
export type Market = 'real' | 'simulated';
const MARKETS: readonly Market[] = ['real', 'simulated'];

/** New York dates, `YYYY-MM-DD`, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function assertDate(option: string, value: string): void {
  const ms = DATE.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value)) return;
  throw new QuestionOptionError(option, `${option} is ${JSON.stringify(value)}: give an existing date as YYYY-MM-DD.`);
}

/** @throws {QuestionOptionError} unless both are dates, and in order. */
export function assertDays({ from, to }: Days): void {
  assertDate('from', from);
  assertDate('to', to);
  if (from <= to) return;
  throw new QuestionOptionError('from', `from is ${from}, after to, which is ${to}: give the earlier date first.`);
}

/** @throws {QuestionOptionError} unless the market is one, or none is asked for. */
export function assertMarket(market: Market | undefined): void {
  if (market !== undefined) assertOneOf('market', market, MARKETS);
}

/**
 * Names as the lake has them, upper case and each once; `undefined` for all.
 * @throws {QuestionOptionError} for a list that holds none, or something that is none.
 */
export function namesOf(
  option: string,
  names: readonly string[] | undefined,
  { one, all }: { readonly one: string; readonly all: string },
): readonly string[] | undefined {
  if (names === undefined) return undefined;
  const good = Array.isArray(names) && names.length > 0;
  if (good && names.every((name) => typeof name === 'string' && name.trim() !== '')) {
    return [...new Set(names.map((name) => name.trim().toUpperCase()))];
  }
  throw new QuestionOptionError(
    option,
    `${option} is ${JSON.stringify(names)}: give a list of at least one ${one}, or leave it out for ${all}.`,
  );
}

/** {@link namesOf} companies. */
export const symbolsOf = (symbols: readonly string[] | undefined): readonly string[] | undefined =>
  namesOf('symbols', symbols, { one: 'symbol', all: 'every company' });
