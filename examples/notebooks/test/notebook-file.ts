import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NOTEBOOKS } from '../src/notebook-environment.ts';

/** Text as notebooks keep it: in one piece, or line by line. */
type Lines = string | readonly string[];

/** What a cell showed. https://nbformat.readthedocs.io/en/latest/format_description.html#code-cell-outputs */
export interface Output {
  readonly output_type: 'stream' | 'display_data' | 'execute_result' | 'error';
  readonly name?: string;
  readonly text?: Lines;
  readonly data?: Readonly<Record<string, Lines>>;
  readonly execution_count?: number | null;
  readonly ename?: string;
  readonly evalue?: string;
}

export interface Cell {
  readonly cell_type: 'code' | 'markdown';
  readonly id: string;
  readonly source: Lines;
  readonly metadata: object;
  readonly outputs?: readonly Output[];
  readonly execution_count?: number | null;
}

export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: {
    readonly kernelspec: { readonly name: string; readonly display_name: string; readonly language: string };
    readonly language_info?: object;
  };
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

/** The notebooks of the folder, by file name. */
export const NOTEBOOK_FILES: readonly string[] = readdirSync(NOTEBOOKS)
  .filter((file) => file.endsWith('.ipynb'))
  .toSorted();

export const joined = (text: Lines): string => (typeof text === 'string' ? text : text.join(''));

export const codeCells = ({ cells }: Notebook): Cell[] => cells.filter((cell) => cell.cell_type === 'code');

export async function readNotebook(file: string, folder = NOTEBOOKS): Promise<Notebook> {
  const notebook: Notebook = JSON.parse(await readFile(join(folder, file), 'utf8'));
  return notebook;
}

/** As Jupyter writes them, so that who runs a notebook without changing it changes no line. */
export const writeNotebook = (file: string, notebook: Notebook, folder = NOTEBOOKS): Promise<void> =>
  writeFile(join(folder, file), `${JSON.stringify(notebook, undefined, 1)}\n`);

/** A notebook of one's own. What begins with `#` is text, anything else is code. */
export const notebookOf = (kernel: 'deno' | 'tslab', ...sources: readonly string[]): Notebook => ({
  cells: sources.map((source, index) => ({
    id: `cell-${index}`,
    metadata: {},
    source,
    ...(source.startsWith('#') ? { cell_type: 'markdown' } : { cell_type: 'code', outputs: [], execution_count: null }),
  })),
  metadata: { kernelspec: { name: kernel, display_name: kernel, language: 'typescript' } },
  nbformat: 4,
  nbformat_minor: 5,
});
