/** What the Nx targets run: `node src/deploy/main.ts deploy collector --yes`. */
import { createInterface } from 'node:readline/promises';
import { runDriver } from './driver.ts';
import { ASSEMBLY_DIR } from './programs.ts';
import { runProgram } from './run-program.ts';

const ask = async (question: string): Promise<string> => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
};

process.exitCode = await runDriver(process.argv.slice(2), {
  env: process.env,
  assemblyDir: ASSEMBLY_DIR,
  print: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(`${text}\n`),
  run: runProgram,
  ...(process.stdin.isTTY && process.stdout.isTTY && { ask }),
});
