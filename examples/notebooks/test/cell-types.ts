import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { runProgram } from '@tickerlake/testing';
import { NOTEBOOKS } from '../src/notebook-environment.ts';
import { type CellModule, cellModule } from './cell-module.ts';
import type { Notebook } from './notebook-file.ts';

/** The compiler that every project is checked with. */
const TSC = join(NOTEBOOKS, '../../tools/nx-plugin/node_modules/typescript/bin/tsc');

/** How the kernels find modules. tslab leaves the suffix of a file out, as bundlers do, and takes no other way. */
const RESOLUTION: Readonly<Record<string, object>> = {
  deno: {},
  tslab: { module: 'esnext', moduleResolution: 'bundler' },
};

const ERROR = /^(?<file>[^(\n]+)\((?<line>\d+),\d+\): error (?<what>TS\d+: .*(?:\n {2}.*)*)$/gm;

/**
 * What tsc says of the cells of TypeScript notebooks, in the repository's strict mode: one text for each error, with
 * notebook, cell and line.
 * @param notebooks by file name, all of one kernel.
 * @param folder an empty one below the notebooks' own, which is gone afterwards.
 */
export async function typeErrors(
  kernel: string,
  notebooks: Readonly<Record<string, Notebook>>,
  folder: string,
): Promise<string[]> {
  const modules = new Map(
    Object.entries(notebooks).map(([file, notebook]) => [moduleFile(file), { file, of: cellModule(notebook) }]),
  );
  await mkdir(folder, { recursive: true });
  try {
    for (const [file, { of }] of modules) await writeFile(join(folder, file), of.text);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configOf(kernel, folder, [...modules.keys()])));
    const { stdout, stderr, code } = await runProgram(
      process.execPath,
      [TSC, '-p', '.', '--pretty', 'false'],
      folder,
      {},
    );
    const errors = [...stdout.matchAll(ERROR)].map(({ groups = {} }) => placed(modules, groups));
    if ((code === 0) !== (errors.length === 0)) throw new Error(`tsc ended with ${code}:\n${stdout}${stderr}`);
    return errors;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const moduleFile = (notebook: string): string => notebook.replace('.ipynb', '.ts');

function configOf(kernel: string, folder: string, files: readonly string[]): object {
  const up = relative(folder, NOTEBOOKS);
  return {
    extends: join(up, 'tsconfig.json'),
    // Relative imports are looked for as if the modules lay beside the notebooks.
    compilerOptions: { rootDirs: ['.', up], ...RESOLUTION[kernel] },
    files,
    include: [],
  };
}

function placed(
  modules: ReadonlyMap<string, { readonly file: string; readonly of: CellModule }>,
  { file = '', line, what = '' }: Readonly<Record<string, string>>,
): string {
  const module = modules.get(basename(file));
  if (!module) return `${file}, line ${line}: ${what}`;
  const place = module.of.placeOf(Number(line));
  return `${module.file}, code cell ${place.cell}, line ${place.line}: ${what}`;
}
