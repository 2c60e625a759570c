import { spawn } from 'node:child_process';
import type { Ended, Program } from './driver-context.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A program that a signal ended has no exit code of its own. */
const KILLED = 1;

/** Runs a program on this process's terminal. Signals go on to it, so that it ends in order and this process after it. */
export async function runProgram({ script, args, env, cwd }: Program): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], { cwd, env, stdio: 'inherit' });
  let interrupted = false;
  const passOn = (signal: NodeJS.Signals): void => {
    interrupted = true;
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, passOn);
  try {
    const code = await new Promise<number | null>((ended, failed) => {
      child.once('close', ended).once('error', failed);
    });
    return { exitCode: code ?? KILLED, interrupted };
  } finally {
    for (const signal of SIGNALS) process.off(signal, passOn);
  }
}
