import { Argument, Command } from 'commander';
import { parseChoice } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { bashCompletion } from '../completion/bash-completion.ts';
import { type ProgramSpec, programSpec } from '../completion/completion-spec.ts';
import { fishCompletion } from '../completion/fish-completion.ts';
import { zshCompletion } from '../completion/zsh-completion.ts';
import { addExamples, addHelpList } from '../help.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const satisfies Record<
  string,
  (program: ProgramSpec) => string
>;
type Shell = keyof typeof SCRIPTS;
const isShell = (name: string): name is Shell => Object.hasOwn(SCRIPTS, name);
const SHELLS = Object.keys(SCRIPTS).filter(isShell);

/** `tickerlake completion SHELL`: what the tab key knows of this program. */
export function completionCommand(context: CommandContext): Command {
  const command = new Command('completion')
    .description('print the script from which a shell completes commands, options and what they take')
    .addArgument(
      new Argument('<shell>', SHELLS.join(', '))
        .choices(SHELLS)
        .argParser((text) => parseChoice('completion', SHELLS, text)),
    )
    .action((shell: Shell) => context.print(SCRIPTS[shell](programSpec(command.parent ?? command))));
  addHelpList(command, 'To have it in every session:', [
    ['bash', 'eval "$(tickerlake completion bash)" in ~/.bashrc'],
    ['zsh', 'eval "$(tickerlake completion zsh)" in ~/.zshrc, after compinit'],
    ['fish', 'tickerlake completion fish | source in ~/.config/fish/config.fish'],
  ]);
  return addExamples(command, 'eval "$(tickerlake completion bash)" && complete -p tickerlake');
}
