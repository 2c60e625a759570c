export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** What every record says as its `source`. */
export const SOURCE = 'simulated';

/** The date of a number of days since 1970, `YYYY-MM-DD`. */
export const dateText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The number of days since 1970 of a date `YYYY-MM-DD`. */
export const dayOfDate = (date: string): number => Date.parse(date) / DAY_MS;

/** The day of the week of a number of days since 1970, 0 for Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

export const isWeekend = (day: number): boolean => weekdayOf(day) === 0 || weekdayOf(day) === 6;
