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

/** Lists hold symbols, which have no spaces: between spaces they are words to every reader, and no CSV needs quotes for them. */
export const cellText = (cell: Cell): string => (cell === null ? '' : isList(cell) ? cell.join(' ') : String(cell));
