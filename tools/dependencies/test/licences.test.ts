import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCarriedPackage } from '../src/carried-packages.ts';
import { namedPackages } from '../src/licence-notices.ts';
import { checkLicences } from '../src/licences-report.ts';

const ROOT = join(import.meta.dirname, '../../..');
const COMMAND = join(ROOT, 'apps/analysis');
const NOTICES = 'dist/THIRD-PARTY-LICENSES.txt';
/** The builds whose files the command carries. */
const BUILDS = ['apps/*/dist/metafile-esm.json', 'apps/analysis/dist/page/metafile-esm.json'];

interface Metafile {
  readonly outputs: Record<string, { readonly inputs: Record<string, { readonly bytesInOutput: number }> }>;
}

/** Folders of others' packages of which a build has code, as absolute paths. */
function foldersIn(file: string): string[] {
  const { outputs }: Metafile = JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
  const app = join(ROOT, file.split('/').slice(0, 2).join('/'));
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([input, { bytesInOutput }]) => bytesInOutput > 0 && input.includes('node_modules/'))
    .map(([input]) => join(app, /^.*node_modules\/(?:@[^/]*\/)?[^/]*/u.exec(input)?.[0] ?? ''));
}

it('all are allowed, and docs/dependencies.md tells of them as they are', async () => {
  expect(await checkLicences(ROOT, false)).toEqual([]);
});

it('the command names exactly the packages that it carries, with the texts that they have', () => {
  const notices = readFileSync(join(COMMAND, NOTICES), 'utf8');
  const folders = new Set(globSync(BUILDS, { cwd: ROOT }).flatMap(foldersIn));
  const carried = [...folders].map(readCarriedPackage);
  const titles = carried.map(({ name, version, licence }) => `${name} ${version} (${licence})`);
  expect(carried.length).toBeGreaterThan(20);
  expect(namedPackages(notices)).toEqual([...new Set(titles)].toSorted());
  for (const text of carried.flatMap(({ texts }) => texts))
    expect(notices).toContain(text.replaceAll('\r\n', '\n').trim());
});

it('the command ships its notices, and not the metafiles that they are made of', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: COMMAND,
    encoding: 'utf8',
  });
  const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(packed);
  const paths = files.map(({ path }) => path);
  expect(paths).toContain(NOTICES);
  expect(paths.filter((path) => path.includes('metafile'))).toEqual([]);
});

it.each(globSync('libs/*/dist/*.js.map', { cwd: ROOT }))('%s holds code of ours alone', (file) => {
  const { sources }: { sources: string[] } = JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
  expect(sources.filter((source) => source.includes('node_modules'))).toEqual([]);
});
