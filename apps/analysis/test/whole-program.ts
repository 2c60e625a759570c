import { createProgram } from '../src/cli.ts';

/** The command line as a whole, to be looked at: nothing that it says or does is seen. */
export const wholeProgram = () =>
  createProgram({
    env: {},
    nowMs: Date.now,
    print() {},
    progress: { step() {}, note() {}, end() {} },
    signal: new AbortController().signal,
    exitCode: 0,
  });
