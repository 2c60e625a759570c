import { DAY_MS, dateText, HOUR_MS, MINUTE_MS, parseDate, twoDigits } from './civil-date.ts';
import { summerAt } from './daylight-saving.ts';
import { InvalidInstantError } from './errors.ts';

/** A New York wall-clock time with the offset that applied. */
export interface NewYorkTime {
  /** Calendar date in New York, `YYYY-MM-DD`. */
  readonly date: string;
  /** 0–23. */
  readonly hour: number;
  /** 0–59. */
  readonly minute: number;
  /** 0–59. */
  readonly second: number;
  /** 0–999. */
  readonly millisecond: number;
  /** Minutes east of UTC: −240 in summer, −300 in winter. */
  readonly offsetMinutes: number;
}

const SUMMER_MINUTES = -240;
const WINTER_MINUTES = -300;

/** Noon of 1883-11-18, when New York went from its local mean time to standard time. */
const FIRST_INSTANT_MS = -2_717_650_800_000;
/** The last instant whose New York date still has a four-digit year. */
const LAST_INSTANT_MS = 253_402_318_799_999;

/**
 * Minutes east of UTC in New York at an instant: −240 in summer, −300 in winter. Right for every rule that New York has
 * had since 1883, war time and the energy crisis of 1974 included; today's rule is carried on into the future.
 * @throws {InvalidInstantError} for NaN, and outside 1883-11-18T17:00Z to the end of year 9999
 */
export function newYorkOffsetMinutes(epochMs: number): number {
  if (!(epochMs >= FIRST_INSTANT_MS && epochMs <= LAST_INSTANT_MS)) throw new InvalidInstantError(epochMs);
  const summer = summerAt(epochMs);
  return epochMs >= summer.startMs && epochMs < summer.endMs ? SUMMER_MINUTES : WINTER_MINUTES;
}

/** An instant on New York's wall clock, as if that clock showed UTC. */
export const wallMs = (epochMs: number): number => epochMs + newYorkOffsetMinutes(epochMs) * MINUTE_MS;

const within = (value: number, unit: number, count: number): number => {
  const units = Math.floor(value / unit);
  return units - Math.floor(units / count) * count;
};

/**
 * The New York wall-clock time of an instant (milliseconds since 1970 UTC).
 * @throws {InvalidInstantError} as {@link newYorkOffsetMinutes} does
 */
export function toNewYork(epochMs: number): NewYorkTime {
  const offsetMinutes = newYorkOffsetMinutes(epochMs);
  const wall = Math.floor(epochMs) + offsetMinutes * MINUTE_MS;
  return {
    date: dateText(Math.floor(wall / DAY_MS)),
    hour: within(wall, HOUR_MS, 24),
    minute: within(wall, MINUTE_MS, 60),
    second: within(wall, 1000, 60),
    millisecond: within(wall, 1, 1000),
    offsetMinutes,
  };
}

/**
 * The New York date of an instant, `YYYY-MM-DD`.
 * @throws {InvalidInstantError} as {@link newYorkOffsetMinutes} does
 */
export const newYorkDate = (epochMs: number): string => dateText(Math.floor(wallMs(epochMs) / DAY_MS));

/**
 * The New York hour (0–23) of an instant.
 * @throws {InvalidInstantError} as {@link newYorkOffsetMinutes} does
 */
export const newYorkHour = (epochMs: number): number => within(wallMs(epochMs), HOUR_MS, 24);

/**
 * The instant of a New York wall-clock time, in milliseconds since 1970 UTC. In the hour that the clocks skip, the
 * time moves forward; of the hour that comes twice, the first is meant. Hours, minutes, seconds and milliseconds beyond
 * their range carry over: hour 24 is the next midnight.
 * @throws {InvalidDateError} when the date is not an existing `YYYY-MM-DD`
 * @throws {InvalidInstantError} as {@link newYorkOffsetMinutes} does
 */
export function fromNewYork(date: string, hour = 0, minute = 0, second = 0, millisecond = 0): number {
  const wall = parseDate(date) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  const summer = wall - SUMMER_MINUTES * MINUTE_MS;
  return newYorkOffsetMinutes(summer) === SUMMER_MINUTES ? summer : wall - WINTER_MINUTES * MINUTE_MS;
}

/**
 * An instant as exchange time with its offset, `2020-05-14 09:30:00-04:00`; milliseconds only where there are any.
 * @throws {InvalidInstantError} as {@link newYorkOffsetMinutes} does
 */
export function formatNewYork(epochMs: number): string {
  const { date, hour, minute, second, millisecond, offsetMinutes } = toNewYork(epochMs);
  const fraction = millisecond === 0 ? '' : `.${`${millisecond}`.padStart(3, '0')}`;
  const time = `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}${fraction}`;
  return `${date} ${time}${offsetMinutes === SUMMER_MINUTES ? '-04:00' : '-05:00'}`;
}
