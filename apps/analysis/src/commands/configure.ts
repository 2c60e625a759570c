import { Command, Option } from 'commander';
import { type AthenaSettings, LAKE_STACK, readSettings, SETTING_NAMES, settingsPath } from '../athena-settings.ts';
import type { CommandContext } from '../command-context.ts';
import { formatOption } from '../command-options.ts';
import { CommandError, UsageError } from '../failures.ts';
import { addExamples } from '../help.ts';
import { writeOutput } from '../output-file.ts';
import type { TextFormat } from '../row-format.ts';
import { writeRows } from '../write-rows.ts';

interface ConfigureOptions {
  readonly fromStack?: string;
  readonly show?: true;
  readonly region?: string;
  readonly file?: string;
  readonly format: TextFormat;
}

/** `tickerlake configure`: where `--engine athena` asks when no names are given. */
export function configureCommand(context: CommandContext): Command {
  const command = new Command('configure')
    .description('read from a deployed stack where --engine athena asks, and keep it')
    .addOption(new Option('--from-stack [name]', "the lake's stack on AWS").preset(LAKE_STACK))
    .option('--region <region>', "the stack's region; as the AWS SDK finds it when absent")
    .option('--file <file>', "the file to write or show; the user's own when absent")
    .option('--show', 'print what is kept')
    .addOption(formatOption())
    .action(async (options: ConfigureOptions) => {
      const { fromStack, show, region, file } = options;
      if ((fromStack === undefined) === (show === undefined)) throw new UsageError(ONE_OF);
      if (region !== undefined && show)
        throw new UsageError('--region goes with --from-stack: leave it out of --show.');
      const path = settingsPath(context.env, file);
      if (fromStack === undefined) return print(context, options, kept(path));
      // Loaded when asked for: who reads a folder does without AWS.
      const { settingsOfStack } = await import('../stack-settings.ts');
      const asked = { stack: fromStack, signal: context.signal, ...(region !== undefined && { region }) };
      const settings = await settingsOfStack(asked);
      const written = await writeOutput(path, `${JSON.stringify(settings, undefined, 2)}\n`);
      await print(context, options, settings);
      context.progress.note(`Written to ${written}: query and sql need no names with --engine athena${how(file)}.`);
    });
  return addExamples(command, 'tickerlake configure --from-stack && tickerlake query movers --engine athena');
}

const ONE_OF = 'configure takes either --from-stack, to read where Athena is asked, or --show.';

const how = (file: string | undefined): string => (file === undefined ? '' : ` --config ${file}`);

function kept(path: string): AthenaSettings {
  const settings = readSettings(path);
  if (settings) return settings;
  throw new CommandError(`Nothing is kept in ${path}: run tickerlake configure --from-stack first.`);
}

const print = (context: CommandContext, { format }: ConfigureOptions, settings: AthenaSettings): Promise<void> =>
  writeRows(context, { format }, { columns: SETTING_NAMES, rows: [settings] });
