import { delimiter, join } from 'node:path';
import { type Environment, type ProgramRun, runProgram } from '@tickerlake/testing';
import { ROOT } from './root.ts';

/** What a program of a page sees of this machine: its programs, and a home of its own. */
export const programEnvironment = (home: string): Environment => ({
  PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
  HOME: home,
  NO_COLOR: '1',
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
});

const FLAGS = ['--conditions=@tickerlake/source', '--disable-warning=ExperimentalWarning'];

/** Runs a program of a page, which finds our packages by their sources. */
export const runPageProgram = (file: string, dir: string, env: Environment): Promise<ProgramRun> =>
  runProgram(process.execPath, [...FLAGS, file], dir, env);
