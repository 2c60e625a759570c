import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { writeLake } from './parquet-lake.ts';

const ROOT = join(import.meta.dirname, '..');

it("runs the README's program and prints what it says", async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const program = /```ts\n([^]*?)```/.exec(readme)?.[1] ?? '';
  const printed = [...program.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, said]) => said);
  const dir = await mkdtemp(join(tmpdir(), 'tickerlake-readme-'));
  const bar = { name: 'DDOG', ts: '2024-11-29 09:31:00-05:00', high: 67.5, low: 64.61, close: 65.25 };
  await writeLake(dir, [bar]);
  const code = program.replace("dir: 'lake'", `dir: ${JSON.stringify(dir)}`);
  const flags = ['--conditions=@tickerlake/source', '--input-type=module-typescript', '--eval', code];
  // What starts the tests may ask every program for colours.
  const env = { ...process.env, FORCE_COLOR: '0' };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, flags, { cwd: ROOT, env });
  await rm(dir, { recursive: true });
  expect(printed).toHaveLength(2);
  expect(stdout.trim().split('\n')).toEqual(printed);
  expect(stderr).toBe('');
}, 60_000);
