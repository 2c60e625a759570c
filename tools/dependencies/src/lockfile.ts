import * as z from 'zod';

const names = z.record(z.string(), z.string()).optional();

/** What is read of a package-lock.json. https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json */
const lockSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      resolved: z.string().optional(),
      link: z.boolean().optional(),
      license: z.string().optional(),
      dependencies: names,
      optionalDependencies: names,
      devDependencies: names,
      peerDependencies: names,
      peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).optional(),
    }),
  ),
});

/** A package of others, in one version, at one place of `node_modules`. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** As the package states it: an SPDX expression, or nothing. */
  readonly licence: string | undefined;
  /** Where it lies, relative to the repository: `node_modules/a/node_modules/b`. */
  readonly path: string;
}

/** What a package asks npm for: names, whoever else may ask for them too. */
export type Wishes = 'runtime' | 'optional-peer' | 'development';

type Entry = z.output<typeof lockSchema>['packages'][string];

const isOptionalPeer = ({ peerDependenciesMeta }: Entry, name: string): boolean =>
  peerDependenciesMeta?.[name]?.optional === true;

function wishesOf(entry: Entry, wishes: Wishes): string[] {
  const peers = Object.keys(entry.peerDependencies ?? {});
  if (wishes === 'development') return Object.keys(entry.devDependencies ?? {});
  if (wishes === 'optional-peer') return peers.filter((name) => isOptionalPeer(entry, name));
  const asked = peers.filter((name) => !isOptionalPeer(entry, name));
  return [...Object.keys(entry.dependencies ?? {}), ...Object.keys(entry.optionalDependencies ?? {}), ...asked];
}

/** The folders in which Node looks for packages from `path`, nearest first. */
function* lookUpFrom(path: string): Generator<string> {
  for (let place = path; place !== ''; place = place.replace(/(?:^|\/)[^/]*$/u, ''))
    if (!place.endsWith('node_modules')) yield `${place}/node_modules`;
  yield 'node_modules';
}

/** What npm installs, and who asks for what. */
export class Lockfile {
  readonly #entries: Record<string, Entry>;

  /** @throws when `json` is no package-lock.json of version 3. */
  constructor(json: unknown) {
    this.#entries = lockSchema.parse(json).packages;
  }

  /** Every package of others, each version once for each place where it lies. */
  packages(): LockedPackage[] {
    return Object.keys(this.#entries)
      .filter((path) => path.includes('node_modules/') && this.#entries[path]?.link !== true)
      .map((path) => this.at(path));
  }

  /** The package at a place of `node_modules`. @throws {RangeError} where the lock knows none. */
  at(path: string): LockedPackage {
    const entry = this.#entries[path];
    if (entry?.version === undefined)
      throw new RangeError(`package-lock.json knows no package at ${path}: run npm install.`);
    const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return { name, version: entry.version, licence: entry.license, path };
  }

  /** The places of what a package or workspace asks for; workspaces among them by their folder. What is not installed is left out. */
  askedFor(path: string, wishes: Wishes): string[] {
    return wishesOf(this.#entries[path] ?? {}, wishes)
      .map((name) => this.#find(path, name))
      .filter((place) => place !== undefined);
  }

  /** Everything that comes along when these workspaces are installed somewhere else, workspaces aside. */
  installedWith(workspaces: readonly string[]): LockedPackage[] {
    const seen = new Set(workspaces);
    for (const path of seen) for (const place of this.askedFor(path, 'runtime')) seen.add(place);
    return [...seen].filter((path) => path.includes('node_modules/')).map((path) => this.at(path));
  }

  #find(from: string, name: string): string | undefined {
    for (const folder of lookUpFrom(from)) {
      const entry = this.#entries[`${folder}/${name}`];
      if (entry !== undefined) return entry.link === true ? entry.resolved : `${folder}/${name}`;
    }
    return undefined;
  }
}
