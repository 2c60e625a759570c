import { formatNewYork, newYorkDate, type Session, sessionsBetween } from '@tickerlake/market-calendar';
import type { Quote } from '@tickerlake/record-schema';
import type { Company } from './companies.ts';
import type { DayBook } from './day-book.ts';
import { keepNewest } from './day-cache.ts';
import { bookAt } from './order-book.ts';
import { createRandom, hash } from './random.ts';
import { roundLot } from './round-lot.ts';
import { TICKS_A_MINUTE } from './session-shape.ts';
import type { TimeWindow } from './time-window.ts';
import { cents, dayNumber, sharesBy, TICK_MS, type TradingDay } from './trading-day.ts';
import { SOURCE } from './units.ts';

/** Different uses of one key draw different numbers. */
const STREAM = { instant: 31, delay: 32, book: 33 } as const;
/** Days of companies of which the quotes are kept at hand. */
const KEPT_DAYS = 1024;

/** A company's quotes of one day, to be read off tick by tick. */
interface DayTape {
  readonly company: Company;
  readonly key: number;
  readonly day: TradingDay;
  /** Shares traded before each minute. */
  readonly sharesBefore: Float64Array;
  readonly lot: number;
}

function openDay(book: DayBook, company: Company, session: Session): DayTape {
  const day = book.dayOf(company, session);
  let sum = 0;
  const sharesBefore = day.volumes.map((volume) => (sum += volume) - volume);
  const key = hash(book.seed, company.key, dayNumber(session));
  return { company, key, day, sharesBefore, lot: roundLot(book.seed, company, session.date) };
}

/** When the quote of a tick comes: at any millisecond of it. */
const instantOf = ({ key, day }: DayTape, tick: number): number =>
  day.session.openMs + tick * TICK_MS + (hash(key, STREAM.instant, tick) % TICK_MS);

function quoteAt({ company, key, day, sharesBefore, lot }: DayTape, tick: number, ms: number): Quote {
  const minute = Math.floor(tick / TICKS_A_MINUTE);
  const price = cents(day.prices[tick + 1] ?? 0);
  const inMinute = sharesBy(day.volumes[minute] ?? 0, (tick % TICKS_A_MINUTE) + 1);
  const { bid, ask, bidSize, askSize } = bookAt(createRandom(hash(key, STREAM.book, tick)), company, day, tick, {
    price,
    lot,
  });
  return {
    kind: 'quote',
    name: company.symbol,
    ts: formatNewYork(ms),
    price,
    bid,
    ask,
    bidSize,
    askSize,
    volume: (sharesBefore[minute] ?? 0) + inMinute,
    source: SOURCE,
    observedAt: new Date(ms + 20 + (hash(key, STREAM.delay, tick) % 160)).toISOString(),
  };
}

/** The quotes of one tick that lie in a window, by time and symbol. */
function tickQuotes(tapes: readonly DayTape[], tick: number, { fromMs, toMs }: TimeWindow): Quote[] {
  return tapes
    .map((tape) => ({ tape, ms: instantOf(tape, tick) }))
    .filter(({ ms }) => ms >= fromMs && ms < toMs)
    .toSorted((one, other) => one.ms - other.ms)
    .map(({ tape, ms }) => quoteAt(tape, tick, ms));
}

/** The sessions that a window may touch. */
const sessionsOf = ({ fromMs, toMs }: TimeWindow): Session[] =>
  fromMs < toMs ? sessionsBetween(newYorkDate(fromMs), newYorkDate(toMs - 1)) : [];

/** The quotes of some companies in a window, by time and symbol; the companies are given in the order of their symbols. */
export type QuoteTape = (companies: readonly Company[], window: TimeWindow) => Generator<Quote>;

/** The tape of a market: a quote of each company in every tick of a session. */
export function openQuoteTape(book: DayBook): QuoteTape {
  const kept = keepNewest<DayTape>(KEPT_DAYS);
  return function* (companies, window) {
    for (const session of sessionsOf(window)) {
      const { openMs, closeMs, minutes, date } = session;
      const first = Math.max(Math.floor((window.fromMs - openMs) / TICK_MS), 0);
      const last = Math.min(Math.ceil((window.toMs - openMs) / TICK_MS), minutes * TICKS_A_MINUTE);
      if (window.toMs <= openMs || window.fromMs >= closeMs) continue;
      const tapes = companies.map((company) =>
        kept(`${company.symbol} ${date}`, () => openDay(book, company, session)),
      );
      for (let tick = first; tick < last; tick++) yield* tickQuotes(tapes, tick, window);
    }
  };
}
