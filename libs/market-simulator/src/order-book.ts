import type { Quote } from '@tickerlake/record-schema';
import type { Company } from './companies.ts';
import { dailyVolatility } from './price-walk.ts';
import type { Random } from './random.ts';
import { sessionShape } from './session-shape.ts';
import type { TradingDay } from './trading-day.ts';

/** The best prices on both sides, and how many shares stand there. */
export type BestPrices = Required<Pick<Quote, 'bid' | 'ask' | 'bidSize' | 'askSize'>>;

/** Spread of a company of ordinary volatility that trades a thousand million dollars a day, as a part of its price. */
const ORDINARY_SPREAD = 0.00014;
const ORDINARY_VOLATILITY = 0.3;
const ORDINARY_DOLLARS = 1e9;
/** Dollars that stand at the best price of such a company. */
const ORDINARY_DEPTH = 40_000;
/** A move of a tick that market makers take as usual, in its standard deviations; each beyond widens the spread. */
const CALM_MOVES = 2;
const WIDENING = 0.6;
/** Ticks for which a sudden move is remembered, ever less. */
const MEMORY = 4;
const SMALLEST_CENTS = 1;

/** How much more dollars change hands in the company's shares than in ordinary ones'; its fourth root. */
const liquidityOf = ({ price, dailyVolume }: Company): number =>
  Math.sqrt(Math.sqrt((price * dailyVolume) / ORDINARY_DOLLARS));

/** How nervous those are who stand in the book: 1 at noon of an ordinary day, more at the bells and after sudden moves. */
function nervousnessAt(company: Company, { prices, frame, session }: TradingDay, tick: number): number {
  const { moves } = sessionShape(session.minutes);
  const mood = frame.volatility / dailyVolatility(company);
  let shock = 0;
  for (let age = 0; age < Math.min(MEMORY, tick + 1); age++) {
    const moved = Math.abs((prices[tick - age + 1] ?? 1) / (prices[tick - age] ?? 1) - 1);
    const usual = frame.volatility * (moves[tick - age] ?? 1);
    shock = Math.max(shock, (moved / usual - CALM_MOVES) / (age + 1));
  }
  return mood * (moves[tick] ?? 0) * Math.sqrt(moves.length) * (1 + WIDENING * shock);
}

/** Cents between bid and ask. */
function spreadCents(random: Random, company: Company, price: number, nervousness: number): number {
  const part = (ORDINARY_SPREAD * (company.yearlyVolatility / ORDINARY_VOLATILITY)) / liquidityOf(company);
  return Math.max(Math.round(price * 100 * part * nervousness * (0.6 + 0.8 * random())), 1);
}

/** Shares at a price: whole round lots, fewer when those who offer them are nervous. */
function sizeAt(random: Random, company: Company, price: number, nervousness: number, lot: number): number {
  const skew = 0.15 + 2.5 * random() * random();
  const dollars = (ORDINARY_DEPTH * liquidityOf(company) * skew) / Math.sqrt(Math.max(nervousness, 0.5));
  return Math.max(Math.round(dollars / price / lot), 1) * lot;
}

/** The order book around the last trade of a tick, which was made at the bid, at the ask, or between them. */
export function bookAt(
  random: Random,
  company: Company,
  day: TradingDay,
  tick: number,
  { price, lot }: { readonly price: number; readonly lot: number },
): BestPrices {
  const nervousness = nervousnessAt(company, day, tick);
  const spread = spreadCents(random, company, price, nervousness);
  const bid = Math.max(Math.round(price * 100) - Math.round(random() * spread), SMALLEST_CENTS);
  const size = () => sizeAt(random, company, price, nervousness, lot);
  return { bid: bid / 100, ask: (bid + spread) / 100, bidSize: size(), askSize: size() };
}
