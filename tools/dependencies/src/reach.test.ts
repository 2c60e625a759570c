import { expect, it } from 'vitest';
import { Lockfile } from './lockfile.ts';
import { reachOf } from './reach.ts';

const lock = new Lockfile({
  lockfileVersion: 3,
  packages: {
    'libs/public': {
      dependencies: { client: '1.0.0' },
      peerDependencies: { native: '1.0.0' },
      peerDependenciesMeta: { native: { optional: true } },
      devDependencies: { tester: '1.0.0' },
    },
    'apps/private': { devDependencies: { framework: '1.0.0', tester: '1.0.0' } },
    'node_modules/client': { version: '1.0.0', license: 'MIT', dependencies: { wire: '1.0.0' } },
    'node_modules/wire': { version: '1.0.0', license: 'MIT' },
    'node_modules/native': { version: '1.0.0', license: 'MPL-2.0', optionalDependencies: { 'native-linux': '1.0.0' } },
    'node_modules/native-linux': { version: '1.0.0', license: 'MPL-2.0' },
    'node_modules/framework': { version: '1.0.0', license: 'MIT', dependencies: { wire: '1.0.0' } },
    'node_modules/tester': { version: '1.0.0', license: 'MIT' },
  },
});
const reach = reachOf(lock, {
  all: ['libs/public', 'apps/private'],
  published: ['libs/public'],
  inlined: new Set(['node_modules/framework', 'node_modules/wire']),
});
const names = (packages: readonly { readonly name: string }[]): string[] => packages.map(({ name }) => name).toSorted();

it('sorts packages by how far they get', () => {
  expect(names(reach.installed)).toEqual(['client', 'wire']);
  expect(names(reach.inlined)).toEqual(['framework', 'wire']);
  expect(names(reach.chosen)).toEqual(['native', 'native-linux']);
});

it('takes for tools what neither comes along nor is inside: what users choose to install too', () => {
  expect(names(reach.tools)).toEqual(['native', 'native-linux', 'tester']);
});

it('calls direct what reaches users because one of ours asks for it, a development dependency that is inlined too', () => {
  expect(names(reach.direct)).toEqual(['client', 'framework', 'native']);
});

it('says so when a bundle holds what is not installed any more', () => {
  const stale = { all: [], published: [], inlined: new Set(['node_modules/gone']) };
  expect(() => reachOf(lock, stale)).toThrow('node_modules/gone');
});
