import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInstalledRegistry } from './installed-registry.ts';
import { startOwnRegistry } from './own-registry.ts';
import { cloneRepository } from './repository-clone.ts';
import { createEnvironment, type Environment, runWell } from './run-program.ts';
import { PUBLISHED } from './workspace.ts';

/** A release of the packages, from a clone of the repository to an empty project that installed them. */
export interface Trial {
  /** The clone, in which the release was made. */
  readonly clone: string;
  /** The empty project, outside of any workspace. */
  readonly project: string;
  /** Where the packages were published. */
  readonly registryUrl: string;
  readonly env: Environment;
  /** `npm run release -- ARGS` in the clone, as CI runs it; what was printed. */
  release(...args: string[]): Promise<string>;
  end(): Promise<void>;
}

async function install(project: string, env: Environment): Promise<void> {
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }');
  const ours = PUBLISHED.map(({ manifest }) => `${manifest.name}@${manifest.version}`);
  await runWell('npm', ['install', ...ours, '@types/node'], project, env);
}

/** Publishes and installs everything, in a temporary folder and on this machine alone. */
export async function startTrial(): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'tickerlake-strangers-'));
  const outside = await startInstalledRegistry();
  const own = await startOwnRegistry(join(folder, 'registry'), outside.url);
  const [clone, project] = [join(folder, 'clone'), join(folder, 'project')];
  const env = createEnvironment(join(folder, 'home'), own.url);
  const release = (...args: string[]): Promise<string> =>
    runWell('npm', ['run', 'release', '--', ...args], clone, { ...env, CI: 'true' });
  const end = async (): Promise<void> => {
    own.close();
    await outside.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await cloneRepository(clone, env);
    await release('--publish', '--registry', own.url);
    await install(project, env);
  } catch (error) {
    await end();
    throw error;
  }
  return { clone, project, registryUrl: own.url, env, release, end };
}
