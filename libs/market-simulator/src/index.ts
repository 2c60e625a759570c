/**
 * A market that does not exist but could: minute bars of named companies for runs and tests without Yahoo Finance.
 *
 * ```ts
 * const source = createSimulatedSource({ seed: 7, now: () => Date.parse('2026-11-20T22:00:00Z') });
 * const { bars } = await source.fetchBars({ symbols: ['META'], fromMs, toMs, interval: '1m' });
 * ```
 *
 * **What holds.** A bar follows from the seed, its symbol and its minute alone: the same whatever window, interval or
 * order it is asked in, on every machine. Bars lie in the sessions of `@tickerlake/market-calendar`, half days and late
 * openings included, and only where the clock has been: the running bar holds what has happened so far, is not `final`,
 * and is `observedAt` now; a finished one is `final` and `observedAt` its end. Longer intervals are exact aggregates of the
 * minutes, counted from the opening bell. Prices are whole cents, volumes whole shares, and every bar says
 * `source: 'simulated'`.
 *
 * **What it looks like.** Ten companies have price levels of 2026, any other symbol gets a level of its own. Moves and
 * volume are large at both bells and small at noon; returns have fat tails; nights leave gaps, and a quarter's results
 * larger ones; companies move with the market as their beta says; calm and nervous weeks take turns.
 *
 * **What it is not.** A model to trade or test strategies on: prices return to their level within a year or two, there are
 * no splits, dividends, halts, or hours before and after the session.
 *
 * **Start reading** at simulated-source.ts; trading-day.ts draws one day, price-walk.ts joins the days without walking
 * from the beginning of time.
 */
export { type SimulatedMarketOptions, type SimulatedSourceOptions } from './checks.ts';
export { CURRENCY_PAIRS, DEFAULT_PAIRS } from './currencies.ts';
export { InvalidOptionError, InvalidRequestError, SimulatorError } from './errors.ts';
export { compareEvents, eventKey, type MarketEvent } from './event-order.ts';
export { createSimulatedMarket, DEFAULT_SYMBOLS, type SimulatedMarket } from './simulated-market.ts';
export { createSimulatedSource } from './simulated-source.ts';
export type { EventWindow, PairWindow, SymbolWindow, TimeWindow } from './time-window.ts';
