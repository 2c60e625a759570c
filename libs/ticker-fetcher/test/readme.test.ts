import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { YAHOO_URL } from '../src/index.ts';
import { startYahooWorld } from './yahoo-world.ts';

const ROOT = join(import.meta.dirname, '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const [, program = ''] = /```ts\n(.*?)```/su.exec(readme) ?? [];

it('prints what the README says, and nothing else', async () => {
  const { yahoo } = await startYahooWorld();
  const [imports = '', ...rest] = program.split('\n\n');
  // The program asks the real Yahoo: here its requests go next door.
  const detour = `const real = globalThis.fetch;
    globalThis.fetch = (input, init) => real(String(input).replace('${YAHOO_URL}', '${yahoo.url}'), init);`;
  const source = [imports, detour, ...rest].join('\n');
  const flags = ['--conditions=@tickerlake/source', '--input-type=module-typescript', '--eval', source];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, flags, {
    cwd: ROOT,
    env: { FORCE_COLOR: '0' },
  });
  const [, promised] = /console\.log\(.*?\/\/ (.*)$/mu.exec(program) ?? [];
  expect(stdout.trim()).toBe(promised);
  expect(stderr).toBe('');
});

it('stays within 25 lines', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(26);
});
