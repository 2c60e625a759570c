/** A value of a result cell. */
export type Cell = string | number | bigint | boolean | null | readonly string[];

const isCell = (value: unknown): value is Cell =>
  value === null || /^(string|number|bigint|boolean)$/.test(typeof value) || isList(value);

const isList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** The cell of a column; a column that the row lacks is empty. */
export function cellOf(row: object, column: string): Cell {
  const value: unknown = Reflect.get(row, column);
  return isCell(value) ? value : null;
}

export const TEXT_FORMATS = ['table', 'csv', 'json', 'jsonl'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];
/** Parquet is for files only. */
export const ROW_FORMATS = [...TEXT_FORMATS, 'parquet'] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/** Digits after the point that a table shows of computed columns; prices, and CSV and JSON always, have all their digits. */
export type TableDecimals = Readonly<Record<string, number>>;

/** Columns and rows as text: an aligned table, CSV (RFC 4180, `\n` line ends, header always), a JSON array, or a JSON object a line. */
export function formatRows(
  format: TextFormat,
  columns: readonly string[],
  rows: readonly object[],
  decimals: TableDecimals = {},
): string {
  if (format === 'csv') return toCsv(columns, rows);
  if (format === 'table') return toTable(columns, rows, decimals);
  const objects = rows.map((row) => jsonObject(columns, row));
  return format === 'json' ? jsonArray(objects) : objects.map((object) => `${object}\n`).join('');
}

/** Lists hold symbols, which have no spaces: between spaces they are words to every reader, and no CSV needs quotes for them. */
const text = (cell: Cell): string => (cell === null ? '' : isList(cell) ? cell.join(' ') : String(cell));

/** Quotes a field only where RFC 4180 asks for it, so prices stay numbers in every reader. */
const csvField = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

function toCsv(columns: readonly string[], rows: readonly object[]): string {
  const lines = rows.map((row) => columns.map((column) => csvField(text(cellOf(row, column)))).join(','));
  return `${[columns.map(csvField).join(','), ...lines].join('\n')}\n`;
}

/** Integers beyond 2^53 become strings, for a JSON number would lose their last digits. */
const jsonCell = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
};

const jsonObject = (columns: readonly string[], row: object): string =>
  JSON.stringify(Object.fromEntries(columns.map((column) => [column, cellOf(row, column)])), jsonCell);

const jsonArray = (objects: readonly string[]): string =>
  objects.length === 0 ? '[]\n' : `[\n${objects.map((object) => `  ${object}`).join(',\n')}\n]\n`;

/** What a publisher wrote may hold line breaks, or codes that a terminal obeys: in a table both are spaces. */
const shown = (cell: Cell, digits: number | undefined): string =>
  typeof cell === 'number' && digits !== undefined ? cell.toFixed(digits) : text(cell).replaceAll(/\p{Cc}+/gu, ' ');

const isWords = (cell: Cell): boolean => typeof cell === 'string' || isList(cell);

function toTable(columns: readonly string[], rows: readonly object[], decimals: TableDecimals): string {
  const numeric = columns.map((column) => rows.every((row) => !isWords(cellOf(row, column))));
  const body = rows.map((row) => columns.map((column) => shown(cellOf(row, column), decimals[column])));
  const widths = columns.map((column, index) =>
    body.reduce((width, cells) => Math.max(width, cells[index]?.length ?? 0), column.length),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) =>
        numeric[index] === true ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return `${[line(columns), rule, ...body.map(line)].join('\n')}\n`;
}
