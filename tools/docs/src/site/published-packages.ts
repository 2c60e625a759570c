import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** One of the names under which a package is imported. */
interface PackageEntry {
  /** `@tickerlake/charts/png`. */
  readonly specifier: string;
  /** Path of its source, relative to the repository. */
  readonly source: string;
}

/** What others import of us: one page of the site each, with its README and everything that it exports. */
export interface PublishedPackage {
  readonly name: string;
  /** Relative to the repository: `libs/record-schema`. */
  readonly folder: string;
  /** The package itself first, then what lies below it. */
  readonly entries: readonly PackageEntry[];
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** The condition under which a manifest names its sources; tsconfig.base.json and vitest.base.ts use it too. */
const SOURCE_CONDITION = '@tickerlake/source';

function readManifest(path: string): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(path, 'utf8'));
  return manifest;
}

function entriesOf(folder: string, { name, exports = {} }: Manifest): PackageEntry[] {
  return Object.entries(exports).flatMap(([path, conditions]) => {
    const source = typeof conditions === 'string' ? undefined : conditions[SOURCE_CONDITION];
    return source === undefined ? [] : [{ specifier: posix.join(name, path), source: posix.join(folder, source) }];
  });
}

/** The libraries of the repository that are published, by the names of their folders. */
export function findPublishedPackages(root: string): PublishedPackage[] {
  return globSync('libs/*/package.json', { cwd: root })
    .toSorted()
    .map((path) => ({ folder: dirname(path), manifest: readManifest(join(root, path)) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, entries: entriesOf(folder, manifest) }));
}
