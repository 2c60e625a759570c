import {
  clockText,
  type Company,
  createWallClock,
  drawSeries,
  type MarketAxis,
  MINUTE_MS,
  type PriceScale,
  readCompanies,
} from '@tickerlake/presentation';
import type { SessionTimes } from '../live-patch.ts';
import type { CompanyState } from './page-state.ts';

const HOUR_MS = 60 * MINUTE_MS;
/** Room above the prices, and below them where the lowest is written, as shares of the height. */
const [ROOM_ABOVE, ROOM_BELOW] = [0.04, 0.1];
/** How far beyond the prices another may lie and still be kept in sight, as a share of their span. */
const MAX_REACH = 0.4;

/** The axis of one session in wall time, a label at every full hour. */
export function sessionAxis({ openMs, closeMs }: SessionTimes): MarketAxis {
  const fromMs = createWallClock()(openMs);
  const lengthMs = closeMs - openMs;
  const at = (wallMs: number): number => Math.min(1, Math.max(0, (wallMs - fromMs) / lengthMs));
  const ticks = [];
  for (let ms = Math.ceil(fromMs / HOUR_MS) * HOUR_MS; ms <= fromMs + lengthMs; ms += HOUR_MS) {
    ticks.push({ at: at(ms), label: clockText(ms) });
  }
  // A minute is drawn at its middle.
  return { days: [], nights: [], lengthMs, ticks, positionOf: (wallMs) => at(wallMs + MINUTE_MS / 2) };
}

/** A company's session as paths in a box of `width` × `PATH_HEIGHT` units, and where its prices lie in it. */
export interface PriceChart {
  readonly company: Company;
  readonly axis: MarketAxis;
  /** Highest and lowest price in sight. */
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  /** Between each minute's high and low. */
  readonly range: string;
  /** Along the closes. */
  readonly line: string;
  /** 0 is the top. */
  readonly scale: PriceScale;
}

/** The minutes as the report's charts read them. */
const companyOf = ({ name, minutes }: CompanyState): Company | undefined => {
  const bars = [...minutes.values()];
  const [company] = readCompanies([
    {
      name,
      ts: bars.map(({ startMs }) => startMs),
      high: bars.map(({ high }) => high),
      low: bars.map(({ low }) => low),
      close: bars.map(({ close }) => close),
    },
  ]);
  return company;
};

const scaleOf = (top: number, bottom: number): PriceScale => {
  if (!(top > bottom)) return () => 0.5;
  return (price) => ROOM_ABOVE + ((top - price) / (top - bottom)) * (1 - ROOM_ABOVE - ROOM_BELOW);
};

/** What else than the prices a chart has to show. */
export interface ChartOptions {
  readonly maxWidth: number;
  /** A price to keep in sight, where that does not press the others flat. */
  readonly inSight?: number | undefined;
}

/** Draws a company's session so far; `undefined` before its first minute. */
export function drawPrices(
  state: CompanyState,
  session: SessionTimes,
  { maxWidth, inSight }: ChartOptions,
): PriceChart | undefined {
  const company = companyOf(state);
  if (!company) return undefined;
  let [top, bottom] = [company.top.price, company.bottom.price];
  const reach = MAX_REACH * (top - bottom);
  if (inSight !== undefined && inSight <= top + reach && inSight >= bottom - reach) {
    [top, bottom] = [Math.max(top, inSight), Math.min(bottom, inSight)];
  }
  const scale = scaleOf(top, bottom);
  const axis = sessionAxis(session);
  return { company, axis, top, bottom, scale, ...drawSeries(company, axis, scale, MINUTE_MS, maxWidth) };
}

/** Round prices inside a range, a few of them: 1, 2 or 5 times a power of ten apart. */
export function priceTicks(bottom: number, top: number, most = 6): number[] {
  const span = top - bottom;
  if (!(span > 0)) return [];
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power;
  const ticks: number[] = [];
  for (let k = Math.ceil(bottom / step); k * step <= top; k += 1) ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
}
