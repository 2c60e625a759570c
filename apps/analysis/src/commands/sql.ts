import { Command } from 'commander';
import { withSettings } from '../athena-settings.ts';
import type { CommandContext } from '../command-context.ts';
import { addExamples } from '../help.ts';
import { formatOption, outputOption } from '../command-options.ts';
import { addEngineOptions, assertEngine, type EngineOptions } from '../engine-options.ts';
import { withLake } from '../open-lake.ts';
import type { Cell, RowFormat } from '../row-format.ts';
import { writeRows } from '../write-rows.ts';

interface SqlOptions extends EngineOptions {
  readonly format: RowFormat;
  readonly output?: string;
}

/** `tickerlake sql TEXT`: one reading statement on the lake. */
export function sqlCommand(context: CommandContext): Command {
  const command = new Command('sql')
    .description('run one SELECT on the lake (tables: bars, quotes, forex, news; Trino names work)')
    .argument('<text>', 'the statement')
    .addOption(formatOption())
    .addOption(outputOption('write the rows to a file instead of stdout'))
    .action(async (text: string, given: SqlOptions) => {
      const options = withSettings(context, given);
      assertEngine(command, options);
      const { columns, rows } = await withLake(context, options, (lake) =>
        lake.sql(text, [], { signal: context.signal }),
      );
      const names = columns.map(({ name }) => name);
      const objects = rows.map((row) => Object.fromEntries(names.map((name, index) => [name, toCell(row[index])])));
      await writeRows(context, options, names, objects);
    });
  addExamples(command, 'tickerlake sql "SELECT name, count(*) AS bars FROM bars GROUP BY name"');
  return addEngineOptions(command);
}

/** A timestamp is a naive UTC time in the lake and is shown as one. */
const toCell = (value: Cell | Date | undefined): Cell =>
  value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : (value ?? null);
