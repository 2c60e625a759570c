/**
 * A market that does not exist but could: minute bars, quotes, exchange rates and news, for runs and tests without any
 * outside service.
 *
 * ```ts
 * const source = createSimulatedSource({ seed: 7, now: () => Date.parse('2026-11-20T22:00:00Z') });
 * const { bars } = await source.fetchBars({ symbols: ['META'], fromMs, toMs, interval: '1m' });
 *
 * const market = createSimulatedMarket({ seed: 7 });
 * for (const event of market.events({ symbols: ['META'], pairs: ['EURUSD'], fromMs, toMs })) …
 * ```
 *
 * **What holds.** Every record follows from the seed, its name and its time alone: the same whatever window it is asked
 * in, however that is cut and in whatever order, on every machine; the work is that of the days which the window touches.
 * Every record says `source: 'simulated'`.
 * - *Bars* lie in the sessions of `@tickerlake/market-calendar`, half days and late openings included, and only where the
 *   clock has been: the running bar holds what has happened so far, is not `final`, and is `observedAt` now; a finished one
 *   is `final` and `observedAt` its end. Longer intervals are exact aggregates of the minutes, counted from the opening
 *   bell. Prices are whole cents, volumes whole shares.
 * - *Quotes* come in the same sessions, one of each company in every 15 seconds, and agree with the same seed's bars: each
 *   price lies in its minute's range, a minute's last quote is its close, `volume` is what was traded so far that day.
 *   The price stands between bid and ask, sizes are the round lots of the day.
 * - *Rates* come every 15 seconds from Sunday 17:00 to Friday 17:00 New York, all pairs at the same instants, on five
 *   decimals, with yen three. Every currency has one value in dollars, which lies between bid and ask whatever way one goes:
 *   crosses follow to the point, and no way around makes money.
 * - *News* has ids that stay the same at every delivery. Whenever a company's price jumps, a story about it was published
 *   within the ten seconds before, and its `sentiment` has the sign of the move; so have a quarter's results and other
 *   large gaps before the opening bell. Stories name companies by today's symbol, and prices as they were just then. A
 *   window has the stories about its companies, alone or with another, and those about the market (SPY, QQQ).
 *
 * Events come in the order of `compareEvents`: by time, then quotes, rates, stories, then by name or id. The market has no
 * clock: whoever plays it decides how far time has come.
 *
 * **What it looks like.** Ten companies have price levels of 2026, any other symbol gets a level of its own. Moves and
 * volume are large at both bells and small at noon; returns have fat tails; nights leave gaps, and a quarter's results
 * larger ones; companies move with the market as their beta says; calm and nervous weeks take turns. Spreads fit the price
 * and what is traded, and widen at the bells and after jumps. Rates move most while London and New York are both at work;
 * their spreads are tenths of a pip for the large pairs, wider for crosses, at night and when the day rolls over at 17:00.
 * Twenty to seventy stories a day are about the ten companies, a few on weekends.
 *
 * **What it is not.** A model to trade or test strategies on: prices return to their level within a year or two, there are
 * no splits, dividends, halts, or hours before and after the session; the forex market knows no holidays; and what the news
 * says of companies is made up.
 *
 * **Start reading** at simulated-source.ts and simulated-market.ts. trading-day.ts draws one day of a company, price-walk.ts
 * joins the days without walking from the beginning of time; quote-tape.ts reads quotes off such a day. forex-walk.ts draws
 * currencies, forex-rates.ts makes rates of them. news-events.ts finds what is worth telling, company-desk.ts tells it.
 */
export { type SimulatedMarketOptions, type SimulatedSourceOptions } from './checks.ts';
export { CURRENCY_PAIRS, DEFAULT_PAIRS } from './currencies.ts';
export { InvalidOptionError, InvalidRequestError, SimulatorError } from './errors.ts';
export { compareEvents, eventKey, type MarketEvent } from './event-order.ts';
export { createSimulatedMarket, DEFAULT_SYMBOLS, type SimulatedMarket } from './simulated-market.ts';
export { createSimulatedSource } from './simulated-source.ts';
export type { EventWindow, PairWindow, SymbolWindow, TimeWindow } from './time-window.ts';
