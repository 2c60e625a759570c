import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, type Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import { beforeEach, expect, it } from 'vitest';
import { libGenerator } from './lib-generator.ts';

const ROOT = join(import.meta.dirname, '../../..');
const REAL_FILES = [
  '.prettierrc.json',
  'README.md',
  'LICENSE',
  'nx.json',
  'libs/market-calendar/package.json',
  'tools/release/package.json',
  'apps/infrastructure/projects/lake/project.json',
];

const onDisk = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const lines = (text: string | null): number => text?.trimEnd().split('\n').length ?? 0;

let tree: Tree;

beforeEach(() => {
  tree = createTree();
  for (const file of REAL_FILES) tree.write(file, onDisk(file));
  tree.write('package.json', JSON.stringify({ name: 'root', workspaces: ['libs/*', 'tools/*'] }));
});

it('writes a library that has every file of its siblings, and no trace of the templates', async () => {
  await libGenerator(tree, { name: 'price-alerts' });
  const files = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', 'src', 'tsconfig.json'];
  expect(tree.children('libs/price-alerts').toSorted()).toEqual(files);
  const sources = ['errors.ts', 'index.ts', 'price-alerts.test.ts', 'price-alerts.ts'];
  expect(tree.children('libs/price-alerts/src').toSorted()).toEqual(sources);
  for (const { path, content } of tree.listChanges().filter(({ path: changed }) => changed.startsWith('libs/price-')))
    expect(`${path} ${String(content)}`).not.toMatch(/<%|__name__|undefined/u);
});

it('takes version, engines, files and conditions from the sibling, and none of its words', async () => {
  const sibling = readJson(tree, 'libs/market-calendar/package.json');
  await libGenerator(tree, { name: 'price-alerts', description: 'Tell when a price crosses a line.' });
  const made = readJson(tree, 'libs/price-alerts/package.json');
  for (const field of ['version', 'license', 'engines', 'files', 'exports', 'sideEffects', 'publishConfig'])
    expect(made[field], field).toEqual(sibling[field]);
  expect(made.nx.tags).toEqual(['type:lib', 'scope:price-alerts']);
  expect(made.repository.directory).toBe('libs/price-alerts');
  expect(made.keywords).toEqual(expect.arrayContaining(['price-alerts', 'price', 'alerts', 'stocks']));
  expect(JSON.stringify(made)).not.toMatch(/calendar/iu);
  expect(tree.read('libs/price-alerts/CHANGELOG.md', 'utf8')).toContain(`## ${sibling.version}\n`);
});

it('is listed where the published packages are', async () => {
  await libGenerator(tree, { name: 'price-alerts' });
  const { release } = readJson(tree, 'nx.json');
  const { nx } = readJson(tree, 'tools/release/package.json');
  for (const list of [release.projects, nx.implicitDependencies])
    expect(list.slice(-2)).toEqual(['@tickerlake/price-alerts', 'tickerlake']);
  expect(lines(tree.read('README.md', 'utf8'))).toBe(lines(onDisk('README.md')) + 1);
});

it('keeps its README short enough to be read', async () => {
  await libGenerator(tree, { name: 'price-alerts' });
  expect(lines(tree.read('libs/price-alerts/README.md', 'utf8'))).toBeLessThanOrEqual(25);
});

it.each(['market-calendar', 'lake', 'release'])('refuses "%s", which exists, and writes nothing', async (name) => {
  const before = tree.listChanges().length;
  await expect(libGenerator(tree, { name })).rejects.toThrow(`There is a project "${name}" already`);
  expect(tree.listChanges()).toHaveLength(before);
});
