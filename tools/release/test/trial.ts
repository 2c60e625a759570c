import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneRepository, createTrialEnvironment, type Environment, runProgramWell } from '@tickerlake/testing';
import { startInstalledRegistry } from './installed-registry.ts';
import { startOwnRegistry } from './own-registry.ts';
import { PUBLISHED, ROOT } from './workspace.ts';

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
  await runProgramWell('npm', ['install', ...ours, '@types/node'], project, env);
}

/** Provenance is signed by the service that runs CI; there is none here, and npm would refuse. */
async function leaveOutProvenance(clone: string, env: Environment): Promise<void> {
  const manifests = PUBLISHED.flatMap(({ folder }) => ['--workspace', folder]);
  await runProgramWell('npm', ['pkg', 'delete', 'publishConfig.provenance', ...manifests], clone, env);
  await runProgramWell('git', ['commit', '--quiet', '--all', '--message', 'chore: without provenance'], clone, env);
}

/** Publishes and installs everything, in a temporary folder and on this machine alone. */
export async function startTrial(): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'tickerlake-strangers-'));
  const outside = await startInstalledRegistry();
  const own = await startOwnRegistry(join(folder, 'registry'), outside.url);
  const [clone, project] = [join(folder, 'clone'), join(folder, 'project')];
  const env = createTrialEnvironment(ROOT, join(folder, 'home'), own.url);
  const release = (...args: string[]): Promise<string> =>
    runProgramWell('npm', ['run', 'release', '--', ...args], clone, { ...env, CI: 'true' });
  const end = async (): Promise<void> => {
    own.close();
    await outside.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await cloneRepository(ROOT, clone, env);
    await leaveOutProvenance(clone, env);
    await release('--publish', '--registry', own.url);
    await install(project, env);
  } catch (error) {
    await end();
    throw error;
  }
  return { clone, project, registryUrl: own.url, env, release, end };
}
