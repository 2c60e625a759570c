import { boxesOverlap, type LabelBox } from '../src/label-places.ts';
import type { Chart } from '../src/chart.ts';
import { measure, TEXT_STYLES, type TextKind } from '../src/svg-text.ts';

/** A text of a chart and the room that it takes, with the margin for other fonts. */
interface TextBox extends LabelBox {
  readonly text: string;
}

/** Shares of a size that letters reach above the baseline, and below it. */
const [ASCENT, DESCENT] = [0.74, 0.22];

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescaped = (text: string): string => text.replace(/&([#\w]+);/g, (_, name: string) => ENTITIES[name] ?? '');

const isKind = (name: string): name is TextKind => Object.hasOwn(TEXT_STYLES, name);
const attribute = (tag: string, name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

const boxOf = (tag: string, text: string, [left, top]: readonly [number, number]): TextBox => {
  const kind = attribute(tag, 'class').split(' ')[0]?.split('-').at(-1) ?? '';
  if (!isKind(kind)) throw new Error(`The text ${text} is of no kind: ${tag}`);
  const { size } = TEXT_STYLES[kind];
  const width = measure(kind, text);
  const shift = { '': 0, start: 0, middle: width / 2, end: width }[attribute(tag, 'text-anchor')] ?? Number.NaN;
  const [x, y] = [left + Number(attribute(tag, 'x')) - shift, top + Number(attribute(tag, 'y')) - ASCENT * size];
  return { text, x, y, width, height: (ASCENT + DESCENT) * size };
};

/** The texts of a chart in coordinates of the picture. */
function textBoxes({ svg }: Chart): TextBox[] {
  const offsets: [number, number][] = [[0, 0]];
  const boxes: TextBox[] = [];
  const parts = /<g\b([^>]*)>|<\/g\s*>|(<text\b[^>]*>)(?:<title>[^<]*<\/title>)?([^<]*)<\/text>/g;
  for (const [whole, group, tag = '', text = ''] of svg.matchAll(parts)) {
    const [left, top] = offsets.at(-1) ?? [0, 0];
    if (group !== undefined) {
      const [, x = 0, y = 0] = /translate\(([-\d.]+)[ ,]([-\d.]+)\)/.exec(group) ?? [];
      offsets.push([left + Number(x), top + Number(y)]);
    } else if (whole.startsWith('</g')) offsets.pop();
    else boxes.push(boxOf(tag, unescaped(text), [left, top]));
  }
  return boxes;
}

/** How far texts may reach over the edge or into one another: the rounding of coordinates. */
const ROUNDING = 0.15;

/** The texts that meet another or leave the picture; none in a chart that can be read. */
export function misplacedTexts(chart: Chart): string[] {
  const boxes = textBoxes(chart).toSorted((a, b) => a.y - b.y);
  const outside = boxes.filter(
    ({ x, y, width, height }) =>
      x < -ROUNDING || y < 0 || x + width > chart.width + ROUNDING || y + height > chart.height,
  );
  const meeting = boxes.flatMap((box, i) => {
    const found: string[] = [];
    for (const other of boxes.slice(i + 1)) {
      if (other.y > box.y + box.height) break;
      if (boxesOverlap(box, other, -ROUNDING)) found.push(`${box.text} on ${other.text}`);
    }
    return found;
  });
  return [...outside.map(({ text }) => `${text} is outside`), ...meeting];
}
