import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { notebookEnvironment } from './notebook-environment.ts';

/** Runs the program that the command line names where it finds the kernels of this folder: Jupyter, or an editor. */
const [command = '', ...args] = process.argv.slice(2);

const child = spawn(command, args, { env: notebookEnvironment(process.env), stdio: 'inherit' });
child.once('error', () => {
  process.stderr.write(`There is no ${command || 'command'} here: see docs/notebooks.md for what to install.\n`);
  process.exitCode = 127;
});
child.once('close', (code, signal) => (process.exitCode = signal ? 128 + constants.signals[signal] : (code ?? 1)));
// Jupyter asks on the terminal whether Ctrl-C was meant: it decides when this ends.
process.on('SIGINT', () => {});
