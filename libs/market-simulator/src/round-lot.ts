import { sessionsBetween } from '@tickerlake/market-calendar';
import type { Company } from './companies.ts';
import { dayFrame } from './price-walk.ts';
import { dayNumber } from './trading-day.ts';

/** The first day on which a round lot depends on the price; until then it was 100 shares. */
const TIERS_SINCE = '2025-11-03';
const ORDINARY_LOT = 100;

/**
 * Shares of a round lot by average price, Rule 600(b)(93) of Regulation NMS.
 * https://classic.nasdaqtrader.com/TraderNews.aspx?id=UTP2025-10
 */
const TIERS = [
  { above: 10_000, lot: 1 },
  { above: 1_000, lot: 10 },
  { above: 250, lot: 40 },
] as const;

/** The month whose closing prices decide on a date: March from May on, September from November on. */
function evaluationMonth(date: string): string {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
  if (month >= 11) return `${year}-09`;
  return month >= 5 ? `${year}-03` : `${year - 1}-09`;
}

/** Shares in a round lot of a company on a New York date: sizes of quotes are multiples of it. */
export function roundLot(seed: number, company: Company, date: string): number {
  if (date < TIERS_SINCE) return ORDINARY_LOT;
  const month = evaluationMonth(date);
  const sessions = sessionsBetween(`${month}-01`, `${month}-${month.endsWith('03') ? 31 : 30}`);
  const closes = sessions.map((session) => Math.exp(dayFrame(seed, company, dayNumber(session)).logClose));
  const average = closes.reduce((sum, close) => sum + close, 0) / closes.length;
  return TIERS.find(({ above }) => average > above)?.lot ?? ORDINARY_LOT;
}
