import { html, type Markup } from '@tickerlake/presentation';
import { textAt, widest } from './svg-text.ts';
import { cls, type Paints } from './theme.ts';

/** First edge of the colours, as a share; the others lie at twice and four times it. */
const EDGES = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25];
/** Share of the cells that the strongest colours should not take. */
const WITHIN = 0.8;

/** Where the colours change, as shares of the base, nearest first. */
export type ColourEdges = readonly [near: number, mid: number, far: number];

/** Edges that suit these shares: round numbers, and the strongest colours for the few. */
export function colourEdges(shares: readonly number[]): ColourEdges {
  const sizes = shares.map(Math.abs).toSorted((a, b) => a - b);
  const wide = sizes[Math.floor(sizes.length * WITHIN)] ?? sizes.at(-1) ?? 0;
  const edge = EDGES.find((candidate) => candidate * 4 >= wide) ?? EDGES.at(-1) ?? 1;
  return [edge, edge * 2, edge * 4];
}

/** `a3` is far above the base, `b3` far below, `z0` about it, `blank` without a base. */
export function colourOf(share: number | undefined, edges: ColourEdges): string {
  if (share === undefined) return 'blank';
  const level = edges.filter((edge) => Math.abs(share) >= edge).length;
  return level === 0 ? 'z0' : `${share > 0 ? 'a' : 'b'}${level}`;
}

/** Paints of cells, and after them of the texts on the four that need an ink of their own. */
export const HEAT_PAINTS: Paints = {
  a3: { fill: 'a3' },
  a2: { fill: 'a2' },
  a1: { fill: 'a1' },
  z0: { fill: 'z0' },
  b1: { fill: 'b1' },
  b2: { fill: 'b2' },
  b3: { fill: 'b3' },
  blank: { fill: 'none', stroke: 'hair' },
  a3Ink: { fill: 'a3Ink' },
  a2Ink: { fill: 'a2Ink' },
  b2Ink: { fill: 'b2Ink' },
  b3Ink: { fill: 'b3Ink' },
  inset: { fill: 'none', stroke: 'paper' },
  highest: { fill: 'none', stroke: 'ink', css: 'stroke-width:2' },
};

/** The class of a text on a cell of that colour, where it is not that of other texts. */
export const inkOn = (colour: string): string | undefined =>
  `${colour}Ink` in HEAT_PAINTS ? `${colour}Ink` : undefined;

const STEPS = ['b3', 'b2', 'b1', 'z0', 'a1', 'a2', 'a3'];
const MAX_STEP_WIDTH = 56;
const STRIP_HEIGHT = 12;
const LABEL_GAP = 6;
/** Pixels of the key from top to bottom. */
export const KEY_HEIGHT = 38;

const edgeText = (share: number, unit: string): string => {
  const digits = String(Number((Math.abs(share) * 100).toFixed(3)));
  return `${share < 0 ? '−' : '+'}${digits}${unit}`;
};

/** The labels of the edges; where they would crowd, only the outermost bear the unit, or there are no others. */
const edgeLabels = ([near, mid, far]: ColourEdges, step: number): string[] => {
  const shares = [-far, -mid, -near, near, mid, far];
  const isOutermost = (i: number): boolean => i === 0 || i === shares.length - 1;
  const all = shares.map((share) => edgeText(share, '%'));
  const fewer = shares.map((share, i) => edgeText(share, isOutermost(i) ? '%' : ''));
  const fits = (texts: string[]): boolean => widest('tick', texts) + LABEL_GAP <= step;
  return [all, fewer].find(fits) ?? all.map((text, i) => (isOutermost(i) ? text : ''));
};

/** The strip of colours, and below it the shares at which they change. */
export function drawColourKey(edges: ColourEdges, width: number): Markup {
  const step = Math.min(MAX_STEP_WIDTH, Math.floor(width / STEPS.length));
  const boxes = STEPS.map(
    (name, i) => html`<rect x="${i * step}" width="${step - 1}" height="${STRIP_HEIGHT}" class="${cls(name)}" />`,
  );
  const labels = edgeLabels(edges, step).map((text, i) =>
    textAt((i + 1) * step - 0.5, STRIP_HEIGHT + 14, 'tick', text, { anchor: 'middle' }),
  );
  return html`${boxes}${labels}`;
}
