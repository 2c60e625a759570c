import type { CommandSpec, Expected, OptionSpec, ProgramSpec } from './completion-spec.ts';

/** Within its quotes fish knows two characters that are not themselves. */
const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;

/** A script that fish takes its completions from, each with what it means. */
export function fishCompletion({ name, options, commands }: ProgramSpec): string {
  const complete = `complete -c ${name}`;
  const atTop = `${complete} -n __fish_use_subcommand`;
  return [
    `# fish completion of ${name}. In ~/.config/fish/config.fish: ${name} completion fish | source`,
    `${complete} -f`,
    ...options.map((option) => `${atTop} ${optionText(option)}`),
    ...commands.map((command) => `${atTop} -a ${command.name} -d ${quoted(command.description)}`),
    ...commands.flatMap((command) => commandLines(command, complete)),
    '',
  ].join('\n');
}

function commandLines({ name, options, argument }: CommandSpec, complete: string): string[] {
  const within = `${complete} -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
  const words = argument?.kind === 'word' ? argument.words.join(' ') : '';
  const untilOne = `__fish_seen_subcommand_from ${name}; and not __fish_seen_subcommand_from ${words}`;
  return [
    ...options.map((option) => `${within} ${optionText(option)}`),
    ...(words === '' ? [] : [`${complete} -n ${quoted(untilOne)} -a ${quoted(words)}`]),
    ...(argument?.kind === 'file' ? [`${within} -F`] : []),
  ];
}

function optionText({ flags, description, value }: OptionSpec): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return [...names, ...(value ? [valueText(value)] : []), `-d ${quoted(description)}`].join(' ');
}

function valueText(expected: Expected): string {
  if (expected.kind === 'word') return `-x -a ${quoted(expected.words.join(' '))}`;
  if (expected.kind === 'folder') return `-x -a '(__fish_complete_directories)'`;
  return expected.kind === 'file' ? '-r -F' : '-x';
}
