import { styleText } from 'node:util';
import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { PIPE } from './terminal/screen.ts';

/** Always styled: commander takes colours away where the reader of its help has none. */
const title = (text: string): string => styleText('bold', text, { validateStream: false });

/** Lines of a shell under the help of a command, each to be typed as it stands. */
export const addExamples = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText(
    'after',
    ['', title(lines.length === 1 ? 'Example:' : 'Examples:'), ...lines.map((line) => `  ${line}`)].join('\n'),
  );

/** Words and what they mean under the help of a command, laid out as its options are. */
export const addHelpList = (
  command: Command,
  heading: string,
  items: readonly (readonly [word: string, meaning: string])[],
): Command =>
  command.addHelpText('after', () => {
    const help = command.createHelp();
    help.prepareContext({ helpWidth: command.configureOutput().getOutHelpWidth?.() ?? HELP_COLUMNS });
    const width = Math.max(...items.map(([word]) => word.length));
    return ['', title(heading), ...items.map(([word, text]) => help.formatItem(word, width, text, help))].join('\n');
  });

/** How wide help is in a pipe. */
const HELP_COLUMNS = 80;

/** Has a program's commands write as the context says, never end the process, and show help as wide as the screen. */
export function configureCommands(program: Command, context: CommandContext): void {
  const { columns = HELP_COLUMNS, colour } = context.screen ?? PIPE;
  for (const command of [program, ...program.commands]) {
    command
      .configureOutput({
        writeOut: context.print,
        writeErr: (text) => context.progress.note(text.trimEnd()),
        getOutHasColors: () => colour,
        getErrHasColors: () => false,
        getOutHelpWidth: () => columns,
        getErrHelpWidth: () => columns,
      })
      .configureHelp({
        styleTitle: title,
        // What an argument may be stands in a list of its own, with what each means.
        argumentDescription: ({ description }) => description,
      })
      .showHelpAfterError(
        `See "${[...(command === program ? [] : [program.name()]), command.name()].join(' ')} --help".`,
      )
      .exitOverride();
  }
}
