import { CALENDAR_RANGE, sessionOn } from '@tickerlake/market-calendar';
import type { Company, TradedDay } from './company.ts';
import { clockText, createWallClock, DAY_MS, dateOf, dayOf, MINUTE_MS, shortDate, weekdayName } from './wall-time.ts';

const HOUR_MS = 60 * MINUTE_MS;
const MAX_HOUR_LABELS = 4;
/** Share of the axis that a label of a date, `16 Nov`, needs in the narrowest panel. */
const MIN_DATE_GAP = 0.24;
const DAYS_OF_WEEK = 7;

/** Number of a day's week; weeks start on Monday. */
const weekOf = (day: number): number => Math.floor((day + 3) / DAYS_OF_WEEK);

/** One day's part of the axis. */
export interface AxisDay {
  readonly day: number;
  /** Opening and end in wall time: those of the session, or wider where bars lie outside it. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The regular session in wall time, where the day has one. */
  readonly session?: { readonly fromMs: number; readonly toMs: number };
  /** Where the part starts and ends, 0 to 1 of the axis. */
  readonly start: number;
  readonly end: number;
}

/** A label below the axis at 0 to 1 of its width. */
export interface AxisTick {
  readonly at: number;
  readonly label: string;
}

/** An axis on which only trading time takes room: nights and weekends leave no gap. */
export interface MarketAxis {
  readonly days: readonly AxisDay[];
  readonly lengthMs: number;
  readonly ticks: readonly AxisTick[];
  /** Places of lines between days. */
  readonly nights: readonly number[];
  /** Where the middle of a bar lies, 0 to 1 of the axis. */
  readonly positionOf: (wallMs: number) => number;
}

/** The commonest step between neighbouring bars is their interval; without neighbours it is a minute. */
export function barLengthMs(companies: readonly Company[]): number {
  const steps = new Map<number, number>();
  for (const { bars } of companies) {
    for (let i = 1; i < bars.length; i++) {
      const step = (bars[i]?.wallMs ?? 0) - (bars[i - 1]?.wallMs ?? 0);
      if (step > 0) steps.set(step, (steps.get(step) ?? 0) + 1);
    }
  }
  const [commonest] = [...steps].toSorted(([stepA, a], [stepB, b]) => b - a || stepA - stepB);
  return Math.min(commonest?.[0] ?? MINUTE_MS, DAY_MS);
}

type Span = Pick<AxisDay, 'day' | 'fromMs' | 'toMs' | 'session'>;

/** A day that the calendar does not know is shown by its bars, as one without a session is. */
const knownSession = (date: string): ReturnType<typeof sessionOn> =>
  date >= CALENDAR_RANGE.first && date <= CALENDAR_RANGE.last ? sessionOn(date) : undefined;

const sessionSpan = (day: number): Span | undefined => {
  const session = knownSession(dateOf(day));
  if (!session) return undefined;
  const toWall = createWallClock();
  const hours = { fromMs: toWall(session.openMs), toMs: toWall(session.closeMs) };
  return { day, ...hours, session: hours };
};

/** A day is as long as its session, half days included, or longer where bars lie outside it. */
const spanOf = (day: number, traded: TradedDay | undefined, barMs: number): Span[] => {
  const session = sessionSpan(day);
  if (!traded) return session ? [session] : [];
  const { firstMs, lastMs } = traded;
  if (!session) return [{ day, fromMs: firstMs, toMs: lastMs + barMs }];
  if (firstMs >= session.fromMs && lastMs < session.toMs) return [session];
  const [fromMs, toMs] = [Math.min(firstMs, session.fromMs), Math.max(lastMs + barMs, session.toMs)];
  return [{ ...session, fromMs, toMs }];
};

const hourTicks = ({ fromMs, toMs }: Span): AxisTick[] => {
  const lengthMs = toMs - fromMs;
  const everyHours = [1, 2, 3, 4, 6, 12].find((hours) => lengthMs / (hours * HOUR_MS) < MAX_HOUR_LABELS) ?? 24;
  const stepMs = everyHours * HOUR_MS;
  const ticks: AxisTick[] = [];
  for (let ms = Math.ceil(fromMs / stepMs) * stepMs; ms <= toMs; ms += stepMs) {
    ticks.push({ at: (ms - fromMs) / lengthMs, label: clockText(ms) });
  }
  return ticks.length > 0 ? ticks : [{ at: 0, label: clockText(fromMs) }];
};

/** Marks of an axis of several days: its labels, and the places of the nights that are worth a line. */
type DayMarks = Pick<MarketAxis, 'ticks' | 'nights'>;

/** Within a week: each day named in the middle of its part, a line for every night. */
const marksOfDays = (days: readonly AxisDay[]): DayMarks => ({
  ticks: days.map(({ day, start, end }) => ({ at: (start + end) / 2, label: weekdayName(dateOf(day)) })),
  nights: days.slice(1).map(({ start }) => start),
});

/** Longer: the first day of a week, as many weeks as there is room for. */
const marksOfWeeks = (days: readonly AxisDay[]): DayMarks => {
  const weekStarts = days.filter(({ day }, i) => weekOf(day) !== weekOf(days[i - 1]?.day ?? -Infinity));
  const marked: AxisDay[] = [];
  for (const day of weekStarts) if (day.start - (marked.at(-1)?.start ?? -1) >= MIN_DATE_GAP) marked.push(day);
  return {
    ticks: marked.map(({ day, start }) => ({ at: start, label: shortDate(dateOf(day)) })),
    nights: marked.map(({ start }) => start).filter((at) => at > 0),
  };
};

const marksOf = (days: readonly AxisDay[]): DayMarks => {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return { ticks: [], nights: [] };
  if (first === last) return { ticks: hourTicks(first), nights: [] };
  return last.day - first.day < DAYS_OF_WEEK ? marksOfDays(days) : marksOfWeeks(days);
};

/** The axis of one company over the days of the report (day numbers, ascending). */
export function createMarketAxis(days: readonly number[], traded: Company['days'], barMs: number): MarketAxis {
  const spans = days.flatMap((day) => spanOf(day, traded.get(day), barMs));
  const lengthMs = spans.reduce((sum, span) => sum + span.toMs - span.fromMs, 0);
  let doneMs = 0;
  const parts = spans.map((span): AxisDay => {
    const start = doneMs / lengthMs;
    doneMs += span.toMs - span.fromMs;
    return { ...span, start, end: doneMs / lengthMs };
  });
  const partOf = new Map(parts.map((part) => [part.day, part]));
  const place = (part: AxisDay, wallMs: number): number => part.start + (wallMs - part.fromMs) / lengthMs;
  return {
    days: parts,
    lengthMs,
    ...marksOf(parts),
    positionOf: (wallMs) => {
      const part = partOf.get(dayOf(wallMs));
      return part ? place(part, (wallMs + Math.min(wallMs + barMs, part.toMs)) / 2) : 0;
    },
  };
}
