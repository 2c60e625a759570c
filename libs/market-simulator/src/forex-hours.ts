import { newYorkOffsetMinutes } from '@tickerlake/market-calendar';
import type { CentreWeights } from './currencies.ts';
import type { ForexDay } from './forex-week.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './units.ts';

/** How a forex day's moves are spread over its ticks. */
export interface ForexShape {
  /** Standard deviation of the move up to each tick from the one before; the squares add up to 1, the last tick's end included. */
  readonly moves: Float64Array;
  /** Share of the day's variance up to each tick; 0 at the first, 1 at the end. */
  readonly elapsed: Float64Array;
  /** Size of the moves at each tick, about 1 on the average of a day. */
  readonly activity: Float64Array;
}

/** Rates are quoted every quarter of a minute. */
export const FOREX_TICK_MS = 15_000;
export const TICKS_A_FOREX_DAY = DAY_MS / FOREX_TICK_MS;

/** A line through points of (hour of the day, height), from 0 to 24. */
type Curve = readonly (readonly [hour: number, height: number])[];

/** How much goes on in a centre at each hour of its own clock. */
const TOKYO: Curve = [
  [0, 0],
  [7.5, 0.1],
  [9, 1],
  [10.5, 0.9],
  [12.5, 0.5],
  [15, 0.6],
  [18, 0],
  [24, 0],
];
const LONDON: Curve = [
  [0, 0],
  [6.5, 0],
  [8, 1.1],
  [9.5, 1],
  [12, 0.7],
  [15, 1],
  [16.1, 1.05],
  [17.5, 0.4],
  [19, 0],
  [24, 0],
];
/** With the hours at which figures are published, 08:30 and 10:00. */
const NEW_YORK: Curve = [
  [0, 0],
  [7, 0.15],
  [8.4, 0.6],
  [8.5, 1.8],
  [8.7, 1.1],
  [9.95, 1],
  [10, 1.5],
  [10.2, 1.1],
  [12, 0.7],
  [15, 0.55],
  [16.5, 0.2],
  [17.5, 0],
  [24, 0],
];
/** What goes on when every centre sleeps. */
const REST = 0.45;

function heightAt(curve: Curve, hour: number): number {
  const after = curve.findIndex(([at]) => at > hour);
  const [left, right] = [curve[after - 1], curve[after]];
  if (!left || !right) return 0;
  return left[1] + ((hour - left[0]) / (right[0] - left[0])) * (right[1] - left[1]);
}

const TOKYO_OFFSET_MINUTES = 9 * 60;

/** The last Sunday of a month of 31 days at 01:00 UTC: when clocks change in London, since 1996 in spring and autumn. */
function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month, 31, 1);
  return last - new Date(last).getUTCDay() * DAY_MS;
}

/** Minutes that London's clocks are before UTC at an instant. */
export function londonOffsetMinutes(epochMs: number): number {
  const year = new Date(epochMs).getUTCFullYear();
  return epochMs >= lastSunday(year, 2) && epochMs < lastSunday(year, 9) ? 60 : 0;
}

const hourThere = (epochMs: number, offsetMinutes: number): number =>
  ((((epochMs + offsetMinutes * MINUTE_MS) % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS;

function activityAt(epochMs: number, weights: CentreWeights, newYork: number, london: number): number {
  return (
    REST +
    weights.tokyo * heightAt(TOKYO, hourThere(epochMs, TOKYO_OFFSET_MINUTES)) +
    weights.london * heightAt(LONDON, hourThere(epochMs, london)) +
    weights.newYork * heightAt(NEW_YORK, hourThere(epochMs, newYork))
  );
}

function shapeOf(activity: Float64Array): ForexShape {
  const mean = activity.reduce((total, height) => total + height, 0) / activity.length;
  const squares = activity.reduce((total, height) => total + height ** 2, 0);
  let sum = 0;
  return {
    moves: activity.map((height) => height / Math.sqrt(squares)),
    elapsed: activity.map((height) => (sum += height ** 2 / squares)),
    activity: activity.map((height) => height / mean),
  };
}

const shapes = new Map<string, ForexShape>();

/**
 * The shape of a forex day for those who keep the hours of some centres: liveliest when London and New York are both at
 * work. London and New York change their clocks in different weeks, so there are four shapes of each, worked out once.
 */
export function forexShape({ openMs }: ForexDay, weights: CentreWeights): ForexShape {
  const [newYork, london] = [newYorkOffsetMinutes(openMs), londonOffsetMinutes(openMs)];
  const key = [newYork, london, weights.tokyo, weights.london, weights.newYork].join(' ');
  const heights = () =>
    Float64Array.from({ length: TICKS_A_FOREX_DAY }, (_, tick) =>
      activityAt(openMs + tick * FOREX_TICK_MS, weights, newYork, london),
    );
  const shape = shapes.get(key) ?? shapeOf(heights());
  shapes.set(key, shape);
  return shape;
}
