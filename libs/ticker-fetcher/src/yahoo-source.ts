import type { BarRequest, BarResult, BarSource } from '@tickerlake/record-schema';
import { type DayRequest, type DaysRequest, readRequest } from './bar-question.ts';
import { addDropped, noneDropped, SOURCE } from './bar-rows.ts';
import { createRequester } from './chart-requester.ts';
import { readOptions, type YahooSourceOptions } from './source-options.ts';
import { fetchSymbol } from './symbol-fetcher.ts';

/** What Yahoo answered: for every symbol bars, failures, or its name in `empty`. */
export interface YahooResult extends BarResult {
  /** Symbols that Yahoo has, but without a single bar in the window (a holiday, a halt), in the order asked. */
  readonly empty: readonly string[];
}

/** Yahoo Finance as a source of bars. */
export interface YahooSource extends BarSource {
  readonly name: 'yahoo';
  /**
   * Fetches bars of a New York day (`date`), of days (`from` and `to`, both included) or of a window in milliseconds
   * (`fromMs`, `toMs`). Never rejects for what a symbol or Yahoo does: that is in the result's `failures`.
   *
   * @throws {RequestError} for a request that is wrong in itself: an unknown field or interval, a window that ends
   * before it starts
   */
  fetchBars(request: BarRequest | DayRequest | DaysRequest): Promise<YahooResult>;
}

/**
 * Creates a source of Yahoo's bars. Its limits hold over all its calls, so create one for the whole process.
 *
 * @throws {OptionsError} for an option that does not exist or has a value that is not allowed
 * @example
 * const yahoo = createYahooSource();
 * const { bars, failures } = await yahoo.fetchBars({ symbols: ['AAPL', 'DDOG'], date: '2026-11-20', interval: '1m' });
 */
export function createYahooSource(options: YahooSourceOptions = {}): YahooSource {
  const settings = readOptions(options);
  const request = createRequester(settings);
  return {
    name: SOURCE,
    async fetchBars(asked) {
      const question = readRequest(asked);
      const context = { ...settings, request, lane: {} };
      const outcomes = await Promise.all(question.symbols.map((symbol) => fetchSymbol(symbol, question, context)));
      const dropped = noneDropped();
      for (const outcome of outcomes) addDropped(dropped, outcome.dropped);
      const isEmpty = (index: number): boolean =>
        outcomes[index]?.bars.length === 0 && outcomes[index].failures.length === 0;
      return {
        bars: outcomes.flatMap(({ bars }) => bars),
        failures: outcomes.flatMap(({ failures }) => failures),
        dropped,
        empty: outcomes.flatMap(({ name }, index) => (isEmpty(index) ? [name] : [])),
      };
    },
  };
}
