import { type Cell, cellOf, cellText } from '../cells.ts';
import { displayWidth, padEnd, padStart } from './display-width.ts';
import { fitColumns, type Sized } from './fit-columns.ts';
import { directionStyle, type Paint, paintOf } from './paint.ts';
import { PIPE, type Screen } from './screen.ts';

/** How a table shows a column; every other format has the cell as it is. */
interface CellLook {
  /** Digits after the point, of computed columns: prices have all their digits. */
  readonly decimals?: number;
  /** A rise has a `+`, and rises and falls their colours. */
  readonly signed?: true;
  /** Thousands apart. */
  readonly grouped?: true;
  /** Words that end where the column ends, such as sizes with their units. */
  readonly right?: true;
  /** Shown whole or not at all. */
  readonly uncut?: true;
  /** The column whose rises and falls colour this one. */
  readonly directionOf?: string;
}

/** By column. */
export type TableLook = Readonly<Record<string, CellLook>>;

export interface TableOptions {
  readonly looks?: TableLook;
  readonly screen?: Screen;
  /** Columns that are left out first where the screen is too narrow, in this order; then from the right. */
  readonly firstToGo?: readonly string[];
}

export interface Table {
  readonly text: string;
  /** Columns for which there was no room. */
  readonly leftOut: readonly string[];
}

interface Column extends Sized {
  readonly cells: readonly string[];
  readonly right: boolean;
  readonly style: (row: number) => ReturnType<typeof directionStyle>;
}

const GAP = '  ';

/** Rows as an aligned table. On a screen it is as wide as that: words are cut, then columns left out. Numbers are never cut. */
export function layOutTable(
  names: readonly string[],
  rows: readonly object[],
  { looks = {}, screen = PIPE, firstToGo = [] }: TableOptions = {},
): Table {
  const columns = names.map((name) => columnOf(name, rows, looks[name] ?? {}));
  const { shown, leftOut } = fitColumns(columns, screen.columns ?? Infinity, GAP.length, firstToGo);
  const paint = paintOf(screen);
  const header = shown.map(({ column, width, cut }) => {
    const align = column.right ? padStart : padEnd;
    return paint('bold', align(cut(column.name), width));
  });
  const rule = shown.map(({ width }) => paint('dim', '─'.repeat(width)));
  const body = rows.map((_, row) => shown.map((part) => cellAt(part, row, paint)));
  return { text: [header, rule, ...body].map(lineOf).join(''), leftOut };
}

function cellAt({ column, width, cut }: Shown, row: number, paint: Paint): string {
  const padded = (column.right ? padStart : padEnd)(cut(column.cells[row] ?? ''), width);
  const style = column.style(row);
  return style === undefined ? padded : paint(style, padded);
}

type Shown = ReturnType<typeof fitColumns<Column>>['shown'][number];

/** Blanks at the end of a line are of no use; those of a coloured cell stand before the code that ends the colour. */
const lineOf = (cells: readonly string[]): string => `${cells.join(GAP).trimEnd()}\n`;

function columnOf(name: string, rows: readonly object[], look: CellLook): Column {
  const values = rows.map((row) => cellOf(row, name));
  const numeric = values.some(isNumber) && values.every((value) => value === null || isNumber(value));
  const texts = values.map((value) => shownText(value, look));
  const cells = numeric ? alignOnPoint(texts) : texts;
  const directed = look.directionOf ?? (look.signed ? name : undefined);
  const width = cells.reduce((most, cell) => Math.max(most, displayWidth(cell)), displayWidth(name));
  return {
    name,
    cells,
    width,
    right: numeric || look.right === true,
    empty: values.every((value) => value === null),
    isWords:
      !numeric &&
      look.right !== true &&
      look.uncut !== true &&
      !texts.every((cell) => cell === '' || IS_TIME.test(cell)),
    style: (row) =>
      directed === undefined ? undefined : directionStyle(Number(cellOf(rows[row] ?? {}, directed) ?? 0)),
  };
}

const isNumber = (value: Cell): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

/** Half a date would be another one. */
const IS_TIME = /^\d{4}-\d\d-\d\d/;

/** What a publisher wrote may hold line breaks, or codes that a terminal obeys: in a table the ones are spaces, the others gone. */
const OBEYED = /[\p{Cc}\u2028\u2029]+/gu;
const REORDERING = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

function shownText(value: Cell, { decimals, signed, grouped }: CellLook): string {
  if (!isNumber(value)) return cellText(value).replaceAll(OBEYED, ' ').replaceAll(REORDERING, '');
  const digits = typeof value === 'number' && decimals !== undefined ? value.toFixed(decimals) : String(value);
  const text = grouped ? digits.replace(/\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')) : digits;
  return signed && value > 0 ? `+${text}` : text;
}

/** Numbers with blanks behind them, so that their points stand one below the other when they end in one column. */
function alignOnPoint(texts: readonly string[]): string[] {
  const fractions = texts.map((text) => (text === '' ? 0 : text.length - wholeLength(text)));
  const longest = Math.max(0, ...fractions);
  return texts.map((text, index) => text + ' '.repeat(longest - (fractions[index] ?? 0)));
}

const wholeLength = (text: string): number => {
  const end = text.search(/[.e]/);
  return end < 0 ? text.length : end;
};
