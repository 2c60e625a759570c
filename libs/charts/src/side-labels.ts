import { html, type Markup } from '@tickerlake/presentation';
import { keepApart, type LabelBox, startWithin } from './label-places.ts';
import { LABEL_GAP_PX, LINE_PX, type PanelBox } from './panel-parts.ts';
import type { PriceTick } from './price-ticks.ts';
import { measure, textAt, type TextKind } from './svg-text.ts';

/** Texts beside a plot, below one another. */
export interface SideLabel {
  /** The edge that the texts end or start at. */
  readonly x: number;
  readonly side: 'left' | 'right';
  /** What the first line stands level with. */
  readonly y: number;
  readonly lines: readonly (readonly [kind: TextKind, text: string])[];
}

/** A label in the room that it takes. */
export interface PlacedLabel extends SideLabel {
  readonly box: LabelBox;
}

/** Share of a size that reaches above the baseline, and below it. */
const [ASCENT_PX, DESCENT_PX] = [8.5, 3];
/** Brings the middle of a line level with a place. */
const LEVEL_PX = 4;

/** Where a curve ends within the plot, lines of the plot run behind its label. */
const isOnPlot = ({ x, side }: SideLabel, { left, right }: PanelBox): boolean =>
  side === 'left' ? x > left + LABEL_GAP_PX : x < right - LABEL_GAP_PX;

const boxOf = (label: SideLabel, panel: PanelBox): LabelBox => {
  const { x, side, y, lines } = label;
  // On the plot a label keeps clear of the axis, beside it it may reach below.
  const [top, bottom] = [panel.top, isOnPlot(label, panel) ? panel.bottom - DESCENT_PX : panel.bottom + DESCENT_PX];
  const width = lines.reduce((max, [kind, text]) => Math.max(max, measure(kind, text)), 0);
  const height = ASCENT_PX + DESCENT_PX + (lines.length - 1) * LINE_PX;
  const start = startWithin(y + LEVEL_PX - ASCENT_PX, height, top + LEVEL_PX - ASCENT_PX, bottom);
  return { x: side === 'left' ? x - LABEL_GAP_PX - width : x + LABEL_GAP_PX, y: start, width, height };
};

const draw = (label: PlacedLabel, panel: PanelBox): Markup[] => {
  const { side, lines, box } = label;
  const halo = isOnPlot(label, panel) ? { also: 'onPlot' } : {};
  return lines.map(([kind, text], i) =>
    textAt(side === 'left' ? box.x + box.width : box.x, box.y + ASCENT_PX + i * LINE_PX, kind, text, {
      anchor: side === 'left' ? 'end' : 'start',
      ...halo,
    }),
  );
};

/**
 * Places for labels beside a plot, none on another or out of the panel: of two that would meet, the one that comes
 * first stays.
 */
export function placeSideLabels(labels: readonly SideLabel[], panel: PanelBox): PlacedLabel[] {
  const placed = labels
    .map((label): PlacedLabel => ({ ...label, box: boxOf(label, panel) }))
    .filter(({ box }) => box.x >= 0 && box.x + box.width <= panel.panelWidth);
  return keepApart(placed, 2);
}

export const drawSideLabels = (labels: readonly PlacedLabel[], panel: PanelBox): Markup =>
  html`${labels.map((label) => draw(label, panel))}`;

/**
 * The prices of an axis that get a line across the plot: all of them where two or more have kept their label and tell
 * the steps, else those alone that have.
 */
export function ruledPrices(prices: readonly PriceTick[], placed: readonly PlacedLabel[]): readonly PriceTick[] {
  const texts = new Set(placed.flatMap(({ lines }) => lines.map(([kind, text]) => (kind === 'tick' ? text : ''))));
  const labelled = prices.filter(({ label }) => texts.has(label));
  return labelled.length > 1 ? prices : labelled;
}
