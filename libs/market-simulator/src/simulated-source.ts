import { setImmediate as nextTurn } from 'node:timers/promises';
import { formatNewYork, newYorkDate, type Session, sessionsBetween } from '@tickerlake/market-calendar';
import type { Bar, BarFailure, BarRequest, BarResult, BarSource } from '@tickerlake/record-schema';
import { intervalMs } from '@tickerlake/record-schema';
import { aborted, beyondCalendar, CALENDAR_MS, unknownSymbol } from './bar-failures.ts';
import { checkOptions, checkRequest, type SimulatedSourceOptions } from './checks.ts';
import { type Company, companyOf } from './companies.ts';
import { type DayBook, openDayBook } from './day-book.ts';
import { hashSeed } from './random.ts';
import { type Candle, candleOf } from './trading-day.ts';
import { MINUTE_MS, SOURCE } from './units.ts';

/** About a year of days for one company, or a month for ten. */
const KEPT_DAYS = 256;
/** Days of a company that are worked out before other work of the process gets its turn; a day takes about a millisecond. */
const DAYS_A_TURN = 16;

/** The part of a request for one symbol, with the market it is asked of. */
interface Asked {
  readonly request: BarRequest;
  readonly company: Company;
  readonly nowMs: number;
  readonly book: DayBook;
}

/** The sessions of a window that have begun. */
function begunSessions({ fromMs, toMs }: BarRequest, nowMs: number): Session[] {
  const first = Math.max(fromMs, CALENDAR_MS.start);
  const last = Math.min(toMs, nowMs + 1, CALENDAR_MS.end) - 1;
  if (last < first) return [];
  return sessionsBetween(newYorkDate(first), newYorkDate(last)).filter(({ openMs }) => openMs <= nowMs);
}

function toBar({ request, company, nowMs }: Asked, candle: Candle, startMs: number, endMs: number): Bar {
  return {
    name: company.symbol,
    ts: formatNewYork(startMs),
    open: candle.open,
    high: candle.high,
    low: candle.low,
    close: candle.close,
    volume: candle.volume,
    interval: request.interval,
    source: SOURCE,
    observedAt: new Date(Math.min(endMs, nowMs)).toISOString(),
    final: endMs <= nowMs,
  };
}

/** The bars of a session that begin inside the window and have begun at all; intervals are counted from the opening bell. */
function* barsOf(asked: Asked, session: Session): Generator<Bar> {
  const { request, company, nowMs } = asked;
  const lengthMs = intervalMs(request.interval);
  const day = asked.book.dayOf(company, session);
  const lastMs = Math.min(session.closeMs, request.toMs, nowMs + 1);
  const skipped = Math.max(Math.ceil((request.fromMs - session.openMs) / lengthMs), 0);
  for (let startMs = session.openMs + skipped * lengthMs; startMs < lastMs; startMs += lengthMs) {
    const endMs = Math.min(startMs + lengthMs, session.closeMs);
    const candle = candleOf(day, (startMs - session.openMs) / MINUTE_MS, (endMs - session.openMs) / MINUTE_MS, nowMs);
    if (candle) yield toBar(asked, candle, startMs, endMs);
  }
}

/** A source of bars from a market that does not exist: see the package's description in index.ts. */
class SimulatedSource implements BarSource {
  readonly name = SOURCE;
  readonly #now: () => number;
  readonly #book: DayBook;

  constructor(options: SimulatedSourceOptions) {
    const { seed, now } = checkOptions(options);
    this.#now = now;
    this.#book = openDayBook(hashSeed(seed), KEPT_DAYS);
  }

  async fetchBars(request: BarRequest): Promise<BarResult> {
    checkRequest(request);
    const nowMs = this.#now();
    const sessions = begunSessions(request, nowMs);
    const bars: Bar[] = [];
    const failures: BarFailure[] = [];
    for (const symbol of new Set(request.symbols)) {
      const company = companyOf(symbol);
      if (!company) {
        failures.push(unknownSymbol(symbol, request));
        continue;
      }
      failures.push(...beyondCalendar(symbol, request));
      const unserved = await this.#collect({ request, company, nowMs, book: this.#book }, sessions, bars);
      if (unserved) failures.push(unserved);
    }
    return { bars, failures, dropped: { 'outside-window': 0, 'empty-row': 0, 'extended-hours': 0, duplicate: 0 } };
  }

  /** Adds a company's bars; answers with the failure when the request was aborted on the way. */
  async #collect(asked: Asked, sessions: readonly Session[], bars: Bar[]): Promise<BarFailure | undefined> {
    const { request, company } = asked;
    for (const [index, session] of sessions.entries()) {
      if (index % DAYS_A_TURN === 0) await nextTurn();
      const unservedMs = Math.max(session.openMs, request.fromMs);
      if (request.signal?.aborted) return aborted(company.symbol, unservedMs, request.toMs);
      for (const bar of barsOf(asked, session)) bars.push(bar);
    }
    return undefined;
  }
}

/**
 * A source of plausible bars for any symbol, the same for the same seed, symbol and minute.
 * @throws {InvalidOptionError} for an option that it does not have or cannot work with
 */
export const createSimulatedSource = (options: SimulatedSourceOptions = {}): BarSource => new SimulatedSource(options);
