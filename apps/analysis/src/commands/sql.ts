import { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { formatOption, lakeOption, outputOption } from '../command-options.ts';
import { openLake } from '../open-lake.ts';
import type { Cell, RowFormat } from '../row-format.ts';
import { writeRows } from '../write-rows.ts';

/** `tickerlake sql TEXT`: one reading statement on the lake. */
export function sqlCommand(context: CommandContext): Command {
  return new Command('sql')
    .description('run one SELECT on the lake (tables: bars, quotes, forex, news; Trino names work)')
    .argument('<text>', 'the statement')
    .addOption(lakeOption())
    .addOption(formatOption())
    .addOption(outputOption('write the rows to a file instead of stdout'))
    .addHelpText('after', '\nExample:\n  tickerlake sql "SELECT name, count(*) AS bars FROM bars GROUP BY name"')
    .action(async (text: string, options: { lake: string; format: RowFormat; output?: string }) => {
      const lake = await openLake(options.lake);
      try {
        const { columns, rows } = await lake.sql(text, [], { signal: context.signal });
        const names = columns.map(({ name }) => name);
        const objects = rows.map((row) => Object.fromEntries(names.map((name, index) => [name, toCell(row[index])])));
        await writeRows(context, options, names, objects);
      } finally {
        await lake.close();
      }
    });
}

/** A timestamp is a naive UTC time in the lake and is shown as one. */
const toCell = (value: Cell | Date | undefined): Cell =>
  value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : (value ?? null);
