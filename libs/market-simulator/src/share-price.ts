import { newYorkDate, type Session, sessionOn } from '@tickerlake/market-calendar';
import type { Company } from './companies.ts';
import type { DayBook } from './day-book.ts';
import { sessionsAround } from './sessions-around.ts';
import { dayFrame } from './price-walk.ts';
import { cents, dayNumber, TICK_MS } from './trading-day.ts';

/** What a newsroom sees on its screen of a company's shares. */
export interface SharePrice {
  /** Dollars, whole cents. */
  readonly price: number;
  /** Percent from the close of the session before. */
  readonly change: number;
  /** Whether the exchange is open. */
  readonly trading: boolean;
  /** Date of the session to whose close the change refers while trading, else of the session that is over. */
  readonly date: string;
}

const closeOf = (book: DayBook, company: Company, session: Session): number =>
  cents(Math.exp(dayFrame(book.seed, company, dayNumber(session)).logClose));

const percent = (price: number, reference: number): number => 100 * (price / reference - 1);

/** A company's last price before an instant; `undefined` where the calendar begins. */
export function sharePriceAt(book: DayBook, company: Company, ms: number): SharePrice | undefined {
  const date = newYorkDate(ms);
  const today = sessionOn(date);
  const { before } = sessionsAround(date);
  if (!before) return undefined;
  if (today && ms >= today.openMs) {
    const { prices } = book.dayOf(company, today);
    const tick = Math.min(Math.floor((ms - today.openMs) / TICK_MS), prices.length - 1);
    const price = cents(prices[tick] ?? 0);
    const trading = ms < today.closeMs;
    return {
      price,
      change: percent(price, closeOf(book, company, before)),
      trading,
      date: trading ? before.date : date,
    };
  }
  const earlier = sessionsAround(before.date).before;
  if (!earlier) return undefined;
  const price = closeOf(book, company, before);
  return { price, change: percent(price, closeOf(book, company, earlier)), trading: false, date: before.date };
}

/** `$533.27`. */
export const priceText = (price: number): string => `$${price.toFixed(2)}`;

/** `up 1.2%`, `down 0.3%` or `little changed`. */
export function changeText(change: number): string {
  const size = Math.abs(change).toFixed(1);
  return size === '0.0' ? 'little changed' : `${change > 0 ? 'up' : 'down'} ${size}%`;
}
