import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { findGuidePages } from '../src/site/guide-pages.ts';
import { findPublishedPackages } from '../src/site/published-packages.ts';
import { ROOT } from './root.ts';
import { type Files, readFolder } from './site-files.ts';

// What the target `site` made; it has looked at every link already.
const SITE = join(ROOT, 'tools/docs/dist/site');

let site: Files = {};

beforeAll(() => {
  if (!existsSync(join(SITE, 'index.html'))) throw new Error('No site: run `npx nx run @tickerlake/docs:site` first.');
  site = readFolder(SITE);
});

it('begins with the README, and has a page for each guide and package', () => {
  expect(site['index.html']).toContain('Yahoo forgets minute bars after 30 days.');
  for (const { title } of findGuidePages(ROOT))
    expect(Object.keys(site)).toContain(`documents/${title.replaceAll(' ', '_')}.html`);
  for (const { name } of findPublishedPackages(ROOT))
    expect(Object.keys(site)).toContain(`modules/${name.replaceAll(/[@/]/gu, '_')}.html`);
});

it('is small: what a reader loads to see a page, and all of it', () => {
  const bytes = (text: string): number => gzipSync(text).length;
  const sizes = Object.entries(site).map(([path, text]) => ({ path, bytes: bytes(text) }));
  const sum = (paths: RegExp): number =>
    sizes.filter(({ path }) => paths.test(path)).reduce((total, file) => total + file.bytes, 0);
  expect(sizes.filter((file) => file.path.endsWith('.html') && file.bytes > 20_000)).toEqual([]);
  expect(sum(/^assets\//u)).toBeLessThan(300_000);
  expect(sum(/./u)).toBeLessThan(1_500_000);
});

it('has no day or commit in it that would make each build another', () => {
  const other = Object.entries(site).filter(
    ([path, text]) => path.endsWith('.html') && /blob\/[0-9a-f]{7,40}\//u.test(text),
  );
  expect(other).toEqual([]);
});
