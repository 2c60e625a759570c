import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Markdown file of the repository that is a page of the site, beside the front page and the packages' own READMEs. */
export interface GuidePage {
  /** Relative to the repository: `docs/operations.md`. */
  readonly path: string;
  readonly title: string;
  /** The heading under which it stands in the navigation. */
  readonly group: string;
}

export const GUIDES = 'Guides';
export const PARTS = 'Parts of the pipeline';

/** How it works, how to ask, how to read the answers, how to run it and how fast it is; guides that are added later follow by name. */
const FIRST = ['ARCHITECTURE.md', 'docs/commands.md', 'docs/notebooks.md', 'docs/operations.md', 'docs/benchmarks.md'];
/** For who has read the rest. */
const LAST = ['CONTRIBUTING.md'];

/** What a reader calls the page: its first heading, without the scope of a package and what is said about it in brackets. */
function titleOf(root: string, path: string): string {
  const [, title] = /^# (.+)$/mu.exec(readFileSync(join(root, path), 'utf8')) ?? [];
  if (title === undefined) throw new Error(`${path} has no title: begin it with "# " and what the page is about.`);
  return title
    .replaceAll('`', '')
    .replace(/^@tickerlake\//u, '')
    .replace(/ \(.*\)$/u, '');
}

/** Every guide, and every README that belongs to no published library, in the order of the navigation. */
export function findGuidePages(root: string): GuidePage[] {
  const find = (...patterns: string[]): string[] => globSync(patterns, { cwd: root }).toSorted();
  const page = (group: string) => (path: string) => ({ path, title: titleOf(root, path), group });
  const found = new Set(find(...FIRST, 'docs/*.md', ...LAST));
  const between = [...found].filter((path) => !FIRST.includes(path) && !LAST.includes(path));
  return [
    ...[...FIRST, ...between, ...LAST].filter((path) => found.has(path)).map(page(GUIDES)),
    ...find('{apps,tools,examples}/*/README.md').map(page(PARTS)),
  ];
}
