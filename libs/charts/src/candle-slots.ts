import { type AxisDay, DAY_MS, dateOf, MINUTE_MS } from '@tickerlake/presentation';

const CALENDAR_UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** How long candles are: milliseconds within a day, or a unit of the calendar. */
export type CandleLength = number | (typeof CALENDAR_UNITS)[number];

/** The place of one candle on the axis. */
export interface CandleSlot {
  /** First instant that belongs to it, in wall time. */
  readonly fromMs: number;
  /** Number of the day that it begins on. */
  readonly day: number;
  /** 0 to 1 of the axis. */
  readonly start: number;
  readonly end: number;
}

const LENGTHS_MS = [1, 2, 5, 10, 15, 30, 60, 120].map((minutes) => minutes * MINUTE_MS);
const DAYS_OF_WEEK = 7;
/** Day 0, 1 January 1970, was a Thursday: weeks start on Monday. */
const THURSDAY = 3;

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** An instant at which a slot begins. */
  readonly anchorMs: number;
}

/** The opening and the closing bell part slots, so that no candle mixes a session with what lies around it. */
const stretchesOf = ({ fromMs, toMs, session, day }: AxisDay): Stretch[] => {
  if (!session) return [{ fromMs, toMs, anchorMs: day * DAY_MS }];
  return [
    { fromMs, toMs: session.fromMs, anchorMs: session.fromMs },
    { ...session, anchorMs: session.fromMs },
    { fromMs: session.toMs, toMs, anchorMs: session.toMs },
  ].filter((stretch) => stretch.fromMs < stretch.toMs);
};

const countIn = ({ fromMs, toMs, anchorMs }: Stretch, lengthMs: number): number =>
  Math.ceil((toMs - anchorMs) / lengthMs) - Math.floor((fromMs - anchorMs) / lengthMs);

const startsIn = (stretch: Stretch, lengthMs: number): number[] => {
  const firstMs = stretch.anchorMs + Math.floor((stretch.fromMs - stretch.anchorMs) / lengthMs) * lengthMs;
  return Array.from({ length: countIn(stretch, lengthMs) }, (_, i) => Math.max(stretch.fromMs, firstMs + i * lengthMs));
};

const slotsWithin = (part: AxisDay, lengthMs: number): CandleSlot[] => {
  const starts = stretchesOf(part).flatMap((stretch) => startsIn(stretch, lengthMs));
  const place = (ms: number): number =>
    part.start + ((ms - part.fromMs) / (part.toMs - part.fromMs)) * (part.end - part.start);
  return starts.map((fromMs, i) => ({
    fromMs,
    day: part.day,
    start: place(fromMs),
    end: place(starts[i + 1] ?? part.toMs),
  }));
};

const unitOf = (day: number, unit: Exclude<CandleLength, number>): number | string => {
  if (unit === 'day') return day;
  if (unit === 'week') return Math.floor((day + THURSDAY) / DAYS_OF_WEEK);
  const date = dateOf(day);
  if (unit === 'year') return date.slice(0, -6);
  return unit === 'month' ? date.slice(0, -3) : `${date.slice(0, -6)} ${Math.ceil(Number(date.slice(-5, -3)) / 3)}`;
};

/** The first days of all units that the axis has a day of. */
const startsOfUnits = (days: readonly AxisDay[], unit: Exclude<CandleLength, number>): AxisDay[] =>
  days.filter(({ day }, i) => i === 0 || unitOf(day, unit) !== unitOf(days[i - 1]?.day ?? day, unit));

/** The slots of an axis: as wide as they last, or all alike where they last a day or longer. */
export function slotsOf(days: readonly AxisDay[], length: CandleLength): CandleSlot[] {
  if (typeof length === 'number') return days.flatMap((day) => slotsWithin(day, length));
  const starts = startsOfUnits(days, length);
  return starts.map(({ day }, i) => ({
    fromMs: day * DAY_MS,
    day,
    start: i / starts.length,
    end: (i + 1) / starts.length,
  }));
}

/** Which slot a wall time belongs to: the last that has begun. */
export function slotAt(slots: readonly CandleSlot[], wallMs: number): number {
  let [low, high] = [0, slots.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((slots[middle]?.fromMs ?? Infinity) <= wallMs) low = middle;
    else high = middle;
  }
  return low;
}

const slotCount = (days: readonly AxisDay[], length: CandleLength): number =>
  typeof length === 'number'
    ? days.flatMap(stretchesOf).reduce((sum, stretch) => sum + countIn(stretch, length), 0)
    : startsOfUnits(days, length).length;

/**
 * The shortest length of which no axis holds more candles than fit: that of the bars themselves, or a longer one that
 * they fill without a remainder.
 */
export function candleLength(axes: readonly (readonly AxisDay[])[], barMs: number, fitting: number): CandleLength {
  const longer = LENGTHS_MS.filter((lengthMs) => lengthMs > barMs && lengthMs % barMs === 0);
  const lengths: CandleLength[] = barMs < DAY_MS ? [barMs, ...longer, ...CALENDAR_UNITS] : [...CALENDAR_UNITS];
  return lengths.find((length) => axes.every((days) => slotCount(days, length) <= fitting)) ?? 'year';
}

const UNIT_NAMES = { day: 'daily', week: 'weekly', month: 'monthly', quarter: 'quarterly', year: 'yearly' };

/** `5-minute`, `1-hour`, `daily`: what candles or bars of a length are called. */
export function lengthName(length: CandleLength): string {
  if (typeof length !== 'number') return UNIT_NAMES[length];
  const minutes = length / MINUTE_MS;
  if (minutes >= DAY_MS / MINUTE_MS) return UNIT_NAMES.day;
  if (minutes % 60 === 0) return `${minutes / 60}-hour`;
  return Number.isInteger(minutes) ? `${minutes}-minute` : `${Number((length / 1000).toFixed(3))}-second`;
}
