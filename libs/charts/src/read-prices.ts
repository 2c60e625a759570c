import { type Company, readCompanies } from '@tickerlake/presentation';
import { ChartDataError, quoted } from './chart-error.ts';

/** A bar as a lake or a table has it. Columns beyond these are no hindrance. */
export interface PriceBar {
  /** Symbol or name of the company. */
  readonly name: string;
  /**
   * Start of the bar, an instant: a Date, milliseconds since 1970 UTC, or a text with offset such as
   * `2024-11-29 09:31:00-05:00`.
   */
  readonly ts: Date | number | string;
  readonly open?: number | null;
  /** A bar whose high or low is null or NaN has no price, and is left out. */
  readonly high: number;
  readonly low: number;
  readonly close?: number | null;
  /** Shares. */
  readonly volume?: number | bigint | null;
}

// Presentation has the same type, but is published nowhere, and so cannot stand in published types.
/** A company's bars as columns: entry `i` of each belongs to one bar. */
export interface SeriesColumns {
  readonly name: string;
  /** Starts of the bars, milliseconds since 1970 UTC. */
  readonly ts: readonly number[];
  /** `null` where there is none, as in `close` and `volume`. */
  readonly open?: readonly (number | null)[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly (number | null)[];
  /** Shares. */
  readonly volume?: readonly (number | null)[];
}

/** Prices of any number of companies: bars as rows in any order, or the columns of each company. */
export type Prices = readonly PriceBar[] | readonly SeriesColumns[];

/** Beyond it a double no longer holds hundredths: 2^53 / 100. */
const MAX_PRICE = 9e13;

/** The instants that a chart takes: those whose New York date has four digits, and that nobody meant as seconds. */
const [FIRST_MS, LAST_MS] = [Date.UTC(1900, 0, 2), Date.UTC(2199, 11, 31)];
/** Seconds since 1970 stay below this until the year 2286; so few milliseconds are April 1970. */
const SECONDS_BELOW = 1e10;

/** A date and a time with `Z` or an offset, as ISO 8601 and this project's lake write it. */
const INSTANT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:?\d\d)$/;

/** Where a value stands, for the message. */
export interface Cell {
  readonly company: string;
  readonly row: number;
}

/** @throws {ChartDataError} always */
export const fail = ({ company, row }: Cell, said: string): never => {
  throw new ChartDataError(`Row ${row} (${company}): ${said}`, company, row);
};

const readText = (ts: string): number => {
  const [, date, time, offset] = INSTANT.exec(ts) ?? [];
  return date === undefined ? Number.NaN : Date.parse(`${date}T${time}${offset}`);
};

const readInstant = (ts: unknown, cell: Cell): number => {
  const ms = ts instanceof Date ? ts.getTime() : typeof ts === 'string' ? readText(ts) : ts;
  if (typeof ms !== 'number' || !Number.isFinite(ms)) {
    const allowed = 'a Date, milliseconds since 1970 UTC, or a text with offset such as 2024-11-29 09:31:00-05:00';
    return fail(cell, `ts is ${quoted(ts)}. Allowed: ${allowed}.`);
  }
  if (ms < FIRST_MS || ms > LAST_MS) return fail(cell, `ts is ${quoted(ts)}. Allowed: the years 1900 to 2199.`);
  if (typeof ts === 'number' && Math.abs(ts) < SECONDS_BELOW) {
    return fail(cell, `ts is ${ts}, which would be early 1970: seconds? Allowed: milliseconds since 1970 UTC.`);
  }
  return ms;
};

/** A number, or null where there is none. */
const readNumber = (value: unknown, field: string, cell: Cell): number | null => {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    return fail(cell, `${field} is ${quoted(value)}. Allowed: a finite number, or null where there is none.`);
  }
  return number;
};

/** The same for a price, whose size is limited. */
export const readPrice = (value: unknown, field: string, cell: Cell): number | null => {
  const price = readNumber(value, field, cell);
  if (price !== null && Math.abs(price) > MAX_PRICE) {
    return fail(cell, `${field} is ${quoted(value)}. Allowed: at most ${MAX_PRICE}, where hundredths still count.`);
  }
  return price;
};

/** The columns of a company while they grow. */
interface Growing {
  readonly name: string;
  readonly ts: number[];
  readonly open: (number | null)[];
  readonly high: number[];
  readonly low: number[];
  readonly close: (number | null)[];
  readonly volume: (number | null)[];
}

const startColumns = (name: string): Growing => ({
  name,
  ts: [],
  open: [],
  high: [],
  low: [],
  close: [],
  volume: [],
});

/** What a row or an entry of columns is, before it is looked at. */
type Untrusted = Partial<Readonly<Record<Exclude<keyof PriceBar, 'name'>, unknown>>>;

const addBar = (columns: Growing, bar: Untrusted, row: number): void => {
  const cell = { company: columns.name, row };
  for (const field of ['ts', 'high', 'low'] as const) {
    if (bar[field] === undefined) fail(cell, `it has no ${field}. A bar has name, ts, high and low at least.`);
  }
  const ts = readInstant(bar.ts, cell);
  const [high, low] = [readPrice(bar.high, 'high', cell), readPrice(bar.low, 'low', cell)];
  if (high === null || low === null) return;
  if (low > high) fail(cell, `low is ${low} and high is ${high}. Allowed: a low that is not above the high.`);
  columns.ts.push(ts);
  columns.high.push(high);
  columns.low.push(low);
  columns.open.push(readPrice(bar.open, 'open', cell));
  columns.close.push(readPrice(bar.close, 'close', cell));
  columns.volume.push(readNumber(bar.volume, 'volume', cell));
};

/** The name of a row; where there is none the row is to blame. */
export function readName(row: unknown, index: number): string {
  const name: unknown = typeof row === 'object' && row !== null && 'name' in row ? row.name : undefined;
  if (typeof name === 'string' && name.trim() !== '') return name;
  const came = typeof row === 'object' && row !== null ? `a name that is ${quoted(name)}` : quoted(row);
  throw new ChartDataError(`Row ${index}: it has ${came}. Allowed: a name that is a text.`, undefined, index);
}

const COLUMN_NAMES = ['open', 'high', 'low', 'close', 'volume'] as const;

const addColumns = (columns: Growing, added: SeriesColumns): void => {
  for (const field of COLUMN_NAMES) {
    const length = added[field]?.length ?? added.ts.length;
    if (length !== added.ts.length) {
      const said = `column ${field} has ${length} entries and ts has ${added.ts.length}`;
      throw new ChartDataError(`${added.name}: ${said}. Allowed: columns of one length.`, added.name);
    }
  }
  added.ts.forEach((ts, i) => {
    const [open, high, low] = [added.open?.[i], added.high[i], added.low[i]];
    addBar(columns, { ts, open, high, low, close: added.close[i], volume: added.volume?.[i] }, i);
  });
};

/** Bars in the order of time: the order in which rows come says nothing. */
const inOrder = (columns: Growing): SeriesColumns => {
  const order = columns.ts.map((_, i) => i).toSorted((a, b) => (columns.ts[a] ?? 0) - (columns.ts[b] ?? 0));
  const sorted = <Value>(values: readonly Value[]): Value[] => order.flatMap((i) => values.slice(i, i + 1));
  const { name, ts, open, high, low, close, volume } = columns;
  return {
    name,
    ts: sorted(ts),
    open: sorted(open),
    high: sorted(high),
    low: sorted(low),
    close: sorted(close),
    volume: sorted(volume),
  };
};

const isColumns = (row: PriceBar | SeriesColumns): row is SeriesColumns => Array.isArray(row.ts);

/**
 * The bars of each company as columns in the order of time, companies in the order in which they first came. Bars
 * without a price are left out; a company may be left without bars.
 *
 * @throws {ChartDataError} for the first bar that is none; it says which, what came and what is allowed
 */
export function readPrices(prices: Prices): SeriesColumns[] {
  if (!Array.isArray(prices)) {
    throw new ChartDataError(`The prices are ${quoted(prices)}. Allowed: an array of bars, or of columns by company.`);
  }
  const companies = new Map<string, Growing>();
  prices.forEach((row: PriceBar | SeriesColumns, i) => {
    const name = readName(row, i);
    const columns = companies.get(name) ?? startColumns(name);
    companies.set(name, columns);
    if (isColumns(row)) addColumns(columns, row);
    else addBar(columns, row, i);
  });
  return Array.from(companies.values(), inOrder);
}

/** The companies that have bars, in alphabetical order. @throws {ChartDataError} see {@link readPrices} */
export const readPriceCompanies = (prices: Prices): Company[] => readCompanies(readPrices(prices));
