import type { Quote } from '@tickerlake/record-schema';
import type { Company } from './companies.ts';
import { createRandom, hash } from './random.ts';
import { sessionShape } from './session-shape.ts';
import { type TradingDay } from './trading-day.ts';

/** The best prices on both sides, and how many shares stand there. */
export type BestPrices = Required<Pick<Quote, 'bid' | 'ask' | 'bidSize' | 'askSize'>>;

const STREAM = { book: 33 } as const;
/** Spread of a company of ordinary volatility that trades a thousand million dollars a day, as a part of its price. */
const ORDINARY_SPREAD = 0.00012;
const ORDINARY_VOLATILITY = 0.3;
const ORDINARY_DOLLARS = 1e9;
/** Dollars that stand at the best price of such a company. */
const ORDINARY_DEPTH = 40_000;
const ROUND_LOT = 100;
const SMALLEST_CENTS = 1;

/** Moves of a tick beside those of an ordinary one of that company at noon. */
function nervousnessAt({ prices, frame, session }: TradingDay, tick: number): number {
  const { moves } = sessionShape(session.minutes);
  const usual = frame.volatility / Math.sqrt(moves.length);
  const moved = Math.abs((prices[tick + 1] ?? 1) / (prices[tick] ?? 1) - 1) / usual;
  return (moves[tick] ?? 0) * Math.sqrt(moves.length) + Math.max(moved - 2, 0);
}

/** The order book around a trade at a price. */
export function bookAt(company: Company, day: TradingDay, tick: number, price: number, key: number): BestPrices {
  const random = createRandom(hash(key, STREAM.book, tick));
  const dollars = company.price * company.dailyVolume;
  const liquidity = Math.sqrt(Math.sqrt(dollars / ORDINARY_DOLLARS));
  const part = (ORDINARY_SPREAD * (company.yearlyVolatility / ORDINARY_VOLATILITY)) / liquidity;
  const spread = Math.max(Math.round(price * 100 * part * nervousnessAt(day, tick) * (0.6 + 0.8 * random())), 1);
  const traded = Math.round(price * 100);
  const bid = Math.max(traded - Math.round(random() * spread), SMALLEST_CENTS);
  const lots = (): number => {
    const skew = 0.15 + 2.5 * random() ** 2;
    return Math.max(Math.round((ORDINARY_DEPTH * liquidity * skew) / price / ROUND_LOT), 1) * ROUND_LOT;
  };
  return { bid: bid / 100, ask: (bid + spread) / 100, bidSize: lots(), askSize: lots() };
}
