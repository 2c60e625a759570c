import { formatNewYork, type Session } from '@tickerlake/market-calendar';
import type { Quote } from '@tickerlake/record-schema';
import type { Company } from './companies.ts';
import type { DayBook } from './day-book.ts';
import { bookAt } from './order-book.ts';
import { hash } from './random.ts';
import { TICKS_A_MINUTE } from './session-shape.ts';
import { cents, dayNumber, sharesBy, TICK_MS, type TradingDay } from './trading-day.ts';
import { SOURCE } from './units.ts';

const STREAM = { instant: 31, delay: 32 } as const;

/** A company's quotes of one day. */
interface Tape {
  readonly company: Company;
  readonly key: number;
  readonly day: TradingDay;
  /** Shares traded before each minute. */
  readonly sharesBefore: Float64Array;
}

function openTape(company: Company, day: TradingDay, seed: number): Tape {
  let sum = 0;
  const sharesBefore = day.volumes.map((volume) => (sum += volume) - volume);
  return { company, key: hash(seed, company.key, dayNumber(day.session)), day, sharesBefore };
}

/** When the quote of a tick comes: any millisecond of it. */
const instantOf = ({ key, day }: Tape, tick: number): number =>
  day.session.openMs + tick * TICK_MS + (hash(key, STREAM.instant, tick) % TICK_MS);

function quoteAt(tape: Tape, tick: number, ms: number): Quote {
  const { company, key, day, sharesBefore } = tape;
  const minute = Math.floor(tick / TICKS_A_MINUTE);
  const price = cents(day.prices[tick + 1] ?? 0);
  const traded = sharesBy(day.volumes[minute] ?? 0, (tick % TICKS_A_MINUTE) + 1);
  return {
    kind: 'quote',
    name: company.symbol,
    ts: formatNewYork(ms),
    price,
    ...bookAt(company, day, tick, price, key),
    volume: (sharesBefore[minute] ?? 0) + traded,
    source: SOURCE,
    observedAt: new Date(ms + 20 + (hash(key, STREAM.delay, tick) % 160)).toISOString(),
  };
}

/** The quotes of one tick that lie in a window, by time and symbol. */
function tickQuotes(tapes: readonly Tape[], tick: number, fromMs: number, toMs: number): Quote[] {
  return tapes
    .map((tape) => ({ tape, ms: instantOf(tape, tick) }))
    .filter(({ ms }) => ms >= fromMs && ms < toMs)
    .toSorted((one, other) => one.ms - other.ms)
    .map(({ tape, ms }) => quoteAt(tape, tick, ms));
}

/** The quotes of some companies in a window, by time and symbol. The companies' symbols are in order. */
export function* quotesOf(
  book: DayBook,
  companies: readonly Company[],
  sessions: readonly Session[],
  fromMs: number,
  toMs: number,
): Generator<Quote> {
  for (const session of sessions) {
    const tapes = companies.map((company) => openTape(company, book.dayOf(company, session), book.seed));
    const first = Math.max(Math.floor((fromMs - session.openMs) / TICK_MS), 0);
    const last = Math.min(Math.ceil((toMs - session.openMs) / TICK_MS), session.minutes * TICKS_A_MINUTE);
    for (let tick = first; tick < last; tick++) yield* tickQuotes(tapes, tick, fromMs, toMs);
  }
}
