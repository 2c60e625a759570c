import type { Session } from '@tickerlake/market-calendar';
import type { Company } from './companies.ts';
import { dayFrame, type DayFrame } from './price-walk.ts';
import { bell, createRandom, hash, type Random } from './random.ts';
import { sessionShape, type SessionShape, TICKS_A_MINUTE } from './session-shape.ts';
import { dayOfDate, MINUTE_MS } from './units.ts';

/** What a company's shares did on one day: a price a tick, and each minute's volume. */
export interface TradingDay {
  readonly session: Session;
  readonly frame: DayFrame;
  /** Dollars, not rounded; the first is the opening price, then one at the end of every tick. */
  readonly prices: Float64Array;
  /** Shares traded in each minute. */
  readonly volumes: Float64Array;
}

/** Prices and volume of an interval, without its name and time. */
export interface Candle {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Milliseconds of a tick. */
export const TICK_MS = MINUTE_MS / TICKS_A_MINUTE;
const ORDINARY_SESSION_MINUTES = 390;
/** Different uses of one key draw different numbers. */
const STREAM = { moves: 11, volumes: 12 } as const;
const SMALLEST_PRICE = 0.01;

/** A move of mean 0 and variance 1 with fat tails: mostly small, sometimes twice as large, rarely a jump. */
function fatTailed(random: Random): number {
  const kind = random();
  const size = kind < 0.002 ? 7 : kind < 0.1 ? 2 : 0.756;
  return size * bell(random);
}

/** Days since 1970 of a session's date. */
export const dayNumber = (session: Session): number => dayOfDate(session.date);

/** Moves of ticks, each of mean 0 and variance 1, fat tails included. */
export function drawMoves(key: number, count: number): Float64Array {
  const random = createRandom(key);
  const moves = new Float64Array(count);
  for (let tick = 0; tick < count; tick++) moves[tick] = fatTailed(random);
  return moves;
}

/** The moves that all companies of a market share on a day. */
export const marketMoves = (seed: number, session: Session): Float64Array =>
  drawMoves(hash(seed, 0, STREAM.moves, dayNumber(session)), session.minutes * TICKS_A_MINUTE);

/** Prices from the day's open to its close: a walk of logarithms whose end is pulled to where it has to arrive. */
function walkPrices(
  frame: DayFrame,
  own: Float64Array,
  market: Float64Array,
  { moves, elapsed }: SessionShape,
): Float64Array {
  const ofMarket = Math.sqrt(frame.marketShare) * frame.volatility;
  const ofOwn = Math.sqrt(1 - frame.marketShare) * frame.volatility;
  const prices = new Float64Array(own.length + 1);
  let walked = 0;
  for (let tick = 0; tick < own.length; tick++) {
    walked += (moves[tick] ?? 0) * (ofOwn * (own[tick] ?? 0) + ofMarket * (market[tick] ?? 0));
    prices[tick + 1] = walked;
  }
  const pull = frame.logClose - frame.logOpen - walked;
  prices[0] = Math.exp(frame.logOpen);
  for (let tick = 1; tick < prices.length; tick++) {
    prices[tick] = Math.exp(frame.logOpen + (prices[tick] ?? 0) + pull * (elapsed[tick - 1] ?? 1));
  }
  return prices;
}

/** Whole shares for each minute: by the session's shape, more when the price moves, and never quite as foretold. */
function drawVolumes(key: number, shares: number, prices: Float64Array, usualMove: number): Float64Array {
  const random = createRandom(key);
  const minutes = (prices.length - 1) / TICKS_A_MINUTE;
  return sessionShape(minutes).volumes.map((share, minute) => {
    const before = prices[minute * TICKS_A_MINUTE] ?? 1;
    const after = prices[(minute + 1) * TICKS_A_MINUTE] ?? 1;
    const stir = Math.min(Math.abs(after / before - 1) / usualMove, 6);
    return Math.ceil(shares * share * (0.6 + 0.5 * stir) * Math.exp(0.4 * bell(random) - 0.08));
  });
}

/** A company's day, from the seed's hash, the company and the session alone. */
export function tradingDay(seed: number, company: Company, session: Session, market: Float64Array): TradingDay {
  const day = dayNumber(session);
  const frame = dayFrame(seed, company, day);
  const own = drawMoves(hash(seed, company.key, STREAM.moves, day), market.length);
  const prices = walkPrices(frame, own, market, sessionShape(session.minutes));
  const shares = company.dailyVolume * frame.activity * (session.minutes / ORDINARY_SESSION_MINUTES);
  const usualMove = frame.volatility / Math.sqrt(session.minutes);
  const volumes = drawVolumes(hash(seed, company.key, STREAM.volumes, day), shares, prices, usualMove);
  return { session, frame, prices, volumes };
}

/** Dollars in whole cents, as they are traded. */
export const cents = (dollars: number): number => Math.max(Math.round(dollars * 100) / 100, SMALLEST_PRICE);

/** Ticks that have happened at an instant, counted from the opening bell; one that has begun counts. */
const ticksBy = (session: Session, nowMs: number): number => Math.floor((nowMs - session.openMs) / TICK_MS) + 1;

/** Shares traded by the end of the tick-th tick of a minute (0 is before the first), when so many are in all of it. */
export const sharesBy = (volume: number, tick: number): number => Math.floor((volume * tick) / TICKS_A_MINUTE);

/** Where a minute opens: close to the last trade of the minute before, seldom the very same. */
function openingPrice(prices: Float64Array, tick: number): number {
  const [before = 0, next = 0] = [prices[tick], prices[tick + 1]];
  return before + 0.2 * (next - before);
}

/**
 * The minutes from one to another (excluded) of a day as they look at an instant: whole when they are over, what has
 * happened so far while they run, `undefined` before they begin. Several minutes are exactly what each of them adds up to.
 */
export function candleOf(day: TradingDay, fromMinute: number, toMinute: number, nowMs: number): Candle | undefined {
  const { session, prices, volumes } = day;
  const endTick = Math.min(toMinute * TICKS_A_MINUTE, ticksBy(session, nowMs));
  const firstTick = fromMinute * TICKS_A_MINUTE;
  if (endTick <= firstTick) return undefined;
  const open = openingPrice(prices, firstTick);
  let [high, low, volume] = [open, open, 0];
  for (let tick = firstTick; tick < endTick; tick++) {
    const traded = prices[tick + 1] ?? open;
    const opening = tick % TICKS_A_MINUTE === 0 ? openingPrice(prices, tick) : traded;
    high = Math.max(high, opening, traded);
    low = Math.min(low, opening, traded);
  }
  for (let tick = firstTick; tick < endTick; tick += TICKS_A_MINUTE) {
    const ticks = Math.min(endTick - tick, TICKS_A_MINUTE);
    volume += sharesBy(volumes[tick / TICKS_A_MINUTE] ?? 0, ticks);
  }
  return { open: cents(open), high: cents(high), low: cents(low), close: cents(prices[endTick] ?? open), volume };
}
