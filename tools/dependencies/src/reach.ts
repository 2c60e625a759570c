import type { LockedPackage, Lockfile, Wishes } from './lockfile.ts';

/** The packages of others, by how far they get from here. */
export interface Reach {
  /** npm installs them with a published package. */
  readonly installed: readonly LockedPackage[];
  /** Their code is in what we publish or deploy. */
  readonly inlined: readonly LockedPackage[];
  /** Users of one feature install them themselves; a published package names them as optional peers. */
  readonly chosen: readonly LockedPackage[];
  /** All others: they build, test and show. */
  readonly tools: readonly LockedPackage[];
  /** Those that reach users and that a package of ours asks for itself, sorted by name. */
  readonly direct: readonly LockedPackage[];
}

/** What is known of the workspace. */
export interface Workspaces {
  /** Folders of all packages of ours: `libs/record-schema`. */
  readonly all: readonly string[];
  /** Those among them that are published. */
  readonly published: readonly string[];
  /** Places of the packages whose code, or a file, is in something that we build for others. */
  readonly inlined: ReadonlySet<string>;
}

const WISHES: readonly Wishes[] = ['runtime', 'optional-peer', 'development'];

const chosenWith = (lock: Lockfile, published: readonly string[]): LockedPackage[] =>
  lock.installedWith(published.flatMap((folder) => lock.askedFor(folder, 'optional-peer')));

function directly(lock: Lockfile, { all, published, inlined }: Workspaces): LockedPackage[] {
  const asked = published.flatMap((folder) => [
    ...lock.askedFor(folder, 'runtime'),
    ...lock.askedFor(folder, 'optional-peer'),
  ]);
  const built = all.flatMap((folder) => WISHES.flatMap((wishes) => lock.askedFor(folder, wishes)));
  const places = [
    ...asked.filter((path) => path.includes('node_modules/')),
    ...built.filter((path) => inlined.has(path)),
  ];
  return [...new Set(places)].map((path) => lock.at(path)).toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Sorts what is installed here by how far it gets. */
export function reachOf(lock: Lockfile, workspaces: Workspaces): Reach {
  const inlined = [...workspaces.inlined].map((path) => lock.at(path));
  const installed = lock.installedWith(workspaces.published);
  const shipped = new Set([...installed, ...inlined].map(({ path }) => path));
  const chosen = chosenWith(lock, workspaces.published).filter(({ path }) => !shipped.has(path));
  return {
    installed,
    inlined,
    chosen,
    tools: lock.packages().filter(({ path }) => !shipped.has(path)),
    direct: directly(lock, workspaces),
  };
}
