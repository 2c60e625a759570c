import { expect, it } from 'vitest';
import { exceptionFor, EXCEPTIONS, PERMISSIVE, shippedProblems, toolProblems } from './licence-policy.ts';
import type { LockedPackage } from './lockfile.ts';

const locked = (name: string, licence?: string): LockedPackage => ({
  name,
  version: '1.2.3',
  licence,
  path: `node_modules/${name}`,
});
const EXCEPTION = { name: 'scanner', licence: 'MPL-2.0', reason: 'Scans.' };

it('lets permissive licences reach users, and no other: exceptions are for tools', () => {
  expect(shippedProblems([locked('a', 'MIT'), locked('b', '(MIT OR GPL-3.0-only)')])).toEqual([]);
  expect(shippedProblems([locked('axe-core', 'MPL-2.0'), locked('d')])).toEqual([
    'axe-core 1.2.3 reaches users and has MPL-2.0: replace it, or keep it out of what is published.',
    'd 1.2.3 reaches users and has no licence: replace it, or keep it out of what is published.',
  ]);
});

it('asks for a reason where a tool has another licence, or none', () => {
  expect(toolProblems([locked('a', 'MIT'), locked('b', 'GPL-3.0-only'), locked('c')], [])).toEqual([
    'b 1.2.3 has GPL-3.0-only: replace it, or say in licence-policy.ts why it may stay.',
    'c 1.2.3 has no licence: replace it, or say in licence-policy.ts why it may stay.',
  ]);
});

it('takes a reason for one package, its builds for platforms and one licence', () => {
  const named = [locked('scanner', 'MPL-2.0'), locked('scanner-linux-x64', 'MPL-2.0')];
  expect(toolProblems(named, [EXCEPTION])).toEqual([]);
  expect(toolProblems([...named, locked('scanner', 'GPL-3.0-only')], [EXCEPTION])).toHaveLength(1);
  expect(toolProblems([...named, locked('scanners', 'MPL-2.0')], [EXCEPTION])).toHaveLength(1);
});

it('drops a reason that nothing rests on any more', () => {
  const gone = 'No scanner with MPL-2.0 is installed: take its exception out of licence-policy.ts.';
  expect(toolProblems([locked('scanner', 'MIT')], [EXCEPTION])).toEqual([gone]);
});

it('has no exception for a licence that needs none', () => {
  for (const exception of EXCEPTIONS) {
    expect(PERMISSIVE.has(exception.licence)).toBe(false);
    expect(exceptionFor(locked(exception.name, exception.licence))).toBe(exception);
  }
});
