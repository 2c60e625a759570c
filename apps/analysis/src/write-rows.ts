import type { TypedColumn } from './column-types.ts';
import type { CommandContext } from './command-context.ts';
import { UsageError } from './failures.ts';
import { writeOutput } from './output-file.ts';
import { parquetRows } from './parquet-rows.ts';
import { formatRows, type RowFormat } from './row-format.ts';
import type { Screen } from './terminal/screen.ts';
import { layOutTable, type TableOptions } from './terminal/table.ts';

/** Where rows go, and how they look there. */
export interface RowDestination {
  readonly format: RowFormat;
  readonly output?: string;
}

/** What is written: of each row the columns. */
export interface Rows extends Omit<TableOptions, 'screen'> {
  readonly columns: readonly string[];
  readonly rows: readonly object[];
  /** Of all columns; only where Parquet is offered. */
  readonly types?: readonly TypedColumn[];
  /** What is drawn under a table, given what shows it. */
  readonly drawing?: (screen: Screen | undefined) => string | undefined;
  /** What it means that there are no rows: one sentence or several. */
  readonly none?: string;
}

/** Refuses bytes for a terminal or a pipe, before anything is asked for them. */
export function assertDestination({ format, output }: RowDestination): void {
  if (format === 'parquet' && output === undefined)
    throw new UsageError('--format parquet writes a file: name it with --output FILE.');
}

/** Rows to stdout, or to a file where one is named. */
export async function writeRows(context: CommandContext, destination: RowDestination, rows: Rows): Promise<void> {
  const { format, output } = destination;
  const { none } = rows;
  if (output === undefined && format === 'table') return printTable(context, rows);
  const content = await contentOf(format, rows);
  if (output !== undefined)
    context.progress.note(`${count(rows.rows.length)} written to ${await writeOutput(output, content)}`);
  else if (typeof content === 'string') context.print(content);
  if (rows.rows.length === 0 && none !== undefined) context.progress.note(none);
}

const count = (rows: number): string => `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`;

const contentOf = async (format: RowFormat, { columns, rows, looks, types = [] }: Rows) =>
  format === 'parquet' ? await parquetRows(types, rows) : formatRows(format, columns, rows, looks);

/** A table as wide as the screen; of no rows the sentence that says what that means, which is the answer. */
function printTable(context: CommandContext, { columns, rows, drawing, none = 'No rows.', ...options }: Rows): void {
  const { screen, progress } = context;
  if (rows.length === 0) return context.print(`${none}\n`);
  const { text, leftOut } = layOutTable(columns, rows, { ...options, ...(screen && { screen }) });
  const drawn = drawing?.(screen);
  context.print(drawn === undefined ? text : `${text}\n${drawn}`);
  if (leftOut.length > 0)
    progress.note(
      `No room in ${screen?.columns} columns for ${leftOut.join(', ')}: widen the terminal, or look with "| less -S".`,
    );
}
