import { QuestionOptionError } from '../errors.ts';
import { assertKnownOptions } from '../options.ts';
import type { RowScope } from './row-scope.ts';
import { assertDays, assertMarket, type Market, namesOf } from './scope-options.ts';

/** Which stories or rates a question reads. */
export interface LogScopeOptions {
  /** First New York date, `YYYY-MM-DD`, included. @default the lake's first */
  readonly from?: string;
  /** Last New York date, `YYYY-MM-DD`, included. @default the lake's last */
  readonly to?: string;
  /** Read this market only: `simulated` is what has the `source` `simulated`, `real` all else. */
  readonly market?: Market;
}

/** The dates that a record can have. Sessions do not matter here: there is news on Sundays. */
const WHOLE_LAKE = { from: '1970-01-01', to: '2199-12-31' };

/**
 * Checks a question's options and fills in their defaults.
 * @throws {QuestionOptionError} for options that nobody knows or that make no sense.
 */
export function logScope(of: string, options: LogScopeOptions, ownOptions: readonly string[]): RowScope {
  assertKnownOptions(of, options, ['from', 'to', ...ownOptions]);
  const { from = WHOLE_LAKE.from, to = WHOLE_LAKE.to, market } = options;
  assertDays({ from, to });
  assertMarket(market);
  return { from, to, market };
}

/** Currency pairs as the lake names them: `eur/usd` is `EURUSD`. @throws {QuestionOptionError} for what cannot be one. */
export function pairsOf(pairs: readonly string[] | undefined): readonly string[] | undefined {
  const spelt = namesOf('pairs', pairs, { one: 'currency pair', all: 'every pair' });
  return spelt && [...new Set(spelt.map(pairNamed))];
}

function pairNamed(name: string): string {
  const [, base, quote] = /^([A-Z]{3})\/?([A-Z]{3})$/.exec(name) ?? [];
  if (base !== undefined && quote !== undefined) return `${base}${quote}`;
  throw new QuestionOptionError('pairs', `pairs holds ${JSON.stringify(name)}: give two currencies, such as EURUSD.`);
}
