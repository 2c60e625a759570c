import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const PROGRAMS = join(import.meta.dirname, 'programs');

/** Runs a program through the driver's runner; sends it a signal once it is there. */
async function run(program: string, signal?: NodeJS.Signals): Promise<string[]> {
  const child = spawn(process.execPath, [join(PROGRAMS, 'runner.ts'), join(PROGRAMS, program)]);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (signal && chunk.toString() === 'ready\n') child.kill(signal);
  });
  await new Promise((ended) => child.once('close', ended));
  return text.trimEnd().split('\n');
}

it.each([
  ['SIGINT', 7],
  ['SIGTERM', 8],
] as const)('passes %s on, and ends after the program, not before', async (signal, exitCode) => {
  expect(await run('ends-in-order.ts', signal)).toEqual([
    'ready',
    signal,
    JSON.stringify({ exitCode, interrupted: true }),
  ]);
});

it('tells the exit code of a program that ends by itself', async () => {
  expect(await run('missing.ts')).toEqual([JSON.stringify({ exitCode: 1, interrupted: false })]);
});
