import { cutTo, displayWidth } from './display-width.ts';

/** A column as far as its room is concerned. */
export interface Sized {
  readonly name: string;
  /** Cells of its widest value, or of its name. */
  readonly width: number;
  /** Holds nothing in any row. */
  readonly empty: boolean;
  /** Holds words, which can be cut: a number or a time that is cut is another one. */
  readonly isWords: boolean;
}

/** A column that there is room for, and what of its words. */
export interface Fitted<Column extends Sized> {
  readonly column: Column;
  readonly width: number;
  readonly cut: (text: string) => string;
}

/** Words that are cut keep so many cells; where that is not enough a column goes. */
const MIN_WORDS = 20;

/** The columns that a line of so many cells has room for, and the names of those that it has none for. */
export function fitColumns<Column extends Sized>(
  columns: readonly Column[],
  cells: number,
  gap: number,
  firstToGo: readonly string[],
): { readonly shown: readonly Fitted<Column>[]; readonly leftOut: readonly string[] } {
  let kept = columns;
  let widths = widthsOf(kept, cells, gap);
  while (sum(widths, gap) > cells && kept.length > 1) {
    const goes = nextToGo(kept, firstToGo);
    kept = kept.filter((column) => column !== goes);
    widths = widthsOf(kept, cells, gap);
  }
  const shown = kept.map((column, index) => {
    const width = kept.length === 1 ? Math.min(column.width, cells) : (widths[index] ?? 0);
    return { column, width, cut: (text: string) => cutTo(text, width) };
  });
  return { shown, leftOut: columns.filter((column) => !kept.includes(column)).map(({ name }) => name) };
}

/** Empty columns say least, then those that the question can do best without, then the last; never the first. */
function nextToGo<Column extends Sized>([, ...others]: readonly Column[], firstToGo: readonly string[]) {
  const named = firstToGo.flatMap((name) => others.find((column) => column.name === name) ?? []);
  return others.find(({ empty }) => empty) ?? named[0] ?? others.at(-1);
}

const sum = (widths: readonly number[], gap: number): number =>
  widths.reduce((total, width) => total + width, 0) + gap * (widths.length - 1);

/** What each column gets: the widest words give first, until all fit or are as narrow as they may be. */
function widthsOf(columns: readonly Sized[], cells: number, gap: number): number[] {
  const widths = columns.map(({ width }) => width);
  const least = columns.map(({ width, isWords, name }) =>
    isWords ? Math.min(width, Math.max(MIN_WORDS, displayWidth(name))) : width,
  );
  for (let surplus = sum(widths, gap) - cells; surplus > 0 && surplus < Infinity; surplus--) {
    const spare = widths.map((width, index) => (width > (least[index] ?? 0) ? width : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if ((spare[widest] ?? 0) === 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
