import { expect, it } from 'vitest';
import { type ReleaseState, releaseSteps } from './release-steps.ts';

const CI = { CI: 'true' };
const first: ReleaseState = { tags: [], changes: '', version: '0.1.0' };
const later: ReleaseState = { ...first, tags: ['v0.1.0'] };

it('writes nothing unless told to publish', () => {
  expect(releaseSteps([], CI, first)).toEqual([['release', '0.1.0', '--first-release', '--skip-publish', '--dry-run']]);
  expect(releaseSteps([], {}, later)).toEqual([['release', '--skip-publish', '--dry-run']]);
});

it('gives the version before it builds, and builds before it publishes', () => {
  expect(releaseSteps(['--publish'], CI, later)).toEqual([
    ['release', '--skip-publish'],
    ['run-many', '--targets', 'package'],
    ['release', 'publish'],
  ]);
});

it('publishes where it is told to', () => {
  const steps = releaseSteps(['--publish', '--registry', 'http://127.0.0.1:4873'], CI, first);
  expect(steps[0]).toEqual(['release', '0.1.0', '--first-release', '--skip-publish']);
  expect(steps.at(-1)).toEqual(['release', 'publish', '--registry', 'http://127.0.0.1:4873']);
});

it.each([{}, { CI: '' }, { CI: 'false' }])('publishes from CI alone: %o is refused', (env) => {
  expect(() => releaseSteps(['--publish'], env, later)).toThrow('Only CI publishes (CI=true)');
});

it('publishes what is committed alone, and names the rest', () => {
  expect(() => releaseSteps(['--publish'], CI, { ...later, changes: ' M nx.json\n' })).toThrow(
    'Commit or remove:\n M nx.json',
  );
});

it('refuses options it does not know, and --registry alone', () => {
  expect(() => releaseSteps(['--pubish'], CI, later)).toThrow("Unknown option '--pubish'. Usage: npm run release");
  expect(() => releaseSteps(['0.2.0'], CI, later)).toThrow('Usage: npm run release');
  expect(() => releaseSteps(['--registry', 'http://127.0.0.1:1'], CI, later)).toThrow('it goes with --publish');
});
