import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorkshop, type Workshop } from './workshop.ts';

const NAME = 'price-alerts';
const PROJECT = `libs/${NAME}`;

/** A busy machine installs and plans slowly. */
const PATIENCE_MS = 300_000;

let workshop: Workshop;

beforeAll(async () => {
  workshop = await startWorkshop(NAME);
}, PATIENCE_MS);
afterAll(() => workshop?.end());

/** What the generator wrote or changed, relative to the clone. */
async function changedFiles(): Promise<string[]> {
  const listed = await workshop.runWell('git', ['ls-files', '-mo', '--exclude-standard']);
  return listed.trimEnd().split('\n');
}

it('passes lint, tests, types, build and the checks of packages, untouched', async () => {
  const checks = ['lint', 'test', 'typecheck', 'build', 'package'];
  await workshop.runWell('nx', ['run-many', '-p', `@tickerlake/${NAME}`, '-t', ...checks]);
});

it('passes the import rules and the check of its dependencies', async () => {
  const { code, stdout, stderr } = await workshop.run('eslint', [PROJECT]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
});

it('is formatted, and so is every file that it was listed in', async () => {
  const files = await changedFiles();
  expect(files).toEqual(expect.arrayContaining(['README.md', 'nx.json', `${PROJECT}/package.json`]));
  await workshop.runWell('prettier', ['--check', '--ignore-unknown', ...files]);
});

it('changes nothing beside its folder but the lines that list it', async () => {
  const changed = await workshop.runWell('git', ['diff', '--ignore-all-space', '-U0', '--', ':!README.md']);
  const removed = changed.split('\n').filter((line) => line.startsWith('-') && !line.startsWith('---'));
  expect(removed).toEqual([]);
  expect(changed.match(new RegExp(`^\\+ .*${NAME}`, 'gmu'))).toHaveLength(6);
});

it('is what the release publishes', async () => {
  const claims = ['-t', `${NAME}|publishes what is not private|have one version`];
  const vitest = ['run', '--config', '../../vitest.base.ts', '--root', '.', 'test/manifests.test.ts', ...claims];
  expect(await workshop.runWell('vitest', vitest, 'tools/release')).toMatch(/Tests +8 passed/u);
});

it('has nothing that is not used', async () => {
  const { stdout } = await workshop.run('knip', ['--workspace', PROJECT, '--reporter', 'json', '--no-config-hints']);
  const { issues }: { issues: { file: string }[] } = JSON.parse(stdout);
  expect(issues.filter(({ file }) => file.startsWith(PROJECT))).toEqual([]);
});

it('prints what its README says', async () => {
  const readme = readFileSync(join(workshop.folder, PROJECT, 'README.md'), 'utf8');
  const [, program = ''] = /```ts\n(.*?)```/su.exec(readme) ?? [];
  const promised = [...program.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gmu)].map(([, said]) => said);
  writeFileSync(join(workshop.folder, PROJECT, 'readme.ts'), program);
  const printed = await workshop.runWell('node', ['--conditions=@tickerlake/source', 'readme.ts'], PROJECT);
  expect(promised.length).toBeGreaterThan(0);
  expect(printed.trimEnd().split('\n')).toEqual(promised);
});

it('cannot be made twice', async () => {
  const { code, stdout, stderr } = await workshop.run('nx', ['generate', '@tickerlake/tools:lib', NAME]);
  expect(code).toBe(1);
  expect(stdout + stderr).toContain(`There is a project "${NAME}" already`);
});
