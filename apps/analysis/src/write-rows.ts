import type { CommandContext } from './command-context.ts';
import { writeOutput } from './output-file.ts';
import { formatRows, type RowFormat, type TableDecimals } from './row-format.ts';

/** Rows to stdout, or to a file where one is named. */
export async function writeRows(
  context: CommandContext,
  options: { readonly format: RowFormat; readonly output?: string },
  columns: readonly string[],
  rows: readonly object[],
  decimals?: TableDecimals,
): Promise<void> {
  const text = formatRows(options.format, columns, rows, decimals);
  if (options.output === undefined) context.print(text);
  else
    context.progress.note(
      `${rows.length.toLocaleString('en-US')} rows written to ${await writeOutput(options.output, text)}`,
    );
}
