import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Link, type MarkdownPage, readMarkdown } from './markdown-page.ts';
import { relativeLinkFault, type RepositoryField } from './npm-page.ts';
import { leadsOutside, outsideLinkFault } from './outside-links.ts';
import type { Problem } from './problem.ts';
import type { RepositoryFiles } from './repository-files.ts';

interface Manifest {
  readonly private?: boolean;
  readonly repository?: RepositoryField;
}

/** Line of a source, as GitHub anchors it. */
const LINE_ANCHOR = /^L\d+(?:-L\d+)?$/u;

/** Looks at the links of one repository's Markdown files. */
class MarkdownChecker {
  readonly #root: string;
  readonly #repository: RepositoryFiles;
  readonly #pages = new Map<string, MarkdownPage>();

  constructor(root: string, repository: RepositoryFiles) {
    this.#root = root;
    this.#repository = repository;
  }

  check(path: string): Problem[] {
    const npmFault = this.#npmFault(path);
    return this.#page(path).links.flatMap((link) => {
      const fault = leadsOutside(link.href) ? outsideLinkFault(link.href) : this.#insideFault(path, link, npmFault);
      return fault === undefined ? [] : [{ place: `${path}:${link.line}`, message: fault }];
    });
  }

  #insideFault(from: string, { href }: Link, npmFault: string | undefined): string | undefined {
    const [path = '', anchor = ''] = href.split('#').map(decodeURIComponent);
    if (path.startsWith('/')) return `${href} begins at the root: write it from this file's folder.`;
    if (path !== '' && npmFault !== undefined) return `${href} is dead on the package's page at npm: ${npmFault}.`;
    const target = path === '' ? from : posix.join(posix.dirname(from), path).replace(/\/$/u, '');
    const page = this.#repository.folders.has(target) ? posix.join(target, 'README.md') : target;
    if (!this.#repository.folders.has(target) && !this.#repository.files.has(target))
      return `${href} leads to ${target}, which git does not keep: mend the path, or add the file.`;
    return anchor === '' ? undefined : this.#anchorFault(page, anchor);
  }

  #anchorFault(page: string, anchor: string): string | undefined {
    if (!this.#repository.files.has(page)) return `#${anchor} is in no page: ${page} does not exist.`;
    if (!page.endsWith('.md')) return LINE_ANCHOR.test(anchor) ? undefined : `${page} has lines (#L10), no #${anchor}.`;
    const { anchors } = this.#page(page);
    return anchors.has(anchor) ? undefined : `${page} has no #${anchor}; it has ${[...anchors].join(', ')}.`;
  }

  /** Why relative links of a published README are dead at npm. */
  #npmFault(path: string): string | undefined {
    const folder = posix.dirname(path);
    const manifestPath = posix.join(folder, 'package.json');
    if (folder === '.' || posix.basename(path) !== 'README.md' || !this.#repository.files.has(manifestPath))
      return undefined;
    const manifest: Manifest = JSON.parse(this.#read(manifestPath));
    return manifest.private === true ? undefined : relativeLinkFault(folder, manifest.repository);
  }

  #page(path: string): MarkdownPage {
    const page = this.#pages.get(path) ?? readMarkdown(this.#read(path));
    this.#pages.set(path, page);
    return page;
  }

  #read(path: string): string {
    return readFileSync(join(this.#root, path), 'utf8');
  }
}

/**
 * Looks at every link of every Markdown file: relative ones must lead to a file that git keeps and to an anchor as GitHub
 * makes it, and those of published READMEs must work at npm too; of those to the outside only the address is looked at.
 */
export function checkMarkdown(root: string, repository: RepositoryFiles): Problem[] {
  const checker = new MarkdownChecker(root, repository);
  return [...repository.files].filter((path) => path.endsWith('.md')).flatMap((path) => checker.check(path));
}
