import type { Session } from '@tickerlake/market-calendar';
import type { Company } from './companies.ts';
import { keepNewest } from './day-cache.ts';
import { marketMoves, type TradingDay, tradingDay } from './trading-day.ts';

/** The days of a market's companies, each drawn when it is first asked for and kept for a while. */
export type DayBook = (company: Company, session: Session) => TradingDay;

/** The day book of a seed's hash that keeps so many days. */
export function openDayBook(seed: number, keptDays: number): DayBook {
  const days = keepNewest<TradingDay>(keptDays);
  const moves = keepNewest<Float64Array>(keptDays);
  const movesOf = (session: Session) => moves(session.date, () => marketMoves(seed, session));
  return (company, session) =>
    days(`${company.key} ${session.date}`, () => tradingDay(seed, company, session, movesOf(session)));
}
