/** Runs the program that it is given as the driver runs cdk, and says how that ended. */
import { runProgram } from '../../src/deploy/run-program.ts';

const [script = '', ...args] = process.argv.slice(2);
const ended = await runProgram({ script, args, env: process.env, cwd: import.meta.dirname });
process.stdout.write(`${JSON.stringify(ended)}\n`);
