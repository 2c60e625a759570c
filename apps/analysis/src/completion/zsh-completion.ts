import type { CommandSpec, Expected, OptionSpec, ProgramSpec } from './completion-spec.ts';
import { functionName, quoted } from './shell-text.ts';

/** A script that zsh takes its completions from, each with what it means. */
export function zshCompletion({ name, options, commands }: ProgramSpec): string {
  const call = functionName(name);
  return `#compdef ${name}
# zsh completion of ${name}. In ~/.zshrc, after compinit: eval "$(${name} completion zsh)"
${call}() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${colonless(command.description)}`)}`).join('\n')}
  )
  _arguments -C \\
${options.map((option) => `    ${optionText(option)} \\`).join('\n')}
    '1:command:->command' \\
    '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $line[1] in
${commands.map(commandCase).join('\n')}
      esac ;;
  esac
}
compdef ${call} ${name}
`;
}

function commandCase({ name, options, argument }: CommandSpec): string {
  const parts = [
    ...options.map(optionText),
    ...(argument && argument.kind !== 'other'
      ? [`'${argument.kind === 'word' ? '1' : '*'}:argument:${action(argument)}'`]
      : []),
  ];
  return parts.length === 0
    ? `        ${name}) ;;`
    : `        ${name}) _arguments \\\n${parts.map((part) => `          ${part}`).join(' \\\n')} ;;`;
}

const colonless = (text: string): string => text.replaceAll(':', String.raw`\:`);
const bracketless = (text: string): string => text.replaceAll(/[[\]]/g, String.raw`\$&`);

/** `'(-h --help)'{-h,--help}'[…]'`: of two names of one option the other is no longer offered. */
function optionText({ flags, description, value }: OptionSpec): string {
  const text = `[${bracketless(description)}]${value ? `:value:${action(value)}` : ''}`;
  const [flag = ''] = flags;
  return flags.length === 1
    ? quoted(`${flag}${value ? '=' : ''}${text}`)
    : `'(${flags.join(' ')})'{${flags.join(',')}}${quoted(text)}`;
}

const ACTIONS: Readonly<Record<Exclude<Expected['kind'], 'word'>, string>> = {
  file: '_files',
  folder: '_files -/',
  other: ' ',
};

const action = (expected: Expected): string =>
  expected.kind === 'word' ? `(${expected.words.join(' ')})` : ACTIONS[expected.kind];
