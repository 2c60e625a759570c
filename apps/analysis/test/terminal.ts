import { tmpdir } from 'node:os';
import { spawn, spawnSync } from 'node:child_process';
import { PROGRAM } from './command.ts';

/** Whether this machine can pretend to be a terminal: `script` of util-linux does. */
export const hasTerminal = String(spawnSync('script', ['--version']).stdout).includes('util-linux');

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Runs the built command on a pseudo-terminal of so many columns; both its outputs come as one, as one sees them. */
export async function onTerminal(
  args: readonly string[],
  { columns = 80, cwd = tmpdir(), env = {} }: { columns?: number; cwd?: string; env?: Record<string, string> } = {},
): Promise<{ code: number | null; shown: string }> {
  const command = [process.execPath, PROGRAM, ...args].map(quoted).join(' ');
  const child = spawn('script', ['-qec', `stty cols ${columns} rows 40; ${command}`, '/dev/null'], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: tmpdir(), TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (shown += chunk));
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  return { code, shown: shown.replaceAll('\r\n', '\n') };
}
