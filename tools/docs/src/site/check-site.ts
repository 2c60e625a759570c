import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, posix } from 'node:path';
import { type HtmlPage, readHtml, type Reference } from './html-page.ts';
import { leadsOutside, outsideLinkFault } from './outside-links.ts';
import type { Problem } from './problem.ts';
import { linksOfData, readSiteData } from './site-data.ts';

/** What a style sheet loads, but for what it carries itself. */
const CSS_LOADS = /url\(\s*["']?(?!data:|#)([^"')]+)/giu;

/** Looks at the files of one site. */
class SiteChecker {
  readonly #folder: string;
  readonly #files: ReadonlySet<string>;
  readonly #pages = new Map<string, HtmlPage>();

  constructor(folder: string, files: readonly string[]) {
    this.#folder = folder;
    this.#files = new Set(files);
  }

  check(file: string): Problem[] {
    return [...new Set(this.#referencesOf(file).flatMap((reference) => this.#fault(file, reference) ?? []))].map(
      (message) => ({ place: file, message }),
    );
  }

  /** What a reader must not find anywhere, such as the folder in which the site was made. */
  checkFor(secrets: readonly string[], file: string): Problem[] {
    const text = this.#read(file);
    const texts = [text, readSiteData(text) ?? ''];
    return secrets
      .filter((secret) => texts.some((one) => one.includes(secret)))
      .map((secret) => ({ place: file, message: `holds ${secret}, which is of this machine alone: leave it out.` }));
  }

  #referencesOf(file: string): readonly Reference[] {
    const load = (href: string): Reference => ({ href, isLoaded: true });
    if (file.endsWith('.html')) return this.#page(file).references;
    if (file.endsWith('.css')) return [...this.#read(file).matchAll(CSS_LOADS)].map(([, href = '']) => load(href));
    const data = file.endsWith('.js') ? readSiteData(this.#read(file)) : undefined;
    // Typedoc's script takes these addresses from the site's root, wherever the page lies.
    return data === undefined ? [] : linksOfData(JSON.parse(data)).map((href) => load(`../${href}`));
  }

  #fault(from: string, { href, isLoaded }: Reference): string | undefined {
    if (href.startsWith('data:')) return undefined;
    if (leadsOutside(href)) return isLoaded ? `loads ${href}: carry it along.` : outsideLinkFault(href);
    if (href.startsWith('/')) return `${href} works at the root of a host alone: write it from the page's folder.`;
    const [path = '', anchor = ''] = href.split('#').map(decodeURIComponent);
    const target = path === '' ? from : posix.join(posix.dirname(from), path);
    if (!this.#files.has(target)) return `${href} is dead: the site has no ${target}.`;
    return anchor === '' || this.#page(target).anchors.has(anchor)
      ? undefined
      : `${href} is dead: ${target} has no #${anchor}.`;
  }

  #page(file: string): HtmlPage {
    const page = this.#pages.get(file) ?? readHtml(this.#read(file));
    this.#pages.set(file, page);
    return page;
  }

  #read(file: string): string {
    return readFileSync(join(this.#folder, file), 'utf8');
  }
}

const listFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(folder, posix.join(entry.parentPath, entry.name)))
    .toSorted();

/** What can hold a reference or a path; the rest are pictures. */
const TEXTS = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt']);

/**
 * Looks at a finished site as a browser does: every reference must lead to a file of the site and an anchor in it, so that it
 * works from a disk and below any path, and nothing is fetched from elsewhere. Nothing of it may hold one of the `secrets`.
 */
export function checkSite(folder: string, secrets: readonly string[]): Problem[] {
  const files = listFiles(folder);
  const checker = new SiteChecker(folder, files);
  const texts = files.filter((file) => TEXTS.has(extname(file)));
  return texts.flatMap((file) => [...checker.check(file), ...checker.checkFor(secrets, file)]);
}
