import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** How a program ended, and what it printed. */
export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Environment = Readonly<Record<string, string>>;

/** Runs a program to its end. It sees nothing but `env`. */
export async function runProgram(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Environment,
): Promise<ProgramRun> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** As `runProgram`, for what must succeed; gives what was printed. */
export async function runProgramWell(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Environment,
): Promise<string> {
  const { code, stdout, stderr } = await runProgram(command, args, cwd, env);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}
