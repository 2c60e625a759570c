import { type CompanyHighs, groupHighs } from '@tickerlake/presentation';
import { ChartDataError, quoted } from './chart-error.ts';
import { fail, readName, readPrice } from './read-prices.ts';

/** The highest bar of a company's hour; a row for each bar where several share that price. */
export interface HighestHourlyHighRow {
  readonly name: string;
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  /** New York hour, `00` to `23`. */
  readonly hour: string;
  readonly high: number;
  /** Start of the bar in exchange time, `2020-05-14 09:39:00-04:00`. */
  readonly ts: string;
}

const isDate = (date: unknown): date is string =>
  typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(`${date}T00:00:00Z`));

const isHour = (hour: unknown): hour is string => typeof hour === 'string' && /^([01]\d|2[0-3])$/.test(hour);

/** A row without a high has no price, and is left out. */
const readHigh = (given: HighestHourlyHighRow, row: number): HighestHourlyHighRow | [] => {
  const cell = { company: readName(given, row), row };
  if (!isDate(given.date)) fail(cell, `date is ${quoted(given.date)}. Allowed: a New York date, YYYY-MM-DD.`);
  if (!isHour(given.hour)) fail(cell, `hour is ${quoted(given.hour)}. Allowed: a New York hour, '00' to '23'.`);
  if (given.high === undefined) fail(cell, 'it has no high. A row has name, date, hour and high at least.');
  const high = readPrice(given.high, 'high', cell);
  return high === null ? [] : { ...given, high };
};

/**
 * The hourly highs of each company, in alphabetical order.
 *
 * @throws {ChartDataError} for the first row that is none
 */
export function readHighs(highs: readonly HighestHourlyHighRow[]): CompanyHighs[] {
  if (!Array.isArray(highs)) throw new ChartDataError(`The highs are ${quoted(highs)}. Allowed: an array of rows.`);
  return groupHighs(highs.flatMap((row: HighestHourlyHighRow, i) => readHigh(row, i)));
}
