import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Environment, runProgramWell } from './run-program.ts';

const isWorkspaceLink = (name: string): boolean => name === '@tickerlake' || name === 'tickerlake';

/** Outside packages are those of the real repository; the workspace's own are the clone's. */
function linkDependencies(root: string, clone: string): void {
  const [from, to] = [join(root, 'node_modules'), join(clone, 'node_modules')];
  mkdirSync(join(to, '@tickerlake'), { recursive: true });
  for (const name of readdirSync(from).filter((entry) => !isWorkspaceLink(entry)))
    symlinkSync(join(from, name), join(to, name));
  const scoped = readdirSync(join(from, '@tickerlake')).map((name) => join('@tickerlake', name));
  for (const name of [...scoped, 'tickerlake']) symlinkSync(readlinkSync(join(from, name)), join(to, name));
  for (const nested of globSync('{libs,apps,tools,examples}/*/node_modules', { cwd: root }))
    symlinkSync(join(root, nested), join(clone, nested));
}

/** What is not committed yet belongs to what is tried. */
async function copyChanges(root: string, clone: string, env: Environment): Promise<void> {
  const listed = await runProgramWell('git', ['ls-files', '-z', '-mo', '--exclude-standard'], root, env);
  for (const file of new Set(listed.split('\0').filter(Boolean))) {
    rmSync(join(clone, file), { force: true });
    if (!existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(root, file), join(clone, file));
  }
}

/**
 * A clone of the repository at `root` as it lies on disk, in `folder`, with the packages that are installed there, without
 * tags and without a remote: what is written, committed, tagged and built in it stays there.
 */
export async function cloneRepository(root: string, folder: string, env: Environment): Promise<void> {
  const git = (...args: string[]): Promise<string> => runProgramWell('git', args, folder, env);
  mkdirSync(folder, { recursive: true });
  await git('clone', '--quiet', '--no-tags', root, folder);
  await git('remote', 'remove', 'origin');
  await copyChanges(root, folder, env);
  await git('add', '--all');
  await git('commit', '--quiet', '--allow-empty', '--message', 'chore: as it lies on disk');
  linkDependencies(root, folder);
}
