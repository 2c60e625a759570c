import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseRefusedError, releaseSteps } from './release-steps.ts';

const ROOT = join(import.meta.dirname, '../../..');
const git = (...args: string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' });

/** All packages have one version, so any of them tells it. */
function versionOnDisk(): string {
  const path = join(ROOT, 'libs/record-schema/package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(path, 'utf8'));
  return version;
}

/** Runs one `nx` command in the open; its exit code. */
function runNx(args: readonly string[]): number {
  process.stdout.write(`\n> nx ${args.join(' ')}\n`);
  const { error, status } = spawnSync('nx', args, { cwd: ROOT, stdio: 'inherit' });
  if (error) throw new ReleaseRefusedError(`${error.message}: npm finds nx, so start this as \`npm run release\`.`);
  return status ?? 1;
}

function release(): number {
  const state = {
    tags: git('tag', '--list', 'v*').split('\n').filter(Boolean),
    changes: git('status', '--porcelain'),
    version: versionOnDisk(),
  };
  for (const step of releaseSteps(process.argv.slice(2), process.env, state)) {
    const status = runNx(step);
    if (status !== 0) return status;
  }
  return 0;
}

try {
  process.exitCode = release();
} catch (error) {
  if (!(error instanceof ReleaseRefusedError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
