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

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const nthSunday = (year: number, month: number, n: number): number => {
  const first = Date.UTC(year, month, 1);
  return first + (((7 - new Date(first).getUTCDay()) % 7) + (n - 1) * 7) * DAY_MS;
};
const lastSunday = (year: number, month: number): number => {
  const last = Date.UTC(year, month + 1, 0);
  return last - new Date(last).getUTCDay() * DAY_MS;
};

/** Minutes east of UTC in New York at an instant: −240 in summer, −300 in winter. */
export function newYorkOffsetMinutes(epochMs: number): number {
  const year = new Date(epochMs).getUTCFullYear();
  const start = (year < 2007 ? nthSunday(year, 3, 1) : nthSunday(year, 2, 2)) + 7 * HOUR_MS;
  const end = (year < 2007 ? lastSunday(year, 9) : nthSunday(year, 10, 1)) + 6 * HOUR_MS;
  return epochMs >= start && epochMs < end ? -240 : -300;
}

/** The New York wall-clock time of an instant (milliseconds since 1970 UTC). */
export function toNewYork(epochMs: number): NewYorkTime {
  const offsetMinutes = newYorkOffsetMinutes(epochMs);
  const wall = new Date(epochMs + offsetMinutes * 60_000);
  return {
    date: wall.toISOString().slice(0, 10),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    millisecond: wall.getUTCMilliseconds(),
    offsetMinutes,
  };
}

/** The New York date of an instant, `YYYY-MM-DD`. */
export const newYorkDate = (epochMs: number): string => toNewYork(epochMs).date;

/** The New York hour (0–23) of an instant. */
export const newYorkHour = (epochMs: number): number => toNewYork(epochMs).hour;

/**
 * The instant of a New York wall-clock time, in milliseconds since 1970 UTC. In the hour that the clocks skip, the
 * time moves forward; of the hour that comes twice, the first is meant.
 */
export function fromNewYork(date: string, hour = 0, minute = 0, second = 0, millisecond = 0): number {
  const wall = Date.parse(`${date}T00:00:00Z`) + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  const summer = wall + 240 * 60_000;
  return newYorkOffsetMinutes(summer) === -240 ? summer : wall + 300 * 60_000;
}

/** An instant as exchange time with its offset, `2020-05-14 09:30:00-04:00`; milliseconds only where there are any. */
export function formatNewYork(epochMs: number): string {
  const offsetMinutes = newYorkOffsetMinutes(epochMs);
  const iso = new Date(epochMs + offsetMinutes * 60_000).toISOString();
  const fraction = iso.slice(19, 23);
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction === '.000' ? '' : fraction}${offsetMinutes === -240 ? '-04:00' : '-05:00'}`;
}
