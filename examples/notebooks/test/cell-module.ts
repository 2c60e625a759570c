import { codeCells, joined, type Notebook } from './notebook-file.ts';

/** A place in a notebook: the how-many-th of its cells with code, and a line of that, both from 1. */
interface CellPlace {
  readonly cell: number;
  readonly line: number;
}

/** A notebook's cells as one module. */
export interface CellModule {
  readonly text: string;
  /** Where a line of the text (from 1) stands in the notebook. */
  readonly placeOf: (line: number) => CellPlace;
}

/** Joins the cells in their order: what one declares the next ones use, as in a kernel. */
export function cellModule(notebook: Notebook): CellModule {
  const lines: string[] = [];
  const places: CellPlace[] = [];
  for (const [index, { source }] of codeCells(notebook).entries()) {
    // What a cell ends with needs no semicolon; the next one must not go on from it.
    const own = [...joined(source).split('\n'), ';'];
    lines.push(...own);
    places.push(...own.map((_, at) => ({ cell: index + 1, line: at + 1 })));
  }
  // A module even where nothing is imported: only there may a cell await.
  lines.push('export {};');
  return { text: `${lines.join('\n')}\n`, placeOf: (line) => places[line - 1] ?? { cell: places.length, line } };
}
