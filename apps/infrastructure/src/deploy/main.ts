/** What the Nx targets run: `node src/deploy/main.ts deploy collector --yes`. */
import { askTerminal } from './ask-terminal.ts';
import { runDriver } from './driver.ts';
import { assemblyDir } from './programs.ts';
import { runProgram } from './run-program.ts';

process.exitCode = await runDriver(process.argv.slice(2), {
  env: process.env,
  assemblyDir: assemblyDir(process.env),
  print: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(`${text}\n`),
  run: runProgram,
  ...(process.stdin.isTTY && process.stdout.isTTY && { ask: askTerminal }),
});
