import type { Company } from './company.ts';
import type { MarketAxis } from './market-axis.ts';
import { dayOf, MINUTE_MS } from './wall-time.ts';

/** Height of the drawing in its own whole units: small numbers keep the page small. */
export const PATH_HEIGHT = 300;
/** A pause shorter than this is a minute without trades, not a hole in the data. */
const MIN_HOLE_MS = 30 * MINUTE_MS;
const MIN_HOLE_BARS = 2.5;
/** Where months are drawn and a column stands for hours, a curve broken every night would be dust. */
const MIN_HOLE_COLUMNS = 20;

/** The drawn price range of a company: 0 is the top of the picture, 1 its bottom. */
export type PriceScale = (price: number) => number;

/** The paths of a series in a box of `width` × `PATH_HEIGHT` units. */
export interface SeriesPaths {
  readonly width: number;
  /** From each column's highest high to its lowest low. */
  readonly range: string;
  /** Along the prices. */
  readonly line: string;
}

/** What is drawn at one horizontal place: one bar, or several where there are more bars than places. */
export interface SeriesColumn {
  readonly x: number;
  /** Starts of its first and last bar. */
  readonly firstMs: number;
  lastMs: number;
  high: number;
  low: number;
  price: number;
}

/** The bars at `width` places, `x` from 0; what shares a place is one column, though never over a night. */
export function thinBars({ bars }: Pick<Company, 'bars'>, axis: MarketAxis, width: number): SeriesColumn[] {
  const columns: SeriesColumn[] = [];
  for (const { wallMs, high, low, price } of bars) {
    const x = Math.min(width - 1, Math.floor(axis.positionOf(wallMs) * width));
    const last = columns.at(-1);
    if (last?.x === x && dayOf(last.lastMs) === dayOf(wallMs)) {
      last.lastMs = wallMs;
      last.high = Math.max(last.high, high);
      last.low = Math.min(last.low, low);
      last.price = price;
    } else columns.push({ x, firstMs: wallMs, lastMs: wallMs, high, low, price });
  }
  return columns;
}

/** Stretches without a night or another hole between their columns. */
const stretchesOf = (columns: readonly SeriesColumn[], holeMs: number): SeriesColumn[][] => {
  const stretches: SeriesColumn[][] = [];
  let previous: SeriesColumn | undefined;
  for (const column of columns) {
    if (previous && column.firstMs - previous.lastMs <= holeMs) stretches.at(-1)?.push(column);
    else stretches.push([column]);
    previous = column;
  }
  return stretches;
};

/** A point of a path, in whole numbers. */
export type PathPoint = readonly [x: number, y: number];

/** `M0 12l1-3…`: relative whole numbers are the shortest way to write a path. */
export const tracePath = (places: readonly PathPoint[]): string => {
  let [atX, atY] = [0, 0];
  const steps = places.map(([x, y], i) => {
    const [dx, dy] = [x - atX, y - atY];
    [atX, atY] = [x, y];
    return i === 0 ? `M${x} ${y}` : `l${dx}${dy < 0 ? '' : ' '}${dy}`;
  });
  return places.length === 1 ? `${steps.join('')}h0` : steps.join('');
};

/** Draws a company's bars into at most `maxWidth` columns; highs and lows survive the thinning. */
export function drawSeries(
  company: Company,
  axis: MarketAxis,
  scale: PriceScale,
  barMs: number,
  maxWidth: number,
): SeriesPaths {
  const width = Math.max(1, Math.min(maxWidth, Math.round(axis.lengthMs / barMs)));
  const y = (price: number): number => Math.round(scale(price) * PATH_HEIGHT);
  const holeMs = Math.max(MIN_HOLE_MS, MIN_HOLE_BARS * barMs, (MIN_HOLE_COLUMNS * axis.lengthMs) / width);
  const stretches = stretchesOf(thinBars(company, axis, width), holeMs);
  const range = stretches.map((columns) => {
    const top = columns.map(({ x, high }): PathPoint => [x, y(high)]);
    const bottom = columns.toReversed().map(({ x, low }): PathPoint => [x, y(low)]);
    return `${tracePath([...top, ...bottom])}z`;
  });
  const line = stretches.map((columns) => tracePath(columns.map(({ x, price }): PathPoint => [x, y(price)])));
  return { width, range: range.join(''), line: line.join('') };
}
