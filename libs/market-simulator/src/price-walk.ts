import type { Company } from './companies.ts';
import { bellOf, hash } from './random.ts';

/** A company's day as the rest of its history leaves it: where it opens and closes, and what kind of day it is. */
export interface DayFrame {
  /** Natural logarithms of the first and the last price. */
  readonly logOpen: number;
  readonly logClose: number;
  /** Standard deviation of the moves between open and close. */
  readonly volatility: number;
  /** Share of that variance which is the whole market's, 0–1. */
  readonly marketShare: number;
  /** How busy it is; 1 is an ordinary day. */
  readonly activity: number;
}

const TRADING_DAYS_A_YEAR = 252;
const MARKET_DAILY_VOLATILITY = 0.19 / Math.sqrt(TRADING_DAYS_A_YEAR);
/** Share of a day's variance that happens while the exchange is closed. */
const OVERNIGHT_SHARE = 0.3;
/** At most this share of a company's variance is the market's. */
const LARGEST_MARKET_SHARE = 0.6;

/** Weekdays over which the walk forgets where it was; a power of two. */
const SPAN = 256;
const QUARTER = 63;
/** Size of the move after a quarter's results, in ordinary days. */
const RESULTS_MOVE = 3;

/** Different uses of one key draw different numbers. */
const STREAM = {
  knot: 1,
  midpoint: 2,
  overnight: 3,
  resultsDay: 4,
  resultsMove: 5,
  mood: 6,
  day: 7,
  activity: 8,
} as const;

/** Monday 2026-06-29 as a day number: there prices are what the profiles say. */
const ANCHOR_DAY = 20_633;

/** Weekdays from the anchor to the day number of a weekday: the clock of the walk. Holidays tick too, so they make a wider gap. */
export function weekdayStep(day: number): number {
  const weeks = Math.floor((day - ANCHOR_DAY) / 7);
  return weeks * 5 + (day - ANCHOR_DAY - weeks * 7);
}

/**
 * A random walk with steps of variance 1 that can be read at any step without walking there: Lévy's construction, which
 * halves an interval until the step is met. Each SPAN begins at an independent knot, so that the walk never strays far;
 * the knots' variance is the one that makes the steps across them like all others. The knot at step 0 is 0.
 * https://en.wikipedia.org/wiki/Wiener_process#Related_processes
 */
export function walkAt(key: number, step: number): number {
  const knot = (index: number) => (index === 0 ? 0 : bellOf(key, STREAM.knot, index) * Math.sqrt(SPAN / 2));
  const block = Math.floor(step / SPAN);
  let start = block * SPAN;
  let [left, right] = [knot(block), knot(block + 1)];
  for (let half = SPAN / 2; half >= 1 && start < step; half /= 2) {
    const middle = (left + right) / 2 + bellOf(key, STREAM.midpoint, start + half, half) * Math.sqrt(half / 2);
    if (step < start + half) right = middle;
    else [start, left] = [start + half, middle];
  }
  return left;
}

/** The step at whose opening a company's results of a quarter are known. */
const resultsStep = (key: number, quarter: number): number =>
  quarter * QUARTER + (hash(key, STREAM.resultsDay) % 30) + (hash(key, STREAM.resultsDay, quarter) % 8);

/** What results have moved the price by, in ordinary days: each move fades over a SPAN, as the walk forgets too. */
function resultsAt(key: number, step: number): number {
  let moved = 0;
  const newest = Math.floor(step / QUARTER);
  for (let quarter = newest; (newest - quarter - 1) * QUARTER < SPAN; quarter--) {
    const age = step - resultsStep(key, quarter);
    if (age >= 0 && age < SPAN) moved += bellOf(key, STREAM.resultsMove, quarter) * RESULTS_MOVE * (1 - age / SPAN);
  }
  return moved;
}

const isResultsDay = (key: number, step: number): boolean => step === resultsStep(key, Math.floor(step / QUARTER));

/** Whether a company's results became known after one day and until another, both as day numbers. */
export function resultsBetween(seed: number, company: Company, afterDay: number, untilDay: number): boolean {
  const key = hash(seed, company.key);
  for (let step = weekdayStep(afterDay) + 1; step <= weekdayStep(untilDay); step++) {
    if (isResultsDay(key, step)) return true;
  }
  return false;
}

/** Calm and excited weeks: a number that changes slowly, about −1 to 1. */
export function moodAt(key: number, step: number): number {
  const fortnight = Math.floor(step / 10);
  const along = step / 10 - fortnight;
  return bellOf(key, STREAM.mood, fortnight) * (1 - along) + bellOf(key, STREAM.mood, fortnight + 1) * along;
}

/**
 * A step of a walk, and the part of it that happens while the market is closed, given that part's share of the variance:
 * it is as independent of the rest of the step as two steps are of each other.
 */
export function divideStep(key: number, step: number, closedShare: number): readonly [closed: number, whole: number] {
  const whole = walkAt(key, step) - walkAt(key, step - 1);
  const spread = Math.sqrt(closedShare * (1 - closedShare));
  return [closedShare * whole + spread * bellOf(key, STREAM.overnight, step), whole];
}

/** Standard deviation of a company's logarithmic return on an ordinary day. */
export const dailyVolatility = ({ yearlyVolatility }: Company): number =>
  yearlyVolatility / Math.sqrt(TRADING_DAYS_A_YEAR);

/** The frame of a company's day, from the seed's hash, the company and the day alone. */
export function dayFrame(seed: number, company: Company, day: number): DayFrame {
  const step = weekdayStep(day);
  const market = hash(seed, 0);
  const own = hash(seed, company.key);
  const daily = dailyVolatility(company);
  const marketShare = Math.min(((company.beta * MARKET_DAILY_VOLATILITY) / daily) ** 2, LARGEST_MARKET_SHARE);
  const ofBoth = (ofMarket: number, ofOwn: number) =>
    daily * (Math.sqrt(marketShare) * ofMarket + Math.sqrt(1 - marketShare) * ofOwn);

  const before = ofBoth(walkAt(market, step - 1), walkAt(own, step - 1)) + daily * resultsAt(own, step - 1);
  const results = daily * (resultsAt(own, step) - resultsAt(own, step - 1));
  const [marketNight, marketWhole] = divideStep(market, step, OVERNIGHT_SHARE);
  const [ownNight, ownWhole] = divideStep(own, step, OVERNIGHT_SHARE);

  const excitement = 0.25 * moodAt(market, step) + 0.25 * moodAt(own, step) + 0.15 * bellOf(own, STREAM.day, step);
  const surprise = isResultsDay(own, step) ? 1.7 : 1;
  const mood = Math.exp(excitement) * surprise;
  return {
    logOpen: Math.log(company.price) + before + results + ofBoth(marketNight, ownNight),
    logClose: Math.log(company.price) + before + results + ofBoth(marketWhole, ownWhole),
    volatility: daily * Math.sqrt(1 - OVERNIGHT_SHARE) * mood,
    marketShare,
    activity: mood * surprise * Math.exp(0.2 * bellOf(own, STREAM.activity, step)),
  };
}
