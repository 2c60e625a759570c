import { newYorkDate, type Session, sessionsBetween } from '@tickerlake/market-calendar';
import type { Forex, News, Quote } from '@tickerlake/record-schema';
import { checkMarketOptions, checkPairs, checkSymbols, checkWindow, type SimulatedMarketOptions } from './checks.ts';
import { type DayBook, openDayBook } from './day-book.ts';
import { keepNewest } from './day-cache.ts';
import { type MarketEvent, mergeEvents } from './event-order.ts';
import { forexRates } from './forex-rates.ts';
import { type DollarValues, forexWalk } from './forex-walk.ts';
import type { ForexDay } from './forex-week.ts';
import { type NewsWire, openNewsWire } from './news-wire.ts';
import { quotesOf } from './quote-tape.ts';
import { hashSeed } from './random.ts';

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

/** A stretch of time. */
export interface TimeWindow {
  /** Milliseconds since 1970 UTC, included. */
  readonly fromMs: number;
  /** Milliseconds since 1970 UTC, excluded. */
  readonly toMs: number;
}
/** Companies in a stretch of time. */
export interface SymbolWindow extends TimeWindow {
  readonly symbols: readonly string[];
}
/** Currency pairs in a stretch of time. */
export interface PairWindow extends TimeWindow {
  /** Of {@link CURRENCY_PAIRS}. */
  readonly pairs: readonly string[];
}
/** All that happens to companies and currency pairs in a stretch of time. */
export interface EventWindow extends SymbolWindow, PairWindow {}

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

/** Days of companies kept: 12 KB each. */
const KEPT_DAYS = 1024;
/** Days of the forex market kept: 1 MB each. */
const KEPT_FOREX_DAYS = 4;

/** The sessions that a window may touch. */
const sessionsOf = ({ fromMs, toMs }: TimeWindow): Session[] =>
  fromMs < toMs ? sessionsBetween(newYorkDate(fromMs), newYorkDate(toMs - 1)) : [];

class Market implements SimulatedMarket {
  readonly #book: DayBook;
  readonly #newsWire: NewsWire;
  readonly #walkOf: (forex: ForexDay) => DollarValues;

  constructor(options: SimulatedMarketOptions) {
    const seed = hashSeed(checkMarketOptions(options).seed);
    this.#book = openDayBook(seed, KEPT_DAYS);
    this.#newsWire = openNewsWire(this.#book);
    const walks = keepNewest<DollarValues>(KEPT_FOREX_DAYS);
    this.#walkOf = (forex) => walks(`${forex.day}`, () => forexWalk(seed, forex));
  }

  events(window: EventWindow): Generator<MarketEvent> {
    return mergeEvents<MarketEvent>(this.quotes(window), this.forex(window), this.news(window));
  }

  quotes(window: SymbolWindow): Generator<Quote> {
    checkWindow(window);
    const { fromMs, toMs } = window;
    return quotesOf(this.#book, checkSymbols(window.symbols), sessionsOf(window), fromMs, toMs);
  }

  forex(window: PairWindow): Generator<Forex> {
    checkWindow(window);
    return forexRates(this.#book.seed, this.#walkOf, checkPairs(window.pairs), window.fromMs, window.toMs);
  }

  news(window: SymbolWindow): Generator<News> {
    checkWindow(window);
    return this.#newsWire(checkSymbols(window.symbols), window.fromMs, window.toMs);
  }
}

/**
 * A market of companies and currencies, the same for the same seed: a window gives the same records whenever, in whatever
 * order and however cut it is asked for, and the prices are those of the same seed's bars.
 * @throws {InvalidOptionError} for an option that it does not have or cannot work with
 */
export const createSimulatedMarket = (options: SimulatedMarketOptions = {}): SimulatedMarket => new Market(options);
