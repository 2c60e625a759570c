import { sessionAt } from '@tickerlake/market-calendar';
import { type Bar, eventTimeMs, type Quote } from '@tickerlake/record-schema';
import { type CompanyPatch, MAX_BARS, type MinuteBar, type PriceBase, type SessionTimes } from './live-patch.ts';
import { VersionedMap } from './versioned-map.ts';

const MINUTE_MS = 60_000;

interface TimedPrice {
  readonly price: number;
  readonly atMs: number;
}

/** A minute as it is kept, with the market time up to which it tells: what tells less gives way. */
interface KeptMinute extends MinuteBar {
  readonly observedMs: number;
}

const isMinuteBar = ({ interval }: Bar): boolean => interval === undefined || interval === '1m';

const toMinute = (bar: Bar, startMs: number): KeptMinute => {
  const close = bar.close ?? (bar.high + bar.low) / 2;
  const observedMs = bar.observedAt === undefined ? startMs + MINUTE_MS : Date.parse(bar.observedAt);
  return { startMs, open: bar.open ?? close, high: bar.high, low: bar.low, close, observedMs };
};

/** A quote makes its minute higher, lower or longer. */
const withQuote = (minute: KeptMinute | undefined, { price, atMs }: TimedPrice): KeptMinute => ({
  startMs: atMs - (atMs % MINUTE_MS),
  open: minute?.open ?? price,
  high: Math.max(minute?.high ?? price, price),
  low: Math.min(minute?.low ?? price, price),
  close: price,
  observedMs: atMs,
});

/** One company on the board: its newest price and the minutes of the session shown. */
export class CompanyBoard {
  readonly #name: string;
  readonly #minutes = new VersionedMap<number, KeptMinute>({ limit: MAX_BARS, orderOf: ({ startMs }) => startMs });
  #session: SessionTimes | undefined;
  #last: TimedPrice | undefined;
  /** The newest price of sessions before the one shown. */
  #before: TimedPrice | undefined;
  #headVersion = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** A new session begins: its minutes replace the old ones, whose last price becomes the base of the change. */
  open(session: SessionTimes, version: number): void {
    const newest = this.#minutes.since(0).at(-1);
    if (newest) this.#keepBefore({ price: newest.close, atMs: newest.startMs });
    this.#session = session;
    this.#minutes.clear();
    this.#headVersion = version;
  }

  /** Takes a bar; whether anything of the company changed. */
  takeBar(bar: Bar, version: number): boolean {
    const startMs = eventTimeMs(bar);
    const session = this.#session;
    if (!isMinuteBar(bar) || !session || sessionAt(startMs) === undefined) return false;
    const minute = toMinute(bar, startMs);
    if (startMs < session.openMs) return this.#keepBefore({ price: minute.close, atMs: startMs }, version);
    if (startMs >= session.closeMs) return false;
    if ((this.#minutes.get(startMs)?.observedMs ?? 0) > minute.observedMs) return false;
    this.#minutes.set(startMs, minute, version);
    // A running bar ends with the price of the moment it was seen; a finished one with its minute's last.
    const atMs = bar.final === false ? minute.observedMs : startMs + MINUTE_MS - 1;
    this.#keepLast({ price: minute.close, atMs }, version);
    return true;
  }

  /** Takes a quote; whether anything of the company changed. */
  takeQuote(quote: Quote, version: number): boolean {
    const price = { price: quote.price, atMs: eventTimeMs(quote) };
    if (!this.#keepLast(price, version)) return false;
    if (this.#session && price.atMs >= this.#session.openMs && price.atMs < this.#session.closeMs) {
      this.#extendMinute(price, version);
    }
    return true;
  }

  /** What changed after a version. */
  since(version: number): CompanyPatch | undefined {
    const bars = this.#minutes.since(version).map(({ startMs, open, high, low, close }) => ({
      startMs,
      open,
      high,
      low,
      close,
    }));
    if (bars.length === 0 && this.#headVersion <= version) return undefined;
    const base = this.#base();
    return { name: this.#name, ...(this.#last && { last: this.#last }), ...(base && { base }), bars };
  }

  #base(): PriceBase | undefined {
    if (this.#before) return { price: this.#before.price, kind: 'close before' };
    const [first] = this.#minutes.since(0);
    return first && { price: first.open, kind: 'open' };
  }

  #extendMinute(price: TimedPrice, version: number): void {
    const startMs = price.atMs - (price.atMs % MINUTE_MS);
    const known = this.#minutes.get(startMs);
    if (!known || known.observedMs <= price.atMs) this.#minutes.set(startMs, withQuote(known, price), version);
  }

  #keepBefore(price: TimedPrice, version = this.#headVersion): boolean {
    if (this.#before && this.#before.atMs >= price.atMs) return false;
    this.#before = price;
    this.#headVersion = version;
    // Before the session's first price, the one of the session before is the newest there is.
    this.#keepLast(price, version);
    return true;
  }

  #keepLast(price: TimedPrice, version: number): boolean {
    if (this.#last && this.#last.atMs > price.atMs) return false;
    this.#last = price;
    this.#headVersion = version;
    return true;
  }
}
