import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, parsePage } from './page.ts';

/** Changelogs are written by the release, from commits. */
const isPage = (file: string): boolean => !file.endsWith('CHANGELOG.md');

/** Every Markdown page of the repository, those that are not committed yet included. */
export function listPages(root: string): Page[] {
  const git = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', '*.md'];
  const files = execFileSync('git', git, { cwd: root, encoding: 'utf8' }).split('\0');
  return files
    .filter((file) => file !== '' && isPage(file) && existsSync(join(root, file)))
    .toSorted()
    .map((file) => parsePage(file, readFileSync(join(root, file), 'utf8')));
}
