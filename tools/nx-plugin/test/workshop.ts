import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cloneRepository,
  createTrialEnvironment,
  type ProgramRun,
  runProgram,
  runProgramWell,
} from '@tickerlake/testing';

const ROOT = join(import.meta.dirname, '../../..');
/** Nobody listens there: what is tried needs no registry. */
const NO_REGISTRY = 'http://127.0.0.1:9';

/** A clone of the repository in which a library was made, and the programs that are run in it. */
export interface Workshop {
  /** The clone. */
  readonly folder: string;
  /** Runs a program of the repository in the clone, or in a folder of it; fails where it does. */
  runWell(command: string, args: readonly string[], cwd?: string): Promise<string>;
  /** The same, however it ends. */
  run(command: string, args: readonly string[], cwd?: string): Promise<ProgramRun>;
  end(): void;
}

/**
 * Makes the library `name` in a clone of the repository, as its author would: generates it, then installs. The install writes
 * the lock alone, since the clone borrows the packages of the real repository; the link is made by hand.
 */
export async function startWorkshop(name: string): Promise<Workshop> {
  const work = mkdtempSync(join(tmpdir(), 'tickerlake-workshop-'));
  const folder = join(work, 'clone');
  const env = createTrialEnvironment(ROOT, join(work, 'home'), NO_REGISTRY);
  const workshop: Workshop = {
    folder,
    runWell: async (command, args, cwd = '') => runProgramWell(command, args, join(folder, cwd), env),
    run: async (command, args, cwd = '') => runProgram(command, args, join(folder, cwd), env),
    end: () => rmSync(work, { recursive: true, force: true }),
  };
  const lock = async (): Promise<string> => workshop.runWell('npm', ['install', '--package-lock-only', '--offline']);
  try {
    await cloneRepository(ROOT, folder, env);
    // A lock that waits for the next install, after a change of dependencies, is no part of what is tried.
    await lock();
    await workshop.runWell('git', ['commit', '--quiet', '--all', '--allow-empty', '--message', 'chore: lock']);
    await workshop.runWell('nx', ['generate', '@tickerlake/tools:lib', name, '--skipInstall']);
    await lock();
    symlinkSync(`../../libs/${name}`, join(folder, 'node_modules/@tickerlake', name));
    // Keeps the project graph, without which Nx's lint rules skip everything.
    await workshop.runWell('nx', ['show', 'projects']);
  } catch (error) {
    workshop.end();
    throw error;
  }
  return workshop;
}
