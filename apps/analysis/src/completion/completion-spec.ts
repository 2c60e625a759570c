import type { Argument, Command, Option } from 'commander';

/** What may stand at a place of the command line, as far as a shell can know it. */
export type Expected =
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  /** A number, a date, a symbol: nothing that can be listed. */
  | { readonly kind: 'other' };

export interface OptionSpec {
  /** As typed: `-h`, `--help`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Absent where the option stands alone; an optional value too, which does not have to follow. */
  readonly value?: Expected;
}

export interface CommandSpec {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionSpec[];
  /** Of the first argument; the others are like it where there may be several. */
  readonly argument?: Expected;
}

export interface ProgramSpec {
  readonly name: string;
  readonly options: readonly OptionSpec[];
  readonly commands: readonly CommandSpec[];
}

/** What a shell has to know of a program: read from the program itself, so that it knows no other. */
export function programSpec(program: Command): ProgramSpec {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const names = commands.map((command) => command.name()).filter((name) => name !== HELP);
  return {
    name: program.name(),
    options: help.visibleOptions(program).map(optionSpec),
    commands: commands.map((command) => commandSpec(command, names)),
  };
}

const HELP = 'help';

function commandSpec(command: Command, names: readonly string[]): CommandSpec {
  const [argument] = command.registeredArguments;
  const expected = command.name() === HELP ? ({ kind: 'word', words: names } as const) : expectedOf(argument);
  return {
    name: command.name(),
    description: command.description(),
    options: command.name() === HELP ? [] : command.createHelp().visibleOptions(command).map(optionSpec),
    ...(expected && { argument: expected }),
  };
}

const optionSpec = (option: Option): OptionSpec => ({
  flags: [option.short, option.long].filter((flag) => flag !== undefined && flag !== null),
  description: option.description,
  ...(option.required && { value: expectedValue(option.argChoices, placeholderOf(option.flags)) }),
});

const expectedOf = (argument: Argument | undefined): Expected | undefined =>
  argument && expectedValue(argument.argChoices, argument.name());

/** `--output <file>` → `file`: what stands between the brackets says what is to follow. */
const placeholderOf = (flags: string): string => /[<[](\w+)/.exec(flags)?.[1] ?? '';

function expectedValue(choices: readonly string[] | undefined, placeholder: string): Expected {
  if (choices) return { kind: 'word', words: choices };
  if (placeholder === 'dir') return { kind: 'folder' };
  return { kind: placeholder === 'file' || placeholder === 'path' ? 'file' : 'other' };
}
