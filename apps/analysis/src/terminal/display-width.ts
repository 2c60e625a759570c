/**
 * Characters that a terminal shows two cells wide: East Asian wide and full-width ones, and pictures.
 * https://www.unicode.org/reports/tr11/
 */
const WIDE =
  /[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\u3247\u3250-\u4DBF\u4E00-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]/u;
/** What a picture is asked for with: a heart that would be one cell wide is two. */
const AS_PICTURE = /\p{Emoji}\uFE0F/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const PLAIN = /^[\u0020-\u007E]*$/;

/** Accents, flags and families of people are one character each to who reads them, however many code points they have. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const cellsOf = (grapheme: string): number => {
  if (WIDE.test(grapheme) || AS_PICTURE.test(grapheme)) return 2;
  return INVISIBLE.test(grapheme) ? 0 : 1;
};

/** How many cells of a terminal a line of text takes. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += cellsOf(segment);
  return width;
}

/** As much of a text as fits, with `…` where something was cut off. */
export function cutTo(text: string, cells: number): string {
  if (displayWidth(text) <= cells) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += cellsOf(segment);
    if (width > cells - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

const padding = (text: string, cells: number): string => ' '.repeat(Math.max(0, cells - displayWidth(text)));

export const padEnd = (text: string, cells: number): string => text + padding(text, cells);
export const padStart = (text: string, cells: number): string => padding(text, cells) + text;
