import {
  type AxisDay,
  clockText,
  dateOf,
  mediumDate,
  MINUTE_MS,
  shortDate,
  shortWeekday,
  weekdayName,
} from '@tickerlake/presentation';

/** A part of an axis: a day, or a slot of several days. */
export interface AxisPart {
  /** Number of its first day. */
  readonly day: number;
  /** Its hours in wall time, where it shows hours. */
  readonly hours?: { readonly fromMs: number; readonly toMs: number };
  /** 0 to 1 of the axis. */
  readonly start: number;
  readonly end: number;
}

/** The days of an axis that shows their hours. */
export const daysWithHours = (days: readonly AxisDay[]): AxisPart[] =>
  days.map(({ day, start, end, fromMs, toMs }) => ({ day, start, end, hours: { fromMs, toMs } }));

/** A label of the time axis, in pixels from the left of the picture. */
export interface TimeTick {
  readonly label: string;
  /** What the label names. */
  readonly at: number;
  /** Middle of the text: that of the mark, or beside it at an end of the room. */
  readonly middle: number;
  readonly width: number;
}

/** The labels of a time axis and the places that deserve a line. */
export interface TimeTicks {
  /** Times of the day; none where the axis has room for days only. */
  readonly hours: readonly TimeTick[];
  readonly days: readonly TimeTick[];
  /** Between days, or between weeks or longer where that is what the labels name. */
  readonly nights: readonly number[];
}

/** Where an axis is drawn, in pixels. */
export interface AxisRoom {
  readonly left: number;
  readonly width: number;
  /** How far its labels may reach. */
  readonly from: number;
  readonly to: number;
  readonly measure: (label: string) => number;
}

/** Least space between labels of one row. */
const GAP_PX = 10;
const HOUR_GAP_PX = 22;
const HOUR_STEPS_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720];
const DAYS_OF_WEEK = 7;
/** Day 0, 1 January 1970, was a Thursday: weeks start on Monday. */
const THURSDAY = 3;

interface Mark {
  readonly at: number;
  readonly label: string;
}

const place = ({ left, width, from, to, measure }: AxisRoom, { at, label }: Mark): TimeTick => {
  const [mark, length] = [left + at * width, measure(label)];
  const middle = Math.min(Math.max(mark, from + length / 2), to - length / 2);
  return { label, at: mark, middle, width: length };
};

const standApart = (ticks: readonly TimeTick[], gap: number): boolean =>
  ticks.every((tick, i) => {
    const next = ticks[i + 1];
    return !next || tick.middle + tick.width / 2 + gap <= next.middle - next.width / 2;
  });

const hourMarks = ({ hours, start, end }: AxisPart, stepMinutes: number): Mark[] => {
  if (!hours) return [];
  const { fromMs, toMs } = hours;
  const stepMs = stepMinutes * MINUTE_MS;
  const marks: Mark[] = [];
  for (let ms = Math.ceil(fromMs / stepMs) * stepMs; ms <= toMs; ms += stepMs) {
    marks.push({ at: start + ((ms - fromMs) / (toMs - fromMs)) * (end - start), label: clockText(ms) });
  }
  return marks;
};

/** The hours of a single day, as many as stand well apart; its start where not even two do. */
const hoursOfDay = (part: AxisPart, room: AxisRoom): TimeTick[] => {
  if (!part.hours) return [];
  const lengthMinutes = (part.hours.toMs - part.hours.fromMs) / MINUTE_MS;
  for (const step of HOUR_STEPS_MINUTES.filter((minutes) => (lengthMinutes / minutes) * GAP_PX < room.width)) {
    const ticks = hourMarks(part, step).map((mark) => place(room, mark));
    if (ticks.length > 1 && standApart(ticks, HOUR_GAP_PX)) return ticks;
  }
  return [place(room, { at: part.start, label: clockText(part.hours.fromMs) })];
};

/** The same hours of every day, none of them nearer to a night than its label is wide; none at all where a day has no room. */
const hoursOfDays = (parts: readonly AxisPart[], room: AxisRoom): TimeTick[] => {
  const ofPart = (part: AxisPart, step: number): TimeTick[] =>
    hourMarks(part, step)
      .map((mark) => place(room, mark))
      .filter(({ at, width }) => {
        const [from, to] = [room.left + part.start * room.width, room.left + part.end * room.width];
        return at - from >= width / 2 && to - at >= width / 2;
      });
  for (const step of HOUR_STEPS_MINUTES.filter((minutes) => minutes >= 60 && minutes <= 240)) {
    const days = parts.map((part) => ofPart(part, step));
    if (days.every((ticks) => ticks.length > 0) && standApart(days.flat(), HOUR_GAP_PX)) return days.flat();
  }
  return [];
};

const yearOf = (day: number): number => Number(dateOf(day).slice(0, -6));
const monthOf = (day: number): number => yearOf(day) * 12 + Number(dateOf(day).slice(-5, -3)) - 1;
const weekOf = (day: number): number => Math.floor((day + THURSDAY) / DAYS_OF_WEEK);
const monthText = (day: number): string =>
  monthOf(day) % 12 === 0 ? dateOf(day).slice(0, -6) : shortDate(dateOf(day)).split(' ').slice(-1).join('');

/** Names of days, longest first; the last alone would not tell two weeks apart. */
const DAY_TEXTS = [mediumDate, shortWeekday, shortDate, weekdayName];

/** Periods longer than a day, by what tells one from the next. */
const PERIODS: readonly { readonly keyOf: (day: number) => number; readonly textOf: (day: number) => string }[] = [
  { keyOf: weekOf, textOf: (day) => shortDate(dateOf(day)) },
  { keyOf: (day) => Math.floor(weekOf(day) / 2), textOf: (day) => shortDate(dateOf(day)) },
  { keyOf: monthOf, textOf: monthText },
  ...[2, 3, 6].map((months) => ({ keyOf: (day: number) => Math.floor(monthOf(day) / months), textOf: monthText })),
  ...[1, 2, 5, 10, 20, 50].map((years) => ({
    keyOf: (day: number) => Math.floor(yearOf(day) / years),
    textOf: (day: number) => String(yearOf(day)),
  })),
];

const namedDays = (parts: readonly AxisPart[], room: AxisRoom): TimeTick[] | undefined => {
  const isOneWeek = (parts.at(-1)?.day ?? 0) - (parts[0]?.day ?? 0) < DAYS_OF_WEEK;
  for (const text of isOneWeek ? DAY_TEXTS : DAY_TEXTS.slice(0, -1)) {
    const ticks = parts.map(({ day, start, end }) => place(room, { at: (start + end) / 2, label: text(dateOf(day)) }));
    if (standApart(ticks, GAP_PX)) return ticks;
  }
  return undefined;
};

const namedPeriods = (parts: readonly AxisPart[], room: AxisRoom): TimeTick[] => {
  for (const { keyOf, textOf } of PERIODS) {
    const starts = parts.filter(({ day }, i) => i === 0 || keyOf(day) !== keyOf(parts[i - 1]?.day ?? day));
    const ticks = starts.map(({ day, start }) => place(room, { at: start, label: textOf(day) }));
    if (standApart(ticks, GAP_PX)) return ticks;
    // The first period has mostly begun before the axis does, and is the one to leave out.
    if (ticks.length > 2 && standApart(ticks.slice(1), GAP_PX)) return ticks.slice(1);
  }
  return [];
};

/** The labels that an axis has room for: hours within a day, days within weeks, weeks, months or years. */
export function timeTicks(parts: readonly AxisPart[], room: AxisRoom): TimeTicks {
  const [first] = parts;
  if (!first) return { hours: [], days: [], nights: [] };
  if (parts.length === 1 && first.hours) return { hours: hoursOfDay(first, room), days: [], nights: [] };
  const days = namedDays(parts, room);
  if (!days) {
    const periods = namedPeriods(parts, room);
    return { hours: [], days: periods, nights: periods.map(({ at }) => at).filter((at) => at > room.left) };
  }
  const nights = first.hours ? parts.slice(1).map(({ start }) => room.left + start * room.width) : [];
  return { hours: hoursOfDays(parts, room), days, nights };
}
