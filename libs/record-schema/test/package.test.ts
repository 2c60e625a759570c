import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const PACKAGE = resolve(import.meta.dirname, '..');
const WORKSPACE = resolve(PACKAGE, '../..');
const TSC = join(WORKSPACE, 'tools/nx-plugin/node_modules/typescript/bin/tsc');
const LINE = '{"high": 67.5, "low": 64.61, "ts": "2020-05-13 09:30:00-04:00", "name": "DDOG"}';

/** A project somewhere else that has installed the packed library, and zod, and nothing more. */
let project = '';
let files: string[] = [];

const install = (): void => {
  const pack = ['pack', PACKAGE, '--pack-destination', project, '--json', '--ignore-scripts'];
  const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: project, encoding: 'utf8' })) as [
    { filename: string; files: { path: string }[] },
  ];
  files = packed.files.map(({ path }) => path);
  const target = join(project, 'node_modules/@tickerlake/record-schema');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', join(project, packed.filename), '--strip-components=1', '-C', target]);
  const zod = dirname(createRequire(import.meta.url).resolve('zod/package.json'));
  symlinkSync(zod, join(project, 'node_modules/zod'), 'dir');
};

const write = (name: string, text: string): string => {
  writeFileSync(join(project, name), text);
  return name;
};
const runNode = (name: string): string => {
  const env = { ...process.env, FORCE_COLOR: '0' };
  return execFileSync(process.execPath, [name], { cwd: project, encoding: 'utf8', env }).trim();
};
const compile = (name: string, ...options: string[]): string => {
  try {
    return execFileSync(process.execPath, [TSC, name, '--noEmit', '--strict', '--target', 'es2022', ...options], {
      cwd: project,
      encoding: 'utf8',
    });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
};

beforeAll(() => {
  if (!existsSync(join(PACKAGE, 'dist/index.js')))
    throw new Error('Build the library first: npx nx build record-schema');
  project = mkdtempSync(join(tmpdir(), 'record-schema-'));
  install();
  write('package.json', '{ "name": "somewhere-else", "private": true, "type": "module" }');
}, 60_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the packed library', { timeout: 60_000 }, () => {
  test('holds what it says and no tests', () => {
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'dist/index.js', 'dist/index.d.ts', 'src/index.ts']),
    );
    expect(files.filter((file) => /test|bench/.test(file))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { dependencies: object };
    expect(Object.keys(manifest.dependencies)).toEqual(['zod']);
  });

  test('needs the calendar neither to run nor for its types', () => {
    const dist = join(project, 'node_modules/@tickerlake/record-schema/dist');
    const imported = [...readFileSync(join(dist, 'index.js'), 'utf8').matchAll(/from ["'](.+?)["']/g)].map(
      ([, from]) => from,
    );
    expect(new Set(imported)).toEqual(new Set(['zod/mini']));
    expect(readFileSync(join(dist, 'index.d.ts'), 'utf8')).not.toContain('market-calendar');
    expect(readdirSync(join(project, 'node_modules/@tickerlake'))).toEqual(['record-schema']);
  });

  test('is imported by Node', () => {
    write(
      'use.mjs',
      `import { normalise, encodeRecord } from '@tickerlake/record-schema';\nconst [outcome] = normalise('${LINE}');\nconsole.log(encodeRecord(outcome.record));`,
    );
    expect(runNode('use.mjs')).toBe('{"name":"DDOG","ts":"2020-05-13 09:30:00-04:00","high":67.5,"low":64.61}');
  });

  test('is required by Node, and validates', () => {
    write(
      'use.cjs',
      `const { barSchema, decodeRecord } = require('@tickerlake/record-schema');\nconsole.log(barSchema.safeParse({ name: 'x' }).success);\ntry { decodeRecord('{}'); } catch (error) { console.log(error.name); }`,
    );
    expect(runNode('use.cjs')).toBe('false\nRecordFieldError');
  });

  test('is bundled for a browser, in at most 30 kB compressed with zod and all', async () => {
    const { outputFiles } = await build({
      stdin: { contents: `export * from '@tickerlake/record-schema';`, resolveDir: project },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      write: false,
    });
    const code = outputFiles.map(({ text }) => text).join('');
    expect(gzipSync(code).length).toBeLessThan(30_000);
    expect(code).not.toMatch(/\bimport\b[^(]*from|\brequire\(|\bprocess\.|\bBuffer\b|node:/);
    write('bundle.mjs', code);
    write(
      'use-bundle.mjs',
      `import { normalise } from './bundle.mjs';\nconsole.log(normalise('${LINE}')[0].record.name);`,
    );
    expect(runNode('use-bundle.mjs')).toBe('DDOG');
  });

  test.each([
    ['nodenext', ['--module', 'nodenext']],
    ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ])('has types under %s, and they catch mistakes', (_resolution, options) => {
    const right = `import { type Bar, barSchema, fromRow, normalise, tables } from '@tickerlake/record-schema';
export const bar: Bar = { name: 'DDOG', ts: '2020-05-13 09:30:00-04:00', high: 67.5, low: 64.61 };
export const parsed: Bar = barSchema.parse(bar);
export const back: Bar = fromRow('bars', {});
export const column: string | undefined = tables.bars.columns[0]?.name;
export const names: string[] = normalise('').flatMap((outcome) => (outcome.status === 'ok' && outcome.record.kind !== 'news' ? [outcome.record.name] : []));`;
    expect(compile(write('right.ts', right), ...options)).toBe('');
    const wrong = `import { type Bar, normalise } from '@tickerlake/record-schema';
export const bar: Bar = { name: 'DDOG', ts: '', high: '67.5', low: 64.61 };
normalise('', { intervall: '1m' });`;
    const found = compile(write('wrong.ts', wrong), ...options);
    expect(found).toContain("Type 'string' is not assignable to type 'number'");
    expect(found).toContain('intervall');
  });
});
