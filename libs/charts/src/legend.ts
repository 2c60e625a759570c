import { html, type Markup } from '@tickerlake/presentation';
import { fit, measure, px, textAt } from './svg-text.ts';
import { cls, type Paints } from './theme.ts';

/** A sign and what it means. */
export interface LegendItem {
  /** Draws the sign in a field of `KEY_SIZE` × `KEY_SIZE` pixels whose upper left corner is there. */
  readonly sign: (x: number, y: number) => Markup;
  readonly text: string;
}

/** Side of the field of a sign, pixels. */
export const KEY_SIZE = 11;
const TEXT_GAP = 6;
const ITEM_GAP = 18;
const LINE_HEIGHT = 19;

export const LEGEND_PAINTS: Paints = {
  keyBar: { stroke: 'ink', css: 'stroke-width:2' },
};

/** A filled square in the paint of a class. */
export const boxSign =
  (name: string) =>
  (x: number, y: number): Markup =>
    html`<rect x="${px(x)}" y="${px(y)}" width="${KEY_SIZE}" height="${KEY_SIZE}" class="${cls(name)}" />`;

/** A line from left to right in the paint of a class. */
export const lineSign =
  (name: string) =>
  (x: number, y: number): Markup =>
    html`<path d="M${px(x)} ${px(y + KEY_SIZE / 2)}h${KEY_SIZE}" class="${cls(name)}" />`;

/** An upright line in the paint of a class. */
export const tickSign =
  (name = 'keyBar') =>
  (x: number, y: number): Markup =>
    html`<path d="M${px(x + KEY_SIZE / 2)} ${px(y - 1)}v${KEY_SIZE + 2}" class="${cls(name)}" />`;

/** A circle in the paint of a class. */
export const dotSign =
  (name: string, radius = 3) =>
  (x: number, y: number): Markup =>
    html`<circle cx="${px(x + KEY_SIZE / 2)}" cy="${px(y + KEY_SIZE / 2)}" r="${radius}" class="${cls(name)}" />`;

/** The signs one after the other, on as many lines as they need. */
export function drawLegend(
  items: readonly LegendItem[],
  left: number,
  top: number,
  width: number,
): { height: number; content: Markup[] } {
  let [x, line] = [0, 0];
  const content = items.map(({ sign, text }) => {
    const said = fit('key', text, width - KEY_SIZE - TEXT_GAP);
    const wide = KEY_SIZE + TEXT_GAP + measure('key', said);
    if (x > 0 && x + wide > width) [x, line] = [0, line + 1];
    const y = top + line * LINE_HEIGHT + 4;
    const drawn = html`${sign(left + x, y)}${textAt(left + x + KEY_SIZE + TEXT_GAP, y + KEY_SIZE - 1.5, 'key', said)}`;
    x += wide + ITEM_GAP;
    return drawn;
  });
  return { height: items.length > 0 ? (line + 1) * LINE_HEIGHT : 0, content };
}
