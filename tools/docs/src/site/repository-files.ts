import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The files that a reader of the repository finds, and the folders in which they lie; paths are relative to its root. */
export interface RepositoryFiles {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

function foldersAbove(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? ['.'] : [folder, ...foldersAbove(folder)];
}

/** Files by their paths, with the folders that they make. */
export const asRepositoryFiles = (paths: readonly string[]): RepositoryFiles => ({
  files: new Set(paths),
  folders: new Set(paths.flatMap(foldersAbove)),
});

/** What git keeps of a repository, or would with the next `git add`; what it ignores no reader will find. */
export function listRepositoryFiles(root: string): RepositoryFiles {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const paths = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\0');
  return asRepositoryFiles([...new Set(paths)].filter((path) => path !== '' && existsSync(join(root, path))));
}
