import { spawnSync } from 'node:child_process';

/** What Jupyter and the Python notebook need of a Python. Debian has all of it as packages. */
const MODULES = ['nbclient', 'ipykernel', 'pandas', 'matplotlib'];

export const HOW_TO_GET_JUPYTER =
  'no Python with Jupyter found: apt-get install --no-install-recommends python3-nbclient python3-ipykernel ' +
  'python3-pandas python3-matplotlib, or name a Python that has them with TICKERLAKE_PYTHON. Where CI is set it must be there';

/** Whether a Python runs and has modules. */
export const hasModules = (python: string, ...modules: readonly string[]): boolean =>
  spawnSync(python, ['-c', modules.map((module) => `import ${module}`).join('\n')]).status === 0;

/** The Python that runs the notebooks; `undefined` where there is none that can. */
export function findPython(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['TICKERLAKE_PYTHON'];
  if (named === undefined) return ['python3', '/usr/bin/python3'].find((python) => hasModules(python, ...MODULES));
  if (hasModules(named, ...MODULES)) return named;
  throw new Error(
    `TICKERLAKE_PYTHON is ${named}, which has not all of ${MODULES.join(', ')}. Name another, or unset it.`,
  );
}
