import type { Chart } from '@tickerlake/charts';
import { html, type Markup, trusted } from '@tickerlake/presentation';

/** One width that the page is read at. */
interface Artboard {
  /** Class of the element that shows it; the style sheet says on which screens. */
  readonly name: 'wide' | 'medium' | 'narrow';
  /** Pixels of the chart. */
  readonly width: number;
}

const ARTBOARDS: readonly Artboard[] = [
  { name: 'wide', width: 1072 },
  { name: 'medium', width: 632 },
  { name: 'narrow', width: 344 },
];

/**
 * A chart as newspapers put it on a page: drawn anew for each width, so that its texts keep their size, and the style
 * sheet shows the one that fits.
 *
 * @param name a letter or two, different for each chart of the page: it stands before each of the chart’s names
 * @param draw makes the chart for a width, with ids that begin as it is told
 */
export const artboards = (
  name: string,
  draw: (board: { readonly width: number; readonly id: string }) => Chart,
): Markup =>
  html`${ARTBOARDS.map(
    (board) =>
      html`<div class="board ${board.name}">
        ${trusted(draw({ width: board.width, id: `${name}${board.name.charAt(0)}` }).svg)}
      </div>`,
  )}`;
