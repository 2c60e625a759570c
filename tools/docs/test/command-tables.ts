import { wholeProgram } from '../../../apps/analysis/test/whole-program.ts';
import { QUESTION_NAMES, QUESTIONS } from '../../../apps/analysis/src/questions.ts';

/** A Markdown table as prettier lays it out. */
function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', String.raw`\|`)));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].map((line) => `${line}\n`).join('');
}

type Command = ReturnType<typeof wholeProgram>['commands'][number];

/** What a command takes, in the words of its help. */
function optionTable(command: Command): string {
  const help = command.createHelp();
  const rows = [
    ...help.visibleArguments(command).map((argument) => [`\`${argument.name()}\``, argument.description]),
    ...help
      .visibleOptions(command)
      .filter(({ long }) => long !== '--help')
      .map((option) => [`\`${help.optionTerm(option)}\``, help.optionDescription(option)]),
  ];
  return tableOf(['takes', 'meaning'], rows);
}

/** The tables that the page of commands must have, by the heading above each. */
export const commandTables = (): ReadonlyMap<string, string> =>
  new Map([
    ...wholeProgram().commands.map((command) => [command.name(), optionTable(command)] as const),
    [
      'Questions',
      tableOf(
        ['question', 'answers'],
        QUESTION_NAMES.map((name) => [`\`${name}\``, QUESTIONS[name].description]),
      ),
    ],
  ]);
