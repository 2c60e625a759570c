import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { withoutVariables } from '../src/blocks/shell.ts';
import type { Complaint } from './complaint.ts';
import { complaintOfNpm } from './npm-commands.ts';
import { complaintOfNx } from './nx-commands.ts';
import { ROOT } from './root.ts';
import { complaintOfTickerlake } from './tickerlake-commands.ts';

/** The program of a pipeline's stage and what it is given, whoever starts it: `npx`, a variable before it, a shell's `eval`. */
export function invocationOf(stage: readonly string[]): string[] {
  const [program = '', ...rest] = withoutVariables(stage);
  return program === 'npx' ? invocationOf(rest.filter((word) => word !== '--yes')) : [program, ...rest];
}

/** Asks the real programs whether they would take the words, without doing anything. */
export async function complaintOf(stage: readonly string[]): Promise<Complaint> {
  const [program = '', ...words] = invocationOf(stage);
  if (program === 'tickerlake') return await complaintOfTickerlake(words);
  if (program === 'nx') return complaintOfNx(words);
  if (program === 'npm') return await complaintOfNpm(words);
  return stage[0] === 'npx' && !BINARIES.has(program) ? `npx finds no program ${program} here.` : undefined;
}

const BINARIES = new Set(globSync('node_modules/.bin/*', { cwd: ROOT }).map((file) => basename(file)));
