import { DAY_MS, dayOf, HOUR_MS, weekdayOf } from './civil-date.ts';

/** When New York keeps summer time in a year: from `startMs` on, before `endMs`. */
export interface Summer {
  readonly startMs: number;
  readonly endMs: number;
}

/** A month (1–12) and a day: the Sunday on or after it. The last Sunday of a 31-day month is the one on or after the 25th. */
type SundayFrom = readonly [month: number, day: number];

/**
 * The rules by the first year they held, newest first. From 1967 they are federal law, with the exceptions of the energy
 * crisis in 1974 and 1975; from 1920 to 1966 New York City's own.
 * Source: the rules US and NYC of https://github.com/eggert/tz/blob/main/northamerica
 */
const RULES: readonly (readonly [since: number, start: SundayFrom, end: SundayFrom])[] = [
  [2007, [3, 8], [11, 1]],
  [1987, [4, 1], [10, 25]],
  [1976, [4, 24], [10, 25]],
  [1975, [2, 23], [10, 25]],
  [1974, [1, 6], [10, 25]],
  [1955, [4, 24], [10, 25]],
  [1921, [4, 24], [9, 24]],
  [1918, [3, 25], [10, 25]],
];

/** Summer time was kept without a break through the war: from Monday 1942-02-09 to Sunday 1945-09-30, both at 2:00. */
const WAR_TIME: Summer = { startMs: -880_218_000_000, endMs: -765_396_000_000 };
const NEVER: Summer = { startMs: Infinity, endMs: Infinity };

const sundayFrom = (year: number, [month, day]: SundayFrom): number => {
  const earliest = dayOf(year, month, day);
  return (earliest + ((7 - weekdayOf(earliest)) % 7)) * DAY_MS;
};

/** Clocks change at 2:00 on the wall: 07:00 UTC out of winter, 06:00 UTC out of summer. */
function summerByRule(year: number): Summer {
  if (year >= 1942 && year <= 1945) return WAR_TIME;
  const rule = RULES.find(([since]) => year >= since);
  if (!rule) return NEVER;
  return { startMs: sundayFrom(year, rule[1]) + 7 * HOUR_MS, endMs: sundayFrom(year, rule[2]) + 6 * HOUR_MS };
}

/** 365.2425 days, the average year of the calendar. */
const AVERAGE_YEAR_MS = 31_556_952_000;

const summers: Summer[] = [];

/**
 * Summer time of an instant's year, worked out once a year. Reckoned by the average length of a year the year can be off
 * by one within two days of New Year, which does not matter: no summer has come within five days of it, and the war's
 * is the same in each of its years. It is twice as fast as asking a `Date`.
 */
export function summerAt(epochMs: number): Summer {
  const year = Math.floor(1970 + epochMs / AVERAGE_YEAR_MS);
  return (summers[year] ??= summerByRule(year));
}
