import type { Session } from '@tickerlake/market-calendar';
import type { Company } from './companies.ts';
import { keepNewest } from './day-cache.ts';
import { marketMoves, type TradingDay, tradingDay } from './trading-day.ts';

/** The days of a market, each drawn when it is first asked for and kept for a while. */
export interface DayBook {
  /** Hash of the market's seed. */
  readonly seed: number;
  readonly dayOf: (company: Company, session: Session) => TradingDay;
  /** The moves that all companies share. */
  readonly marketMoves: (session: Session) => Float64Array;
}

/** The day book of a seed's hash; it keeps so many days of companies. */
export function openDayBook(seed: number, keptDays: number): DayBook {
  const days = keepNewest<TradingDay>(keptDays);
  const moves = keepNewest<Float64Array>(keptDays);
  const movesOf = (session: Session) => moves(session.date, () => marketMoves(seed, session));
  const dayOf = (company: Company, session: Session) =>
    days(`${company.key} ${session.date}`, () => tradingDay(seed, company, session, movesOf(session)));
  return { seed, dayOf, marketMoves: movesOf };
}
