import { setMaxListeners } from 'node:events';
import { runCommandLine } from './cli.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './failures.ts';
import { createProgress } from './progress.ts';
import { screenOf } from './terminal/screen.ts';

const interrupted = new AbortController();
setMaxListeners(0, interrupted.signal);
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// A reader that has seen enough (`| head`) closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

const progress = createProgress(process.stderr);
const context: CommandContext = {
  env: process.env,
  nowMs: Date.now,
  print(text) {
    progress.end();
    process.stdout.write(text);
  },
  screen: screenOf(process.stdout, process.env),
  progress,
  signal: interrupted.signal,
  exitCode: EXIT.done,
};
process.exitCode = await runCommandLine(process.argv.slice(2), context);
// An interrupted command leaves servers and processes behind that would keep this one alive; they end with it.
if (interrupted.signal.aborted) process.exit();
