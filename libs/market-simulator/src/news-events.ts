import type { Session } from '@tickerlake/market-calendar';
import type { Company } from './companies.ts';
import type { DayBook } from './day-book.ts';
import { dailyVolatility, dayFrame, resultsBetween } from './price-walk.ts';
import { sessionShape } from './session-shape.ts';
import { dayNumber, TICK_MS } from './trading-day.ts';

/**
 * A move within 15 seconds is a jump when it is so many times the usual one of that time of that day (Lee and Mykland
 * 2008, Jumps in financial markets, https://doi.org/10.1093/rfs/hhm056), or this large a part of all that the session
 * usually moves: just after the opening bell, when everything is nervous, the second is met first.
 */
const JUMP = { timesUsual: 6, partOfSession: 0.3 } as const;
/** The largest move of a session has a reason too, when it is at least this part of what the session usually moves. */
const LARGEST_MOVE = 0.1;

/** A sudden move of a company's shares, or of the whole market. */
export interface Jump {
  /** The tick whose price is the first after the move. */
  readonly tick: number;
  /** When that tick begins. */
  readonly startMs: number;
  /** As a part of what the session usually moves, with its sign. */
  readonly move: number;
}

/** A company's jump. */
export interface CompanyJump extends Jump {
  /** Whether it went with the market, which jumped too. */
  readonly withMarket: boolean;
}

/** The jumps among the moves of a session's ticks, each a part of what the session usually moves. */
function findJumps(session: Session, tickMoves: Float64Array): Jump[] {
  const { moves } = sessionShape(session.minutes);
  const sizes = tickMoves.map(Math.abs);
  const largest = sizes.reduce((most, size) => Math.max(most, size), LARGEST_MOVE);
  const isJump = (tick: number): boolean => {
    const size = sizes[tick] ?? 0;
    return size >= Math.min(JUMP.timesUsual * (moves[tick] ?? 1), JUMP.partOfSession, largest);
  };
  const ticks = Array.from(sizes.keys()).filter(isJump);
  return ticks.map((tick) => ({ tick, startMs: session.openMs + tick * TICK_MS, move: tickMoves[tick] ?? 0 }));
}

/** What the moves that all companies share make of a session, tick by tick. */
function marketTickMoves(book: DayBook, session: Session): Float64Array {
  const { moves } = sessionShape(session.minutes);
  return book.marketMoves(session).map((move, tick) => move * (moves[tick] ?? 0));
}

/** The jumps of the whole market in a session, in order. */
export const marketJumps = (book: DayBook, session: Session): Jump[] =>
  findJumps(session, marketTickMoves(book, session));

/** A company's jumps of a session, in order. */
export function jumpsOf(book: DayBook, company: Company, session: Session): CompanyJump[] {
  const { prices, frame } = book.dayOf(company, session);
  const market = marketTickMoves(book, session);
  const together = new Set(findJumps(session, market).map(({ tick }) => tick));
  const tickMoves = market.map((_, tick) => ((prices[tick + 1] ?? 1) / (prices[tick] ?? 1) - 1) / frame.volatility);
  return findJumps(session, tickMoves).map((jump) => {
    const ofMarket = Math.sqrt(frame.marketShare) * (market[jump.tick] ?? 0);
    return { ...jump, withMarket: together.has(jump.tick) && ofMarket / jump.move >= 0.5 };
  });
}

/** What lies between the close of one session and the opening of the next. */
export interface Night {
  /** In ordinary days' moves of the company, with its sign. */
  readonly gap: number;
  /** The gap in percent of the closing price. */
  readonly gapPercent: number;
  /** Whether the company told a quarter's results. */
  readonly results: boolean;
}

/** A company's night between two sessions. */
export function nightOf(book: DayBook, company: Company, before: Session, after: Session): Night {
  const [lastDay, nextDay] = [dayNumber(before), dayNumber(after)];
  const gap = dayFrame(book.seed, company, nextDay).logOpen - dayFrame(book.seed, company, lastDay).logClose;
  return {
    gap: gap / dailyVolatility(company),
    gapPercent: 100 * (Math.exp(gap) - 1),
    results: resultsBetween(book.seed, company, lastDay, nextDay),
  };
}
