import type { Command } from '../src/blocks/shell.ts';
import { NOT_RUN, type NotRun } from './blocks-not-run.ts';
import { invocationOf } from './known-commands.ts';

/** A command without `npx`, to be found in the list of those that are not run. */
export const writtenAs = ({ text }: Command): string => text.replace(/^npx /, '');

/** Programs that this workspace makes, in a sandbox that has them. */
function isRun({ stages: [first = [], ...others] }: Command): boolean {
  const [program = '', script] = invocationOf(first);
  if (program === 'tickerlake' || (program === 'npm' && script === 'start')) return true;
  // `eval "$(tickerlake …)"`, and pipes into it.
  return (
    first.some((word) => word.includes('$(tickerlake ')) ||
    others.some((stage) => isRun({ line: 0, text: '', stages: [stage] }))
  );
}

/** Why a command is not run: `undefined` where it is, `unknown` where nobody says. */
export const notRun = (command: Command): NotRun | 'unknown' | undefined =>
  NOT_RUN.find((entry) => entry.command.test(writtenAs(command))) ?? (isRun(command) ? undefined : 'unknown');
