import { expect, it } from 'vitest';
import { Lockfile } from './lockfile.ts';

const lock = new Lockfile({
  lockfileVersion: 3,
  packages: {
    '': { name: 'root', devDependencies: { builder: '1.0.0' } },
    'libs/one': {
      name: '@ours/one',
      version: '0.1.0',
      dependencies: { '@ours/two': '0.1.0', shared: '1.0.0' },
      devDependencies: { builder: '1.0.0' },
      peerDependencies: { asked: '1.0.0', native: '1.0.0' },
      peerDependenciesMeta: { native: { optional: true } },
    },
    'libs/two': { name: '@ours/two', version: '0.1.0', dependencies: { shared: '2.0.0', absent: '1.0.0' } },
    'libs/two/node_modules/shared': { version: '2.0.0', license: 'ISC' },
    'node_modules/@ours/one': { resolved: 'libs/one', link: true },
    'node_modules/@ours/two': { resolved: 'libs/two', link: true },
    'node_modules/shared': { version: '1.0.0', license: 'MIT', dependencies: { deep: '1.0.0' } },
    'node_modules/shared/node_modules/deep': {
      version: '1.0.0',
      license: 'MIT',
      optionalDependencies: { round: '1.0.0' },
    },
    'node_modules/deep': { version: '9.0.0', license: 'GPL-3.0-only' },
    'node_modules/round': { version: '1.0.0', dependencies: { shared: '1.0.0' } },
    'node_modules/asked': { version: '1.0.0', license: 'MIT' },
    'node_modules/native': { version: '1.0.0', license: 'MIT' },
    'node_modules/alias': { name: '@real/name', version: '3.0.0', license: 'MIT' },
    'node_modules/builder': { version: '1.0.0', license: 'MPL-2.0', dependencies: { deep: '9.0.0' } },
  },
});

const paths = (packages: readonly { readonly path: string }[]): string[] => packages.map(({ path }) => path).toSorted();

it('follows each package to the version that Node would give it, links and circles too', () => {
  expect(paths(lock.installedWith(['libs/one']))).toEqual([
    'libs/two/node_modules/shared',
    'node_modules/asked',
    'node_modules/round',
    'node_modules/shared',
    'node_modules/shared/node_modules/deep',
  ]);
});

it('tells what is asked for at run time from what is chosen and what is for development', () => {
  expect(lock.askedFor('libs/one', 'runtime')).toEqual(['libs/two', 'node_modules/shared', 'node_modules/asked']);
  expect(lock.askedFor('libs/one', 'optional-peer')).toEqual(['node_modules/native']);
  expect(lock.askedFor('libs/one', 'development')).toEqual(['node_modules/builder']);
});

it('knows every package of others with its licence, an alias by its real name, and none of ours', () => {
  expect(lock.packages()).toHaveLength(9);
  expect(lock.at('node_modules/alias')).toEqual({
    name: '@real/name',
    version: '3.0.0',
    licence: 'MIT',
    path: 'node_modules/alias',
  });
  expect(lock.at('node_modules/round').licence).toBeUndefined();
});

it('says so when it is asked for what nobody installed, or when it is no lock that it can read', () => {
  expect(() => lock.at('node_modules/nothing')).toThrow('knows no package at node_modules/nothing: run npm install');
  expect(() => new Lockfile({ lockfileVersion: 2, packages: {} })).toThrow('lockfileVersion');
});
