import { html, type Markup } from '@tickerlake/presentation';
import type { Plot } from './frame.ts';
import { panelGrid } from './panel-grid.ts';
import { px } from './svg-text.ts';

/** Up to so many panels are drawn large. */
export const FEW_PANELS = 2;
/** Beyond so many, panels are lower and narrower. */
export const SOME_PANELS = 12;
const [GAP_X, GAP_Y] = [20, 22];
/** Least widths of panels: of few, of some, of many. */
const [FEW_WIDTH, SOME_WIDTH, MANY_WIDTH] = [460, 280, 212];

const minWidthOf = (count: number, least: number): number => {
  if (count <= FEW_PANELS) return FEW_WIDTH;
  return Math.max(count <= SOME_PANELS ? SOME_WIDTH : MANY_WIDTH, least);
};

/** Whole pixels that each of so many panels gets; `least` where there are more than a few and the width allows it. */
export const panelWidthOf = (count: number, width: number, least = 0): number => {
  const minPanelWidth = minWidthOf(count, least);
  return Math.floor(panelGrid(count, { width, minPanelWidth, panelHeight: 0, gapX: GAP_X, gapY: GAP_Y }).panelWidth);
};

/** Draws panels of that width and height row by row. */
export function drawPanels(
  panels: readonly (() => Markup)[],
  panelWidth: number,
  panelHeight: number,
  width: number,
): Plot {
  const layout = { width, minPanelWidth: panelWidth, panelHeight, gapX: GAP_X, gapY: GAP_Y };
  const { places, height } = panelGrid(panels.length, layout);
  const content = panels.map((draw, i) => {
    const { x, y } = places[i] ?? { x: 0, y: 0 };
    return html`<g transform="translate(${px(x)} ${px(y)})">${draw()}</g>`;
  });
  return { height, content: html`${content}` };
}
