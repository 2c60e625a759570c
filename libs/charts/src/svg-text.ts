import { html, type Markup } from '@tickerlake/presentation';
import { type FontWeight, textWidth } from './text-width.ts';
import { cls, type Colour, type Paint } from './theme.ts';

interface TextStyle {
  readonly size: number;
  readonly weight: FontWeight;
  readonly colour: Colour;
  /** Digits of one width, for what stands in columns; hyphens become as wide, which names do not bear. */
  readonly tabular?: boolean;
}

/** Every kind of text in a chart. Sizes are pixels. */
export const TEXT_STYLES = {
  title: { size: 18, weight: 600, colour: 'ink' },
  subtitle: { size: 13, weight: 400, colour: 'soft' },
  /** Legend. */
  key: { size: 12, weight: 400, colour: 'ink' },
  /** Names of companies. */
  name: { size: 12, weight: 600, colour: 'ink' },
  /** Numbers that matter most. */
  strong: { size: 12, weight: 600, colour: 'ink', tabular: true },
  label: { size: 12, weight: 400, colour: 'ink', tabular: true },
  /** Heads of columns, marks of axes, times. */
  tick: { size: 11, weight: 400, colour: 'soft', tabular: true },
  /** Small labels inside panels and cells. */
  small: { size: 11, weight: 400, colour: 'ink', tabular: true },
  smallStrong: { size: 11, weight: 600, colour: 'ink', tabular: true },
  /** Numbers in cells that have no room for more. */
  tiny: { size: 10, weight: 400, colour: 'ink', tabular: true },
  tinyStrong: { size: 10, weight: 600, colour: 'ink', tabular: true },
  caption: { size: 11, weight: 400, colour: 'soft' },
} as const satisfies Record<string, TextStyle>;

/** The name of a text style, which is also its class. */
export type TextKind = keyof typeof TEXT_STYLES;

const fontOf = ({ size, weight, tabular = false }: TextStyle): string =>
  `font-size:${size}px;font-weight:${weight}${tabular ? ';font-variant-numeric:tabular-nums' : ''}`;

/** The text styles as paints of the style sheet. */
export const TEXT_PAINTS: Readonly<Record<string, Paint>> = Object.fromEntries(
  Object.entries(TEXT_STYLES).map(([kind, style]) => [kind, { fill: style.colour, css: fontOf(style) }]),
);

/** Pixels that a line of text may take, with a margin for other fonts. */
export const measure = (kind: TextKind, text: string): number =>
  textWidth(text, TEXT_STYLES[kind].size, TEXT_STYLES[kind].weight);

/** The widest of some texts; 0 for none. */
export const widest = (kind: TextKind, texts: readonly string[]): number =>
  texts.reduce((max, text) => Math.max(max, measure(kind, text)), 0);

/** What XML 1.0 cannot hold, https://www.w3.org/TR/xml/#charsets, and what would break a line or turn its direction. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufffe\uffff]+/gu;

/** A text of the data on one line, without characters that an SVG cannot hold. */
export const oneLine = (text: string): string => text.replace(UNFIT, ' ').trim();

const ELLIPSIS = '…';

const graphemes = (text: string): string[] =>
  Array.from(new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment);

/** The text, cut with an ellipsis where it is wider than that; empty where not even the ellipsis fits. */
export function fit(kind: TextKind, text: string, maxWidth: number): string {
  const line = oneLine(text);
  if (measure(kind, line) <= maxWidth) return line;
  let kept = '';
  for (const part of graphemes(line)) {
    if (measure(kind, kept + part + ELLIPSIS) > maxWidth) break;
    kept += part;
  }
  return kept === '' && measure(kind, ELLIPSIS) > maxWidth ? '' : kept.trimEnd() + ELLIPSIS;
}

/** Words, and pieces of words that are wider than a line. */
const pieces = (kind: TextKind, text: string, maxWidth: number): string[] =>
  oneLine(text)
    .split(/ +/)
    .flatMap((word) => {
      if (measure(kind, word) <= maxWidth) return [word];
      const parts = [''];
      for (const part of graphemes(word)) {
        const grown = (parts.at(-1) ?? '') + part;
        if (measure(kind, grown) > maxWidth) parts.push(part);
        else parts[parts.length - 1] = grown;
      }
      return parts;
    })
    .filter((piece) => piece !== '');

const linesOf = (kind: TextKind, text: string, maxWidth: number): string[] => {
  const lines: string[] = [];
  for (const piece of pieces(kind, text, maxWidth)) {
    const grown = lines.length === 0 ? piece : `${lines.at(-1)} ${piece}`;
    if (lines.length > 0 && measure(kind, grown) <= maxWidth) lines[lines.length - 1] = grown;
    else lines.push(piece);
  }
  return lines;
};

/** Lines may be so much narrower than the room, so that the last one is no single word. */
const BALANCED = [0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

/**
 * The text in lines of at most that width, as even as their number allows; what more lines would hold is cut with an
 * ellipsis.
 */
export function wrap(kind: TextKind, text: string, maxWidth: number, maxLines: number): string[] {
  const lines = linesOf(kind, text, maxWidth);
  if (lines.length > maxLines) {
    return [...lines.slice(0, maxLines - 1), fit(kind, lines.slice(maxLines - 1).join(' '), maxWidth)];
  }
  if (lines.length <= 1) return lines;
  const tried = BALANCED.map((share) => linesOf(kind, text, maxWidth * share));
  return tried.find(({ length }) => length === lines.length) ?? lines;
}

/** A coordinate with at most one decimal: a tenth of a pixel is finer than anybody sees. */
export const px = (value: number): number => Math.round(value * 10) / 10;

/** How a text stands at its place. */
export interface TextPlace {
  /** Which end of the text is at x. @default 'start' */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** A further class, whose paint is listed after those of the texts: another colour. */
  readonly also?: string;
  /** The whole text where only a part of it is shown: what a browser shows under the pointer. */
  readonly whole?: string;
}

/**
 * One line of text, nothing where it is empty; every text of a chart is drawn here. `fit` it first: it is neither cut nor wrapped.
 *
 * @param y of the baseline
 */
export function textAt(x: number, y: number, kind: TextKind, text: string, place: TextPlace = {}): Markup {
  const line = oneLine(text);
  if (line === '') return html``;
  const { anchor = 'start', also, whole = line } = place;
  const anchored = anchor !== 'start' && html` text-anchor="${anchor}"`;
  const hint = oneLine(whole) !== line && html`<title>${oneLine(whole)}</title>`;
  // prettier-ignore
  return html`<text x="${px(x)}" y="${px(y)}" class="${also === undefined ? cls(kind) : cls(kind, also)}"${anchored}>${hint}${line}</text>`;
}
