import { copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runProgramWell } from '@tickerlake/testing';
import { startAthenaHttpFake } from '../../../libs/athena-query/test/athena-http-fake.ts';
import { notebookEnvironment, NOTEBOOKS } from '../src/notebook-environment.ts';
import { type Notebook, NOTEBOOK_FILES, notebookOf, readNotebook, writeNotebook } from './notebook-file.ts';
import { hasModules } from './python.ts';

const REPOSITORY = resolve(NOTEBOOKS, '../..');
const TICKERLAKE = join(REPOSITORY, 'apps/analysis/bin/tickerlake.js');

const EXECUTE = join(import.meta.dirname, 'python/execute_notebook.py');

/** The day that the stored notebooks show. */
const DAY = ['--date', '2026-11-20'] as const;

/** A copy of the notebooks beside a lake, laid out as in a clone after `npm start` and `tickerlake feed`. */
export interface Laboratory {
  /** Runs a notebook of the copy from its first cell to its last, as a reader would with "Run All". */
  execute(file: string): Promise<Notebook>;
  /** Runs a cell in Deno, in a folder that has nothing but a lake and packages. */
  tryOut(source: string): Promise<Notebook>;
  close(): Promise<void>;
}

/** What a command sees of this machine: its programs, and a home folder of its own. */
const environment = (home: string): Record<string, string> => ({ PATH: process.env['PATH'] ?? '', HOME: home });

async function fillLake(folder: string, env: Record<string, string>): Promise<void> {
  const run = (...args: string[]) => runProgramWell(process.execPath, [TICKERLAKE, ...args], folder, env);
  await run('run', '--source', 'simulated', ...DAY);
  await run('feed', ...DAY, '--speed', '86400');
}

async function copyNotebooks(folder: string): Promise<string> {
  const notebooks = join(folder, 'examples/notebooks');
  await mkdir(notebooks, { recursive: true });
  await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  for (const file of [...NOTEBOOK_FILES, 'package.json']) await copyFile(join(NOTEBOOKS, file), join(notebooks, file));
  await cp(join(NOTEBOOKS, 'src'), join(notebooks, 'src'), { recursive: true });
  return notebooks;
}

/** What `tickerlake configure --from-stack` keeps of a deployment, and where the AWS SDK finds the rest. */
async function configureAthena(home: string, endpoint: string): Promise<Record<string, string>> {
  const settings = { workgroup: 'tickerlake', database: 'tickerlake', region: 'us-east-1', stack: 'tickerlake-lake' };
  await mkdir(join(home, '.config/tickerlake'), { recursive: true });
  await writeFile(join(home, '.config/tickerlake/config.json'), JSON.stringify(settings));
  return { AWS_ENDPOINT_URL_ATHENA: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
}

/** DuckDB for Python, where it is not installed: a stand-in that has Node's DuckDB run the same SQL. */
const pythonPath = (python: string): Record<string, string> =>
  hasModules(python, 'duckdb') ? {} : { PYTHONPATH: join(import.meta.dirname, 'python') };

/** @param python one that has Jupyter. */
export async function openLaboratory(python: string): Promise<Laboratory> {
  const folder = await mkdtemp(join(tmpdir(), 'tickerlake-notebooks-'));
  const home = join(folder, 'home');
  await mkdir(home);
  await fillLake(folder, environment(home));
  const notebooks = await copyNotebooks(folder);
  const athena = await startAthenaHttpFake(join(folder, 'lake'), []);
  const env = {
    ...environment(home),
    ...(await configureAthena(home, athena.endpoint)),
    ...pythonPath(python),
    // Debian's debugger warns of what nobody debugs here.
    PYDEVD_DISABLE_FILE_VALIDATION: '1',
  };
  const inKernels = Object.fromEntries(
    Object.entries(notebookEnvironment(env)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  // Its first import ever looks at every font of the machine, and says so in the middle of a notebook.
  await runProgramWell(python, ['-c', 'import matplotlib.pyplot'], folder, inKernels);
  const run = async (file: string, where: string): Promise<Notebook> => {
    const done = file.replace('.ipynb', '.done.ipynb');
    await runProgramWell(python, [EXECUTE, file, done], where, inKernels);
    return readNotebook(done, where);
  };
  return {
    execute: (file) => run(file, notebooks),
    async tryOut(source) {
      await writeNotebook('first.ipynb', notebookOf('deno', source), folder);
      return run('first.ipynb', folder);
    },
    async close() {
      await athena.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
