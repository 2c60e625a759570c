import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the program in the README prints what its comments say', { timeout: 30_000 }, () => {
  const program = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const promised = [...program.matchAll(/; \/\/ (.*)$/gm)].map(([, comment]) => comment);
  const printed = execFileSync(
    process.execPath,
    ['--conditions=@tickerlake/source', '--input-type=module-typescript', '--eval', program],
    { cwd: root, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } },
  );
  expect(printed.trimEnd().split('\n')).toEqual(promised);
  expect(promised.length).toBeGreaterThan(3);
});

test('the README fits on a screen', () => {
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
});
