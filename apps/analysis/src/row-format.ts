import { cellOf, cellText } from './cells.ts';
import { layOutTable, type TableLook } from './terminal/table.ts';

export const TEXT_FORMATS = ['table', 'csv', 'json', 'jsonl'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];
/** Parquet is for files only. */
export const ROW_FORMATS = [...TEXT_FORMATS, 'parquet'] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/**
 * Columns and rows as text of any width: an aligned table, CSV (RFC 4180, `\n` line ends, header always), a JSON array, or
 * a JSON object a line.
 */
export function formatRows(
  format: TextFormat,
  columns: readonly string[],
  rows: readonly object[],
  looks: TableLook = {},
): string {
  if (format === 'csv') return toCsv(columns, rows);
  if (format === 'table') return layOutTable(columns, rows, { looks }).text;
  const objects = rows.map((row) => jsonObject(columns, row));
  return format === 'json' ? jsonArray(objects) : objects.map((object) => `${object}\n`).join('');
}

/** Quotes a field only where RFC 4180 asks for it, so prices stay numbers in every reader. */
const csvField = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

function toCsv(columns: readonly string[], rows: readonly object[]): string {
  const lines = rows.map((row) => columns.map((column) => csvField(cellText(cellOf(row, column)))).join(','));
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
