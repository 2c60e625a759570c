import { delimiter, join, resolve } from 'node:path';

/** This folder: it holds `kernels/`, which is what Jupyter looks for in each folder of JUPYTER_PATH. */
export const NOTEBOOKS = resolve(import.meta.dirname, '..');

/** Where npm puts the programs that the kernels are: `deno`, `tslab` and the `node` that runs it. */
const PROGRAMS = join(NOTEBOOKS, '../../node_modules/.bin');

type Environment = Readonly<Record<string, string | undefined>>;

/** An environment in which Jupyter, VS Code or anything else finds the kernels of this folder, before any others. */
export function notebookEnvironment(env: Environment): Record<string, string | undefined> {
  return {
    ...env,
    JUPYTER_PATH: before(NOTEBOOKS, env['JUPYTER_PATH']),
    PATH: before(PROGRAMS, env['PATH']),
  };
}

const before = (path: string, others = ''): string => (others === '' ? path : `${path}${delimiter}${others}`);
