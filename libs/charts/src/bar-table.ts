import { html, type Markup } from '@tickerlake/presentation';
import { type NiceTicks, niceTicks } from './nice-ticks.ts';
import type { Plot } from './frame.ts';
import { keepApart, type LabelBox, startWithin } from './label-places.ts';
import { fit, measure, px, textAt, type TextKind, widest } from './svg-text.ts';
import { cls, type Paints } from './theme.ts';

/** A part of a bar, in the paint of a class. */
export interface BarSegment {
  readonly from: number;
  readonly to: number;
  readonly paint: string;
}

/** One company. */
export interface BarRow {
  readonly name: string;
  readonly segments: readonly BarSegment[];
  /** Place of the upright line. */
  readonly mark?: number | undefined;
  /** Its texts, one for each column. */
  readonly cells: readonly string[];
}

/** A column of texts at the right. */
export interface BarColumn {
  readonly head: string;
  readonly kind: TextKind;
}

/** Bars by company on one scale that has zero on it, names at the left and texts at the right. */
export interface BarTable {
  readonly rows: readonly BarRow[];
  /** Most important first: where there is no room for all, the last are left out. */
  readonly columns: readonly BarColumn[];
  /** What the scale is. */
  readonly axisHead: string;
  /** A smaller span of values is not blown up to the full width. */
  readonly minSpan: number;
  readonly tickText: (ticks: NiceTicks, multiple: number) => string;
}

export const BAR_PAINTS: Paints = {
  rule: { stroke: 'grid' },
  zero: { stroke: 'ink' },
  above: { fill: 'above' },
  below: { fill: 'below' },
  aboveLight: { fill: 'range' },
  belowLight: { fill: 'b1' },
  last: { stroke: 'ink', css: 'stroke-width:2' },
};

const GAP = 12;
const TICK_GAP = 14;
/** Bars narrower than this say nothing: then they get a line of their own below the texts. */
const MIN_BARS = 170;
/** One long name shall not push the bars of all others aside. */
const MAX_NAME_SHARE = 0.2;
const MIN_NAME = 56;
const MAX_TICKS = 6;
/** From so many rows on the scale is written below them too. */
const LONG_TABLE = 25;
/** Height of a line of heads or marks. */
const LINE = 16;
/** Where rows are stacked: from the top of a row to its bar. */
const BAR_TOP = 22;

/** Where everything stands, pixels. */
interface Layout {
  readonly stacked: boolean;
  readonly nameWidth: number;
  readonly left: number;
  readonly right: number;
  readonly rowHeight: number;
  readonly barHeight: number;
  /** Right ends of the columns. */
  readonly columnEnds: readonly number[];
}

const columnWidth = ({ rows }: BarTable, { head, kind }: BarColumn, i: number): number => {
  const texts = rows.map(({ cells }) => cells[i] ?? '');
  return Math.ceil(Math.max(widest(kind, texts), measure('tick', head)));
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Right ends of as many columns as leave room for a name. */
const endsOf = (widths: readonly number[], width: number): number[] => {
  let shown = widths.length;
  while (shown > 0 && sum(widths.slice(0, shown)) + shown * GAP + MIN_NAME > width) shown--;
  return widths.slice(0, shown).map((_, i) => width - sum(widths.slice(i + 1, shown)) - (shown - 1 - i) * GAP);
};

const layOut = (table: BarTable, width: number): Layout => {
  const { rows, columns } = table;
  const widths = columns.map((column, i) => columnWidth(table, column, i));
  const names = Math.ceil(
    widest(
      'name',
      rows.map(({ name }) => name),
    ),
  );
  const nameWidth = Math.min(names, Math.max(MIN_NAME, width * MAX_NAME_SHARE));
  const columnEnds = endsOf(widths, width);
  const taken = sum(widths) + widths.length * GAP;
  const bars = width - nameWidth - GAP - taken;
  if (bars >= MIN_BARS) {
    const isLong = rows.length > LONG_TABLE;
    const left = nameWidth + GAP;
    return {
      stacked: false,
      nameWidth,
      left,
      right: left + bars,
      rowHeight: isLong ? 21 : 26,
      barHeight: isLong ? 11 : 13,
      columnEnds,
    };
  }
  const first = (columnEnds[0] ?? width) - (columnEnds.length > 0 ? (widths[0] ?? 0) + GAP : 0);
  return { stacked: true, nameWidth: first, left: 1, right: width - 1, rowHeight: 38, barHeight: 10, columnEnds };
};

type Scale = (value: number) => number;

interface Drawing {
  readonly table: BarTable;
  readonly layout: Layout;
  readonly ticks: NiceTicks;
  readonly scale: Scale;
}

const scaleOf = (table: BarTable, { left, right }: Layout): Pick<Drawing, 'ticks' | 'scale'> => {
  const values = table.rows.flatMap(({ segments, mark = 0 }) => [
    mark,
    ...segments.flatMap(({ from, to }) => [from, to]),
  ]);
  const low = values.reduce((min, value) => Math.min(min, value), 0);
  const high = values.reduce((max, value) => Math.max(max, value), 0);
  const span = Math.max(high - low, table.minSpan);
  const scale = (value: number): number => left + ((value - low) / span) * (right - left);
  for (let most = MAX_TICKS; ; most--) {
    const ticks = niceTicks(low, low + span, most);
    const room = scale(ticks.step) - scale(0) - TICK_GAP;
    const labels = ticks.multiples.map((multiple) => table.tickText(ticks, multiple));
    if (most === 1 || widest('tick', labels) <= room) return { ticks, scale };
  }
};

const valueOf = ({ step }: NiceTicks, multiple: number): number => multiple * step;

interface AxisLabel {
  readonly text: string;
  readonly at: number;
  /** How far it was pushed from its mark to stay within the bars' part of the picture. */
  readonly pushed: number;
  readonly box: LabelBox;
}

const axisLabel = ({ table, layout, ticks, scale }: Drawing, multiple: number): AxisLabel[] => {
  const text = table.tickText(ticks, multiple);
  const [x, width] = [scale(valueOf(ticks, multiple)), measure('tick', text)];
  const [from, to] = layout.stacked ? [0, layout.right + 1] : [layout.left - GAP / 2, layout.right + GAP / 2];
  const start = startWithin(x - width / 2, width, from, to);
  const at = start + width / 2;
  // One that is pushed further than half its width would point at another place.
  if (Math.abs(at - x) > width / 2 || width > to - from) return [];
  return [{ text, at, pushed: Math.abs(at - x), box: { x: start, y: 0, width, height: LINE } }];
};

/** The labels of the marks, zero before all others, and those at their marks before those that were pushed. */
const axisLabels = (drawing: Drawing, y: number): Markup[] => {
  const byImportance = drawing.ticks.multiples
    .toSorted((a, b) => Number(a !== 0) - Number(b !== 0))
    .flatMap((multiple) => axisLabel(drawing, multiple))
    .toSorted((a, b) => a.pushed - b.pushed);
  const kept = keepApart(byImportance, TICK_GAP / 2).toSorted((a, b) => a.at - b.at);
  return kept.map(({ text, at }) => textAt(at, y, 'tick', text, { anchor: 'middle' }));
};

/** Upright lines at some values: through all rows, or where bars have lines of their own only beside these. */
const upright = ({ layout, scale, table }: Drawing, values: readonly number[], top: number): string => {
  const { stacked, rowHeight, barHeight } = layout;
  const xs = values.map((value) => px(scale(value)));
  if (!stacked) return xs.map((x) => `M${x} ${top - 3}v${table.rows.length * rowHeight + 3}`).join('');
  const strips = table.rows.map((_, i) => top + i * rowHeight + BAR_TOP - 3);
  return strips.map((y) => xs.map((x) => `M${x} ${y}v${barHeight + 6}`).join('')).join('');
};

const bar = ({ scale, layout }: Drawing, { from, to, paint }: BarSegment, y: number): Markup => {
  const [start, end] = [scale(Math.min(from, to)), scale(Math.max(from, to))];
  if (px(end - start) === 0) return html``;
  // prettier-ignore
  return html`<rect x="${px(start)}" y="${y}" width="${px(end - start)}" height="${layout.barHeight}" class="${cls(paint)}"/>`;
};

const markAt = (x: number, y: number, height: number): Markup =>
  html`<path d="M${px(x)} ${y - 3}v${height + 6}" class="${cls('last')}" />`;

const drawRow = (drawing: Drawing, { name, segments, mark, cells }: BarRow, top: number): Markup => {
  const { layout, table, scale } = drawing;
  const { rowHeight, barHeight, stacked } = layout;
  const baseline = stacked ? top + 15 : top + rowHeight / 2 + 4.3;
  const barTop = stacked ? top + BAR_TOP : top + (rowHeight - barHeight) / 2;
  const texts = layout.columnEnds.map((end, i) =>
    textAt(end, baseline, table.columns[i]?.kind ?? 'label', cells[i] ?? '', { anchor: 'end' }),
  );
  return html`${textAt(0, baseline, 'name', fit('name', name, layout.nameWidth), { whole: name })}${texts}${segments.map((segment) => bar(drawing, segment, barTop))}${mark !== undefined && markAt(scale(mark), barTop, barHeight)}`;
};

/** The heads of the columns, in the line above the first row. */
const columnHeads = ({ table, layout }: Drawing, y: number): Markup[] =>
  layout.columnEnds.map((end, i) => textAt(end, y, 'tick', table.columns[i]?.head ?? '', { anchor: 'end' }));

/** What the scale is, its marks and the heads; where rows are stacked, the heads have a line of their own. */
const drawHead = (drawing: Drawing): Markup => {
  const { table, layout } = drawing;
  const left = layout.stacked ? 0 : layout.left;
  const axisHead = textAt(left, LINE - 4, 'tick', fit('tick', table.axisHead, layout.right - left));
  const scaleLine = 2 * LINE - 4;
  return html`${axisHead}${axisLabels(drawing, scaleLine)}${columnHeads(drawing, layout.stacked ? scaleLine + LINE : scaleLine)}`;
};

/** Draws the table; the width is that of the whole, names and columns included. */
export function drawBarTable(table: BarTable, width: number): Plot {
  const layout = layOut(table, width);
  const drawing = { table, layout, ...scaleOf(table, layout) };
  const { ticks } = drawing;
  const hasHeads = table.columns.some(({ head }) => head !== '');
  const top = LINE * (layout.stacked && hasHeads ? 3 : 2) + 2;
  const end = top + table.rows.length * layout.rowHeight;
  const isLong = table.rows.length > LONG_TABLE;
  const grid = ticks.multiples.filter((multiple) => multiple !== 0).map((multiple) => valueOf(ticks, multiple));
  const content = html`${drawHead(drawing)}<path d="${upright(drawing, grid, top)}" class="${cls('rule')}" />
    ${table.rows.map((row, i) => drawRow(drawing, row, top + i * layout.rowHeight))}
    <path d="${upright(drawing, [0], top)}" class="${cls('zero')}" />
    ${isLong && axisLabels(drawing, end + LINE - 3)}`;
  return { height: end + (isLong ? LINE + 2 : 2), content };
}
