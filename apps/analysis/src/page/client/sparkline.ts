import type { CurvePoint } from './flow-rate.ts';

/** The box that curves are drawn in, stretched to its place by the browser. */
export const CURVE_WIDTH = 240;
export const CURVE_HEIGHT = 100;
/** The time that the box spans. */
const SPAN_MS = 120_000;

/** A curve and the area under it. */
export interface Sparkline {
  readonly line: string;
  readonly area: string;
  readonly peak: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Draws the last two minutes up to the newest point, which lies at the right edge; zero is the bottom. */
export function drawSparkline(points: readonly CurvePoint[]): Sparkline {
  const endMs = points.at(-1)?.atMs ?? 0;
  const known = points.filter(
    (point): point is CurvePoint & { readonly value: number } =>
      point.value !== undefined && point.atMs >= endMs - SPAN_MS,
  );
  const peak = known.reduce((max, { value }) => Math.max(max, value), 0);
  const places = known.map(({ atMs, value }) => {
    const x = round(CURVE_WIDTH * (1 - (endMs - atMs) / SPAN_MS));
    return `${x} ${round(peak > 0 ? CURVE_HEIGHT * (1 - value / peak) : CURVE_HEIGHT)}`;
  });
  if (places.length < 2) return { line: '', area: '', peak };
  const line = `M${places.join('L')}`;
  const [first = '', last = ''] = [places[0], places.at(-1)];
  const xOf = (place: string): string => place.slice(0, place.indexOf(' '));
  return { line, area: `${line}L${xOf(last)} ${CURVE_HEIGHT}L${xOf(first)} ${CURVE_HEIGHT}z`, peak };
}
