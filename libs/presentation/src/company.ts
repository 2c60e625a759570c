import { decimalsFor } from './number-format.ts';
import type { SeriesColumns } from './price-rows.ts';
import { createWallClock, dayOf } from './wall-time.ts';

/** A price and the wall time of its bar. */
export interface PricePoint {
  readonly price: number;
  readonly wallMs: number;
}

/** One bar as the charts use it. */
export interface ChartBar {
  /** Start of the bar in wall time. */
  readonly wallMs: number;
  readonly high: number;
  readonly low: number;
  /** The close, or the middle of high and low where there is none. */
  readonly price: number;
  /** Absent where the record held none. */
  readonly open?: number;
  /** Shares traded; absent where the record held none. */
  readonly volume?: number;
}

/** A company that has bars, with what the page tells of it. */
export interface Company {
  readonly name: string;
  /** In time order, at least one. */
  readonly bars: readonly ChartBar[];
  /** Decimals that suit its prices. */
  readonly decimals: number;
  readonly first: PricePoint;
  readonly last: PricePoint;
  /** Its highest high; the first of equals. */
  readonly top: PricePoint;
  /** Its lowest low; the first of equals. */
  readonly bottom: PricePoint;
  /** Its days with bars, by day number. */
  readonly days: ReadonlyMap<number, TradedDay>;
}

/** One day of a company's bars. */
export interface TradedDay {
  /** Price of its first bar. */
  readonly open: number;
  /** Starts of its first and last bar in wall time. */
  readonly firstMs: number;
  lastMs: number;
}

/** How far a price lies above another, as a share; `undefined` where the other is no base for a share. */
export const change = (price: number, base: number | undefined): number | undefined =>
  base !== undefined && base > 0 && Number.isFinite(price) ? price / base - 1 : undefined;

/** The company's highest price against its first. */
export const climb = (company: Company): number | undefined => change(company.top.price, company.first.price);

const MAX_EPOCH_MS = 8e15;

const finite = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);

const readBars = ({ ts, open, high, low, close, volume }: SeriesColumns): ChartBar[] => {
  const toWall = createWallClock();
  const bars = ts.flatMap((startMs, i): ChartBar | [] => {
    const [top, bottom] = [high[i], low[i]];
    if (!finite(top) || !finite(bottom) || !(Math.abs(startMs) < MAX_EPOCH_MS)) return [];
    const [start, end, traded] = [open?.[i], close[i], volume?.[i]];
    return {
      wallMs: toWall(startMs),
      high: top,
      low: bottom,
      price: finite(end) ? end : (top + bottom) / 2,
      ...(finite(start) && { open: start }),
      ...(finite(traded) && { volume: traded }),
    };
  });
  return bars.toSorted((a, b) => a.wallMs - b.wallMs);
};

const summarise = (name: string, bars: readonly ChartBar[]): Company | undefined => {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return undefined;
  let [top, bottom] = [first, first];
  const days = new Map<number, TradedDay>();
  for (const bar of bars) {
    if (bar.high > top.high) top = bar;
    if (bar.low < bottom.low) bottom = bar;
    const day = days.get(dayOf(bar.wallMs));
    if (day) day.lastMs = bar.wallMs;
    else days.set(dayOf(bar.wallMs), { open: bar.price, firstMs: bar.wallMs, lastMs: bar.wallMs });
  }
  return {
    name,
    bars,
    decimals: decimalsFor(bars.map((bar) => bar.high)),
    first,
    last,
    top: { price: top.high, wallMs: top.wallMs },
    bottom: { price: bottom.low, wallMs: bottom.wallMs },
    days,
  };
};

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : Number(a.name > b.name));

/** The companies that have bars, in alphabetical order. Bars without prices are left out. */
export const readCompanies = (series: readonly SeriesColumns[]): Company[] =>
  series.flatMap((columns) => summarise(columns.name, readBars(columns)) ?? []).toSorted(byName);

const NEVER = -Number.MAX_VALUE;

/** The companies by how far they climbed, furthest first. */
export const byClimb = (companies: readonly Company[]): Company[] =>
  companies.toSorted((a, b) => (climb(b) ?? NEVER) - (climb(a) ?? NEVER) || byName(a, b));
