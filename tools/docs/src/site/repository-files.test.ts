import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { asRepositoryFiles, listRepositoryFiles } from './repository-files.ts';

it('knows every folder above a file, and the root', () => {
  const { files, folders } = asRepositoryFiles(['docs/deep/a.md', 'README.md']);
  expect([...files]).toEqual(['docs/deep/a.md', 'README.md']);
  expect([...folders].toSorted()).toEqual(['.', 'docs', 'docs/deep']);
});

it('lists what git keeps or would keep, not what it ignores, nor what is gone', () => {
  const root = mkdtempSync(join(tmpdir(), 'tickerlake-docs-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const path of ['kept.md', 'gone.md', 'new with space.md', 'ignored.md', '.gitignore'])
    writeFileSync(join(root, path), 'ignored.md\n');
  const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  git('init');
  git('add', 'kept.md', 'gone.md', '.gitignore');
  rmSync(join(root, 'gone.md'));
  expect([...listRepositoryFiles(root).files].toSorted()).toEqual(['.gitignore', 'kept.md', 'new with space.md']);
});
