import {
  CALENDAR_RANGE,
  formatNewYork,
  fromNewYork,
  newYorkDate,
  newYorkHour,
  type Session,
  sessionsBetween,
} from '@tickerlake/market-calendar';

/** The places in time at which a series has a value or lacks one, in order: those at which the market was open. */
export interface Axis {
  readonly slots: readonly string[];
  /** What a slot is called. */
  readonly unit: 'day' | 'hour' | 'bar';
}

/** Sorted, each once: what is in the rows besides the market's own hours is on the axis too. */
const ordered = (slots: Iterable<string>): string[] => [...new Set(slots)].toSorted();
const span = (slots: readonly string[]) => ({ first: slots[0] ?? '', last: slots.at(-1) ?? '' });
const between = (slots: readonly string[], { first, last }: ReturnType<typeof span>): string[] =>
  slots.filter((slot) => slot >= first && slot <= last);

/** The sessions of the days; none where the calendar knows no more than the rows do. */
const sessionsOf = (first: string, last: string): readonly Session[] =>
  first < CALENDAR_RANGE.first || last > CALENDAR_RANGE.last ? [] : sessionsBetween(first, last);

/** Sessions from the first day of some to the last. */
export function dayAxis(days: readonly string[]): Axis {
  const known = ordered(days);
  const { first, last } = span(known);
  const slots = ordered([...sessionsOf(first, last).map(({ date }) => date), ...known]);
  return { slots, unit: 'day' };
}

const HOUR_MS = 3_600_000;

/** Hours of sessions (`2026-11-20 09`) on the days of some: each day has all of its own, also those in which nothing is known. */
export function hourAxis(hours: readonly string[]): Axis {
  const known = ordered(hours);
  const { first, last } = span(known);
  const sessions = sessionsOf(first.slice(0, 10), last.slice(0, 10)).flatMap(({ date, openMs, closeMs }) =>
    stepsFrom(openMs, closeMs, HOUR_MS).map((ms) => `${date} ${String(newYorkHour(ms)).padStart(2, '0')}`),
  );
  return { slots: ordered([...sessions, ...known]), unit: 'hour' };
}

const MINUTE_MS = 60_000;

/** Bars of some length from the first of some to the last, as sessions have them. */
export function barAxis(times: readonly string[], minutes: number): Axis {
  const known = ordered(times);
  const bounds = span(known);
  const sessions = sessionsOf(bounds.first.slice(0, 10), bounds.last.slice(0, 10)).flatMap(({ openMs, closeMs }) =>
    stepsFrom(openMs, closeMs, minutes * MINUTE_MS).map(formatNewYork),
  );
  return { slots: ordered([...between(sessions, bounds), ...known]), unit: 'bar' };
}

/** Every day or hour from the first of some to the last: currencies know no exchange's hours. */
export function clockAxis(times: readonly string[], step: 'day' | 'hour'): Axis {
  const known = ordered(times);
  const { first, last } = span(known);
  const startMs = fromNewYork(first.slice(0, 10));
  const endMs = fromNewYork(last.slice(0, 10), 24);
  const hours = stepsFrom(startMs, endMs, HOUR_MS).map(
    (ms) => `${newYorkDate(ms)} ${String(newYorkHour(ms)).padStart(2, '0')}`,
  );
  const all = step === 'hour' ? hours : hours.map((hour) => hour.slice(0, 10));
  return { slots: between(ordered(all), { first, last }), unit: step };
}

const stepsFrom = (startMs: number, endMs: number, stepMs: number): number[] =>
  Array.from({ length: Math.max(0, Math.ceil((endMs - startMs) / stepMs)) }, (_, index) => startMs + index * stepMs);
