import { codeCells, joined, type Notebook, type Output } from './notebook-file.ts';

/** What a cell showed, in one form however the kernel cut it into pieces. */
export type Shown =
  { readonly stream: string; readonly text: string } | { readonly error: string } | Readonly<Record<string, string>>;

/** Media types whose bytes depend on the machine's versions: they are compared as pictures. */
const PICTURES = new Set(['image/png']);

function shown(output: Output): Shown {
  if (output.output_type === 'stream') return { stream: output.name ?? '', text: joined(output.text ?? '') };
  if (output.output_type === 'error') return { error: `${output.ename}: ${output.evalue}` };
  const data = Object.entries(output.data ?? {}).map(([type, text]) => [
    type,
    PICTURES.has(type) ? 'a picture' : joined(text),
  ]);
  return Object.fromEntries(data);
}

/** Pieces of one stream that follow each other are one: how long they are is the kernel's business. */
function withWholeStreams(outputs: readonly Output[]): Output[] {
  const whole: Output[] = [];
  for (const output of outputs) {
    const last = whole.at(-1);
    if (last?.output_type === 'stream' && output.output_type === 'stream' && last.name === output.name) {
      const text = `${joined(last.text ?? '')}${joined(output.text ?? '')}`;
      whole[whole.length - 1] = { ...last, text: text.split(/(?<=\n)/) };
    } else whole.push(output);
  }
  return whole;
}

/** A cell with code and what it showed. */
export interface CellOutputs {
  readonly source: string;
  readonly shows: readonly Shown[];
}

/** What a notebook shows, cell by cell: what is to be the same each time. */
export const outputsOf = (notebook: Notebook): CellOutputs[] =>
  codeCells(notebook).map(({ source, outputs = [] }) => ({
    source: joined(source),
    shows: withWholeStreams(outputs).map(shown),
  }));

/** Pictures that a notebook shows as PNG, base64, in order. */
export const picturesOf = (notebook: Notebook): string[] =>
  codeCells(notebook).flatMap(({ outputs = [] }) =>
    outputs.flatMap(({ data }) => joined(data?.['image/png'] ?? []) || []),
  );

/** A notebook as it is stored: nothing of the run but what it showed. Not every kernel counts its cells, so they are counted here. */
export function toStore(stored: Notebook, executed: Notebook): Notebook {
  const ran = new Map(executed.cells.map((cell) => [cell.id, cell.outputs ?? []]));
  let count = 0;
  const cells = stored.cells.map((cell) => {
    if (cell.cell_type !== 'code') return cell;
    count += 1;
    return { ...cell, execution_count: count, outputs: outputsAt(count, ran.get(cell.id) ?? []) };
  });
  return { ...stored, cells };
}

const outputsAt = (count: number, outputs: readonly Output[]): Output[] =>
  withWholeStreams(outputs).map((output) =>
    output.output_type === 'execute_result' ? { ...output, execution_count: count } : output,
  );
