import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { notebookEnvironment } from './notebook-environment.ts';

/** What shells end with when there is no such program. */
const NOT_FOUND = 127;

/** Runs the program that the command line names where it finds the kernels of this folder: Jupyter, or an editor. */
const [program, ...args] = process.argv.slice(2);

if (program === undefined) fail('Name a program to run, such as jupyter lab.');
else run(program);

function run(command: string): void {
  const child = spawn(command, args, { env: notebookEnvironment(process.env), stdio: 'inherit' });
  child.once('error', () => fail(`There is no ${command} here: docs/notebooks.md says what to install.`));
  child.once('exit', (code, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : (code ?? 1);
  });
  // Jupyter asks on the terminal whether Ctrl-C was meant: it decides when this ends.
  process.on('SIGINT', () => {});
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = NOT_FOUND;
}
