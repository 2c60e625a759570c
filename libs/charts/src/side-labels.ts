import { html, type Markup } from '@tickerlake/presentation';
import { keepApart, type LabelBox, startWithin } from './label-places.ts';
import { LABEL_GAP_PX, LINE_PX, type PanelBox } from './panel-parts.ts';
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

interface PlacedLabel extends SideLabel {
  readonly box: LabelBox;
}

/** Share of a size that reaches above the baseline, and below it. */
const [ASCENT_PX, DESCENT_PX] = [8.5, 3];
/** Brings the middle of a line level with a place. */
const LEVEL_PX = 4;

const boxOf = ({ x, side, y, lines }: SideLabel, { top, bottom }: PanelBox): LabelBox => {
  const width = lines.reduce((max, [kind, text]) => Math.max(max, measure(kind, text)), 0);
  const height = ASCENT_PX + DESCENT_PX + (lines.length - 1) * LINE_PX;
  const start = startWithin(y + LEVEL_PX - ASCENT_PX, height, top + LEVEL_PX - ASCENT_PX, bottom + DESCENT_PX);
  return { x: side === 'left' ? x - LABEL_GAP_PX - width : x + LABEL_GAP_PX, y: start, width, height };
};

const draw = ({ side, lines, box }: PlacedLabel): Markup[] =>
  lines.map(([kind, text], i) =>
    textAt(side === 'left' ? box.x + box.width : box.x, box.y + ASCENT_PX + i * LINE_PX, kind, text, {
      anchor: side === 'left' ? 'end' : 'start',
    }),
  );

/**
 * Labels beside a plot, none on another or out of the panel: of two that would meet, the one that comes first stays.
 */
export function drawSideLabels(labels: readonly SideLabel[], panel: PanelBox): Markup {
  const placed = labels
    .map((label): PlacedLabel => ({ ...label, box: boxOf(label, panel) }))
    .filter(({ box }) => box.x >= 0 && box.x + box.width <= panel.panelWidth);
  return html`${keepApart(placed, 2).map(draw)}`;
}
