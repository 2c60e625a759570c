import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Manifest, PUBLISHED, ROOT } from './workspace.ts';

/** The one place that says where the code lives; provenance fails where a manifest says otherwise. */
const REPOSITORY = 'git+https://github.com/tickerlake/tickerlake.git';
const OLDEST_NODE = 22;

it('nx release publishes what is not private, and nothing else', () => {
  const settings = readFileSync(join(ROOT, 'nx.json'), 'utf8');
  const { release }: { release: { projects: string[] } } = JSON.parse(settings);
  expect(release.projects.toSorted()).toEqual(PUBLISHED.map(({ manifest }) => manifest.name).toSorted());
});

it('all packages have one version', () => {
  expect(new Set(PUBLISHED.map(({ manifest }) => manifest.version)).size).toBe(1);
});

describe.each(PUBLISHED)('$folder', ({ folder, manifest }) => {
  const ours = new Map<string, Manifest>(PUBLISHED.map((published) => [published.manifest.name, published.manifest]));

  it('says what it is, whose it is and where it comes from', () => {
    expect(manifest.description).toMatch(/^[A-Z].{30,140}\.$/);
    expect(manifest.keywords?.length).toBeGreaterThanOrEqual(5);
    expect(manifest.license).toBe('MIT');
    expect(manifest.repository).toEqual({ type: 'git', url: REPOSITORY, directory: folder });
    expect(readFileSync(join(ROOT, folder, 'LICENSE'), 'utf8')).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
  });

  it('says for which Node it is, and whether importing it does something', () => {
    expect(Number(/^>=(\d+)\./.exec(manifest.engines?.node ?? '')?.[1])).toBe(OLDEST_NODE);
    expect(typeof manifest.sideEffects).toBe('boolean');
  });

  it('is published in the open, signed by the CI that built it', () => {
    expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
  });

  it('carries what changed, and no tests', () => {
    expect(manifest.files).toContain('dist');
    expect(manifest.files).toContain('CHANGELOG.md');
    expect(readFileSync(join(ROOT, folder, 'CHANGELOG.md'), 'utf8')).toContain(`## ${manifest.version}`);
    if (manifest.files?.includes('src'))
      expect(manifest.files).toEqual(expect.arrayContaining(['!src/**/*.test.ts', '!src/**/*.bench.ts']));
  });

  it('gives types before code, and to our own sources only by a condition of our own', () => {
    const main = manifest.exports?.['.'];
    if (manifest.bin) expect(main).toBeUndefined();
    else expect(Object.keys(main ?? {})).toEqual(['@tickerlake/source', 'types', 'default']);
    expect(manifest.exports?.['./package.json']).toBe('./package.json');
    for (const file of Object.values(manifest.bin ?? {})) expect(existsSync(join(ROOT, folder, file))).toBe(true);
  });

  it('needs public packages alone, each in one exact version', () => {
    for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
      expect(range, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      if (name.startsWith('@tickerlake/')) expect(ours.get(name)?.version, name).toBe(range);
    }
  });
});
