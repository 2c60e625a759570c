import {
  type Company,
  dayOf,
  type MarketAxis,
  type PathPoint,
  type PriceScale,
  type SeriesColumn,
  thinBars,
  tracePath,
} from '@tickerlake/presentation';

/** Units of the paths in a pixel: half a pixel is as fine as a sharp screen shows. */
export const PATH_UNITS = 2;
/** A pause of that many of a company's usual steps is a hole in its data. */
const HOLE_STEPS = 2.5;
/** Of ten pauses between bars, nine are the usual step or shorter: a stock that trades every third minute has no holes. */
const USUAL_SHARE = 0.9;
/** Days narrower than this are joined: a line broken at every night would be dust. */
const MIN_DAY_PX = 14;
/** So are days of fewer bars: nothing would be left of the line. */
const MIN_DAY_BARS = 3;

/** The paths of a company in units of 1/`PATH_UNITS` pixel. */
export interface LinePaths {
  /** From each place's highest high to its lowest low. */
  readonly range: string;
  /** Along the closes. */
  readonly line: string;
  /** Whether the line breaks elsewhere than at a night. */
  readonly hasHoles: boolean;
}

const usualStepMs = ({ bars }: Company, barMs: number): number => {
  const steps = bars.slice(1).flatMap(({ wallMs }, i) => {
    const before = bars[i]?.wallMs ?? wallMs;
    return dayOf(before) === dayOf(wallMs) ? wallMs - before : [];
  });
  return Math.max(barMs, steps.toSorted((a, b) => a - b)[Math.floor((steps.length - 1) * USUAL_SHARE)] ?? barMs);
};

/** Why the line breaks between two neighbouring columns, if it does. */
type BreakBetween = (before: SeriesColumn, after: SeriesColumn) => 'hole' | 'night' | undefined;

const breaksOf = (company: Company, axis: MarketAxis, barMs: number, widthPx: number): BreakBetween => {
  const stepMs = usualStepMs(company, barMs);
  const dayIndex = new Map(axis.days.map(({ day }, i) => [day, i]));
  const indexAt = (wallMs: number): number => dayIndex.get(dayOf(wallMs)) ?? 0;
  const dayMs = axis.lengthMs / axis.days.length;
  const breaksAtNight = widthPx / axis.days.length >= MIN_DAY_PX && dayMs / stepMs >= MIN_DAY_BARS;
  return (before, after) => {
    const nights = indexAt(after.firstMs) - indexAt(before.lastMs);
    if (nights > 1) return 'hole';
    if (nights === 1) return breaksAtNight ? 'night' : undefined;
    return after.firstMs - before.lastMs > HOLE_STEPS * stepMs ? 'hole' : undefined;
  };
};

const splitAt = (columns: readonly SeriesColumn[], breakBetween: BreakBetween) => {
  const stretches: SeriesColumn[][] = [];
  let before: SeriesColumn | undefined;
  let hasHoles = false;
  for (const column of columns) {
    const found = before && breakBetween(before, column);
    hasHoles ||= found === 'hole';
    if (before && !found) stretches.at(-1)?.push(column);
    else stretches.push([column]);
    before = column;
  }
  return { stretches, hasHoles };
};

/** Where and how finely the paths of a company are drawn. */
export interface LineBox {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Places per pixel, 1 or 2. */
  readonly placesPerPx: number;
}

/**
 * The paths of a company's bars, thinned to the places of the box; highs and lows survive the thinning. The line ends
 * at every night where days have room, and wherever bars are missing.
 */
export function linePaths(
  company: Company,
  axis: MarketAxis,
  scale: PriceScale,
  barMs: number,
  { widthPx, heightPx, placesPerPx }: LineBox,
): LinePaths {
  const places = Math.max(1, Math.floor(widthPx * placesPerPx));
  const { stretches, hasHoles } = splitAt(thinBars(company, axis, places), breaksOf(company, axis, barMs, widthPx));
  const pointAt = (x: number, price: number): PathPoint => [
    Math.round(((x + 0.5) / placesPerPx) * PATH_UNITS),
    Math.round(scale(price) * heightPx * PATH_UNITS),
  ];
  const range = stretches.map((columns) => {
    const top = columns.map(({ x, high }) => pointAt(x, high));
    const bottom = columns.toReversed().map(({ x, low }) => pointAt(x, low));
    return `${tracePath([...top, ...bottom])}z`;
  });
  const line = stretches.map((columns) => tracePath(columns.map(({ x, price }) => pointAt(x, price))));
  return { range: range.join(''), line: line.join(''), hasHoles };
}
