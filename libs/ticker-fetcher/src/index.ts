export type { DayRequest, DaysRequest } from './bar-question.ts';
export type { Sleep } from './clock.ts';
export { OptionsError, RequestError, TickerFetcherError } from './errors.ts';
export { isReachable, type ReachabilityOptions } from './reachability.ts';
export { YAHOO_URL, type YahooSourceOptions } from './source-options.ts';
export { SYMBOL_LINEAGE, type SymbolLineage } from './symbol-lineage.ts';
export { createYahooSource, type YahooResult, type YahooSource } from './yahoo-source.ts';
