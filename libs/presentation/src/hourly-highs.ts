import { decimalsFor } from './number-format.ts';
import type { HighestHourlyHighRow } from './price-rows.ts';

/** The highest price of one hour and every bar that reached it. */
export interface HourHigh {
  readonly hour: string;
  readonly high: number;
  readonly rows: readonly HighestHourlyHighRow[];
}

/** The hours of one New York date. */
export interface DayHighs {
  readonly date: string;
  readonly hours: readonly HourHigh[];
  /** The highest of its hours. */
  readonly high: number;
}

/** The days of one company. */
export interface CompanyHighs {
  readonly name: string;
  readonly decimals: number;
  readonly days: readonly DayHighs[];
}

const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
};

const highest = (highs: readonly { readonly high: number }[]): number =>
  highs.reduce((max, { high }) => Math.max(max, high), -Infinity);

const readDay = (date: string, rows: readonly HighestHourlyHighRow[]): DayHighs => {
  const hours = groupBy(rows, (row) => row.hour).map(([hour, ofHour]) => ({
    hour,
    high: highest(ofHour),
    rows: ofHour,
  }));
  return { date, hours, high: highest(hours) };
};

/** The rows by company, date and hour, each in order. */
export const groupHighs = (rows: readonly HighestHourlyHighRow[]): CompanyHighs[] =>
  groupBy(rows, (row) => row.name).map(([name, ofCompany]) => ({
    name,
    decimals: decimalsFor(ofCompany.map((row) => row.high)),
    days: groupBy(ofCompany, (row) => row.date).map(([date, ofDay]) => readDay(date, ofDay)),
  }));

/** `09` as `09–10`: the New York hour that a price belongs to. */
export const hourText = (hour: string): string =>
  /^\d\d$/.test(hour) ? `${hour}–${String((Number(hour) + 1) % 24).padStart(2, '0')}` : hour;
