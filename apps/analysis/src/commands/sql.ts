import { Command } from 'commander';
import { withSettings } from '../athena-settings.ts';
import type { Cell } from '../cells.ts';
import { columnTypeOf } from '../column-types.ts';
import type { CommandContext } from '../command-context.ts';
import { addExamples } from '../help.ts';
import { outputOption, rowFormatOption } from '../command-options.ts';
import { addEngineOptions, assertEngine, type EngineOptions } from '../engine-options.ts';
import { withLake } from '../open-lake.ts';
import type { RowFormat } from '../row-format.ts';
import { assertDestination, writeRows } from '../write-rows.ts';

interface SqlOptions extends EngineOptions {
  readonly format: RowFormat;
  readonly output?: string;
}

/** `tickerlake sql TEXT`: one reading statement on the lake. */
export function sqlCommand(context: CommandContext): Command {
  const command = new Command('sql')
    .description('run one SELECT on the lake (tables: bars, quotes, forex, news; Trino names work)')
    .argument('<text>', 'the statement')
    .addOption(rowFormatOption())
    .addOption(outputOption('write the rows to a file instead of stdout'))
    .action(async (text: string, given: SqlOptions) => {
      const options = withSettings(context, given);
      assertEngine(command, options);
      assertDestination(options);
      const { columns, rows } = await withLake(context, options, (lake) =>
        lake.sql(text, [], { signal: context.signal }),
      );
      const names = distinct(columns.map(({ name }) => name));
      const types = names.map((name, index) => [name, columnTypeOf(columns[index]?.type ?? '')] as const);
      const objects = rows.map((row) => Object.fromEntries(names.map((name, index) => [name, toCell(row[index])])));
      await writeRows(context, options, { columns: names, rows: objects, types });
    });
  addExamples(command, 'tickerlake sql "SELECT name, count(*) AS bars FROM bars GROUP BY name"');
  return addEngineOptions(command);
}

/** `a, a, b` → `a, a_2, b`: a column that has another's name would have its values too. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  for (const name of names) {
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
    taken.add(free);
  }
  return [...taken];
}

/** A timestamp is a naive UTC time in the lake and is shown as one. */
const toCell = (value: Cell | Date | undefined): Cell =>
  value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : (value ?? null);
