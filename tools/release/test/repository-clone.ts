import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Environment, runWell } from './run-program.ts';
import { PUBLISHED, ROOT } from './workspace.ts';

const isWorkspaceLink = (name: string): boolean => name === '@tickerlake' || name === 'tickerlake';

/** Outside packages are those of the real repository; the workspace's own are the clone's. */
function linkDependencies(clone: string): void {
  const [from, to] = [join(ROOT, 'node_modules'), join(clone, 'node_modules')];
  mkdirSync(join(to, '@tickerlake'), { recursive: true });
  for (const name of readdirSync(from).filter((entry) => !isWorkspaceLink(entry)))
    symlinkSync(join(from, name), join(to, name));
  const scoped = readdirSync(join(from, '@tickerlake')).map((name) => join('@tickerlake', name));
  for (const name of [...scoped, 'tickerlake']) symlinkSync(readlinkSync(join(from, name)), join(to, name));
  for (const nested of globSync('{libs,apps,tools}/*/node_modules', { cwd: ROOT }))
    symlinkSync(join(ROOT, nested), join(clone, nested));
}

/** What is not committed yet belongs to what is tried. */
async function copyChanges(clone: string, env: Environment): Promise<void> {
  const listed = await runWell('git', ['ls-files', '-z', '-mo', '--exclude-standard'], ROOT, env);
  for (const file of new Set(listed.split('\0').filter(Boolean))) {
    rmSync(join(clone, file), { force: true });
    if (!existsSync(join(ROOT, file))) continue;
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(ROOT, file), join(clone, file));
  }
}

/**
 * A clone of the repository as it lies on disk, in `folder`, without tags and without a remote: what a release commits,
 * tags and builds there stays there.
 */
export async function cloneRepository(folder: string, env: Environment): Promise<void> {
  const git = (...args: string[]): Promise<string> => runWell('git', args, folder, env);
  mkdirSync(folder, { recursive: true });
  await runWell('git', ['clone', '--quiet', '--no-tags', ROOT, folder], ROOT, env);
  await git('remote', 'remove', 'origin');
  await copyChanges(folder, env);
  // Provenance is signed by the service that runs CI; there is none here, and npm would refuse.
  const manifests = PUBLISHED.flatMap(({ folder: project }) => ['--workspace', project]);
  await runWell('npm', ['pkg', 'delete', 'publishConfig.provenance', ...manifests], folder, env);
  await git('add', '--all');
  await git('commit', '--quiet', '--allow-empty', '--message', 'chore: as it lies on disk');
  linkDependencies(folder);
}
