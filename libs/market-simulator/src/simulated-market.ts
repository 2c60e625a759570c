import type { Forex, News, Quote } from '@tickerlake/record-schema';
import { checkMarketOptions, checkPairs, checkSymbols, checkWindow, type SimulatedMarketOptions } from './checks.ts';
import { openDayBook } from './day-book.ts';
import { type MarketEvent, mergeEvents } from './event-order.ts';
import { type ForexTape, openForexTape } from './forex-rates.ts';
import { type NewsWire, openNewsWire } from './news-wire.ts';
import { openQuoteTape, type QuoteTape } from './quote-tape.ts';
import { hashSeed } from './random.ts';
import type { EventWindow, PairWindow, SymbolWindow } from './time-window.ts';

/** The companies that a feed shows when nobody says which. */
export const DEFAULT_SYMBOLS: readonly string[] = [
  'META',
  'SHOP',
  'BYND',
  'NFLX',
  'PINS',
  'XYZ',
  'TTD',
  'OKTA',
  'SNAP',
  'DDOG',
];

/**
 * What happens on a market between two bars. Every method answers with its records in the order of `compareEvents`, each
 * drawn when it is asked for, and throws {@link InvalidRequestError} at once for a window that is wrong in itself.
 */
export interface SimulatedMarket {
  /** Quotes, rates and stories as one sequence. */
  events(window: EventWindow): Generator<MarketEvent>;
  /** A quote of each company every 15 seconds of a session. */
  quotes(window: SymbolWindow): Generator<Quote>;
  /** A rate of each pair every 15 seconds of the forex week, all at the same instants. */
  forex(window: PairWindow): Generator<Forex>;
  /** Stories about the companies, and about the market as a whole. */
  news(window: SymbolWindow): Generator<News>;
}

/** Days of companies kept: 30 KB each. */
const KEPT_DAYS = 1024;

class Market implements SimulatedMarket {
  readonly #quoteTape: QuoteTape;
  readonly #forexTape: ForexTape;
  readonly #newsWire: NewsWire;

  constructor(options: SimulatedMarketOptions) {
    const seed = hashSeed(checkMarketOptions(options).seed);
    const book = openDayBook(seed, KEPT_DAYS);
    this.#quoteTape = openQuoteTape(book);
    this.#forexTape = openForexTape(seed);
    this.#newsWire = openNewsWire(book);
  }

  events(window: EventWindow): Generator<MarketEvent> {
    return mergeEvents<MarketEvent>(this.quotes(window), this.forex(window), this.news(window));
  }

  quotes(window: SymbolWindow): Generator<Quote> {
    checkWindow(window);
    return this.#quoteTape(checkSymbols(window.symbols), window);
  }

  forex(window: PairWindow): Generator<Forex> {
    checkWindow(window);
    return this.#forexTape(checkPairs(window.pairs), window);
  }

  news(window: SymbolWindow): Generator<News> {
    checkWindow(window);
    return this.#newsWire(checkSymbols(window.symbols), window);
  }
}

/**
 * A market of companies and currencies, the same for the same seed: a window gives the same records whenever, in whatever
 * order and however cut it is asked for, and the prices are those of the same seed's bars.
 * @throws {InvalidOptionError} for an option that it does not have or cannot work with
 */
export const createSimulatedMarket = (options: SimulatedMarketOptions = {}): SimulatedMarket => new Market(options);
