import type { TypedColumn } from './column-types.ts';
import type { CommandContext } from './command-context.ts';
import { UsageError } from './failures.ts';
import { writeOutput } from './output-file.ts';
import { parquetRows } from './parquet-rows.ts';
import { formatRows, type RowFormat, type TableDecimals } from './row-format.ts';

/** Where rows go, and how they look there. */
export interface RowDestination {
  readonly format: RowFormat;
  readonly output?: string;
}

/** What is written: of each row the columns. */
export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly object[];
  readonly decimals?: TableDecimals;
  /** Of all columns; only where Parquet is offered. */
  readonly types?: readonly TypedColumn[];
}

/** Refuses bytes for a terminal or a pipe, before anything is asked for them. */
export function assertDestination({ format, output }: RowDestination): void {
  if (format === 'parquet' && output === undefined)
    throw new UsageError('--format parquet writes a file: name it with --output FILE.');
}

/** Rows to stdout, or to a file where one is named. */
export async function writeRows(context: CommandContext, destination: RowDestination, rows: Rows): Promise<void> {
  const { output } = destination;
  const content = await contentOf(destination, rows);
  if (output !== undefined)
    context.progress.note(
      `${rows.rows.length.toLocaleString('en-US')} rows written to ${await writeOutput(output, content)}`,
    );
  else if (typeof content === 'string') context.print(content);
}

const contentOf = async ({ format }: RowDestination, { columns, rows, decimals, types = [] }: Rows) =>
  format === 'parquet' ? await parquetRows(types, rows) : formatRows(format, columns, rows, decimals);
