import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { inlinedPackages } from './inlined.ts';
import { Lockfile } from './lockfile.ts';
import { type Reach, reachOf, type Workspaces } from './reach.ts';

/** Packages of which a build copies files, where no bundler tells. */
const COPIED = {
  '@expo-google-fonts/inter': 'The fonts of `@tickerlake/charts/png`.',
};

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

const isPublished = (manifest: unknown): boolean =>
  !(typeof manifest === 'object' && manifest !== null && Reflect.get(manifest, 'private') === true);

/** What the bundles hold that were built for others: metafiles lie beside them, those of the page one folder deeper. */
function inlinedInBuilds(root: string): Set<string> {
  const found = new Set<string>();
  const files = globSync('apps/*/dist/{,page/}metafile-esm.json', { cwd: root });
  if (files.length === 0) throw new Error('Nothing is built, so nobody knows what is inlined: run npm run build.');
  for (const file of files) {
    const folder = file.split(sep).slice(0, 2).join('/');
    for (const path of inlinedPackages(readJson(join(root, file)), folder)) found.add(path);
  }
  return found;
}

/** The workspace as it lies on disk, built. */
function readWorkspaces(root: string): Workspaces {
  const folders = globSync('{libs,apps,tools,examples}/*/package.json', { cwd: root }).map((file) =>
    dirname(file).split(sep).join('/'),
  );
  return {
    all: folders.toSorted(),
    published: folders.filter((folder) => isPublished(readJson(join(root, folder, 'package.json')))).toSorted(),
    inlined: inlinedInBuilds(root).union(new Set(Object.keys(COPIED).map((name) => `node_modules/${name}`))),
  };
}

/** Reads the lock and the builds of the repository at `root`, and sorts what is installed there. */
export function readReach(root: string): Reach {
  return reachOf(new Lockfile(readJson(join(root, 'package-lock.json'))), readWorkspaces(root));
}

/** What a package's files weigh, its own dependencies aside. */
export function unpackedBytes(root: string, path: string): number {
  const files = globSync('**/*', { cwd: join(root, path), exclude: ['node_modules/**'] });
  return files
    .map((file) => statSync(join(root, path, file)))
    .filter((file) => file.isFile())
    .reduce((sum, { size }) => sum + size, 0);
}
