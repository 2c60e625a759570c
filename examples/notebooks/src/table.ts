/** What a notebook shows of a value: texts by media type. Deno's kernel asks for it where a cell ends with the value. */
const JUPYTER_DISPLAY: unique symbol = Symbol.for('Jupyter.display');

/** Digits after the point that a column may show. */
const DIGITS = [0, 1, 2, 3, 4, 5, 6] as const;
type Digits = (typeof DIGITS)[number];

/** What to show of the rows. */
export interface TableOptions<Row> {
  /** The columns from left to right, each with its heading. @default every column of the first row, under its own name */
  readonly columns?: { readonly [Name in keyof Row]?: string };
  /** Rows shown at most; how many are left out is said below. @default 20 */
  readonly limit?: number;
  /** Digits after the point that numbers are rounded to, 0–6; where a column needs fewer it has fewer. @default 4 */
  readonly digits?: Digits;
}

/** Rows as a table: Deno shows it by itself, tslab by `display.html(table(rows).html)`. */
export class Table {
  readonly html: string;
  /** For where no HTML is shown. */
  readonly text: string;

  constructor(html: string, text: string) {
    this.html = html;
    this.text = text;
  }

  [JUPYTER_DISPLAY](): Record<string, string> {
    return { 'text/html': this.html, 'text/plain': this.text };
  }
}

interface Column {
  readonly heading: string;
  readonly cells: readonly string[];
  readonly ofNumbers: boolean;
}

/** Makes a table of rows, numbers to the right and on their points. */
export function table<Row extends object>(rows: readonly Row[], options: TableOptions<Row> = {}): Table {
  const { limit = 20, digits = 4 } = options;
  const shown = rows.slice(0, limit);
  const columns = headingsOf(rows, options).map(([name, heading]) => columnOf(shown, name, heading, digits));
  const left = rows.length - shown.length;
  const note = left > 0 ? `${left} more ${left === 1 ? 'row' : 'rows'}` : '';
  return new Table(htmlOf(columns, shown.length, note), textOf(columns, shown.length, note));
}

function headingsOf<Row extends object>(rows: readonly Row[], { columns }: TableOptions<Row>): [string, string][] {
  if (columns === undefined) return Object.keys(rows[0] ?? {}).map((name) => [name, name]);
  return Object.entries(columns).map(([name, heading]) => [name, String(heading)]);
}

function columnOf(rows: readonly object[], name: string, heading: string, most: Digits): Column {
  const values = rows.map((row): unknown => Reflect.get(row, name));
  const numbers = values.filter(isNumber);
  // As many as the number with most of them needs: the points stand below each other.
  const digits = DIGITS.find((enough) =>
    numbers.every((value) => numberText(value, 0, enough) === numberText(value, 0, most)),
  );
  return { heading, cells: values.map((value) => cellText(value, digits ?? most)), ofNumbers: numbers.length > 0 };
}

const isNumber = (value: unknown): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

const numberText = (value: number | bigint, atLeast: Digits, atMost: Digits): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: atLeast, maximumFractionDigits: atMost }).replace('-', '−');

function cellText(value: unknown, digits: Digits): string {
  if (value === null || value === undefined) return '';
  if (isNumber(value)) return numberText(value, digits, digits);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** By `align` too, for GitHub takes `style` away. */
const aligned = ({ ofNumbers }: Column): string =>
  ofNumbers ? ' align="right" style="text-align:right"' : ' align="left" style="text-align:left"';

function htmlOf(columns: readonly Column[], rows: number, note: string): string {
  const head = columns.map((column) => `<th${aligned(column)}>${escaped(column.heading)}</th>`).join('');
  const body = Array.from({ length: rows }, (_, row) => {
    const cells = columns.map((column) => `<td${aligned(column)}>${escaped(column.cells[row] ?? '')}</td>`);
    return `<tr>${cells.join('')}</tr>\n`;
  });
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('')}</tbody>\n</table>${note && `\n<p>${note}</p>`}`;
}

function textOf(columns: readonly Column[], rows: number, note: string): string {
  const padded = columns.map(({ heading, cells, ofNumbers }) => {
    const width = Math.max(heading.length, ...cells.map((cell) => cell.length));
    return [heading, ...cells].map((cell) => (ofNumbers ? cell.padStart(width) : cell.padEnd(width)));
  });
  const lines = Array.from({ length: rows + 1 }, (_, line) =>
    padded
      .map((cells) => cells[line] ?? '')
      .join('  ')
      .trimEnd(),
  );
  return [...lines, ...(note === '' ? [] : [note])].join('\n');
}
