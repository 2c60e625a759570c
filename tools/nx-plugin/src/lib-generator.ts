import { basename, join } from 'node:path';
import {
  formatFiles,
  generateFiles,
  type GeneratorCallback,
  getProjects,
  installPackagesTask,
  logger,
  readJson,
  type Tree,
  writeJson,
} from '@nx/devkit';
import { libManifest, type Manifest } from './lib-manifest.ts';
import { type LibOptions, type LibPlan, planLib } from './lib-options.ts';
import { withLibrary, withPackageRow } from './registration.ts';

/** The published library that depends on nothing: its package.json is the pattern. */
const SIBLING = 'libs/market-calendar';

/** Who lists the libraries that are published: what is released, and what its trial builds first. */
const LISTS = { 'nx.json': 'projects', 'tools/release/package.json': 'implicitDependencies' };

const read = (tree: Tree, path: string): string => tree.read(path, 'utf8') ?? '';

function takenNames(tree: Tree): Set<string> {
  return new Set([...getProjects(tree)].flatMap(([name, { root }]) => [basename(name), basename(root)]));
}

function writeLibrary(tree: Tree, plan: LibPlan): void {
  const manifest = libManifest(plan, readJson<Manifest>(tree, `${SIBLING}/package.json`));
  writeJson(tree, `${plan.root}/package.json`, manifest);
  generateFiles(tree, join(import.meta.dirname, 'lib-files'), plan.root, { ...plan, version: manifest.version });
  tree.write(`${plan.root}/LICENSE`, read(tree, 'LICENSE'));
}

function register(tree: Tree, plan: LibPlan): void {
  for (const [file, property] of Object.entries(LISTS))
    tree.write(file, withLibrary(read(tree, file), property, plan.packageName));
  tree.write('README.md', withPackageRow(read(tree, 'README.md'), plan));
}

/**
 * `nx g @tickerlake/tools:lib NAME`: a library that others install, with everything that the checks ask for. Gives back
 * what is to do once the files are written: the install that links it.
 *
 * @throws LibRefusedError before anything is written.
 */
export async function libGenerator(tree: Tree, options: LibOptions): Promise<GeneratorCallback> {
  const plan = planLib(options, takenNames(tree));
  writeLibrary(tree, plan);
  register(tree, plan);
  await formatFiles(tree);
  return () => {
    if (options.skipInstall !== true) installPackagesTask(tree, true);
    logger.info(
      `${plan.packageName} lies in ${plan.root}. Next: say in its README when it fits, move its row in the README's table of packages to its place in the flow, and list what it may import of outside in eslint.config.js.`,
    );
  };
}
