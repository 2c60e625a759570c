import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const PACKAGE = resolve(import.meta.dirname, '..');
const WORKSPACE = resolve(PACKAGE, '../..');
const TSC = join(WORKSPACE, 'tools/nx-plugin/node_modules/typescript/bin/tsc');
const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
const program = /```ts\n(.*?)```/su.exec(readme)?.[1] ?? '';
const promised = [...program.matchAll(/; \/\/ (.*)$/gm)].map(([, said]) => said);
const PNG_PROGRAM = `import { companyBars } from '@tickerlake/charts';
import { toPng } from '@tickerlake/charts/png';
console.log(toPng(companyBars([{ name: 'A', value: 1 }])).length > 5_000);`;

/** A project somewhere else that has installed the packed library and its one dependency. */
let project = '';
let files: string[] = [];

const pack = (folder: string): { filename: string; files: { path: string }[] } => {
  const options = ['pack', folder, '--pack-destination', project, '--json', '--ignore-scripts'];
  const [packed] = JSON.parse(execFileSync('npm', options, { cwd: project, encoding: 'utf8' })) as [
    { filename: string; files: { path: string }[] },
  ];
  return packed;
};

const install = (name: string): string[] => {
  const packed = pack(join(WORKSPACE, 'libs', name));
  const target = join(project, 'node_modules/@tickerlake', name);
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', join(project, packed.filename), '--strip-components=1', '-C', target]);
  return packed.files.map(({ path }) => path);
};

const write = (name: string, text: string): string => {
  writeFileSync(join(project, name), text);
  return name;
};
const runNode = (name: string): string =>
  execFileSync(process.execPath, [name], {
    cwd: project,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, FORCE_COLOR: '0' },
  }).trim();

const bundle = async (contents: string, options: Pick<BuildOptions, 'platform' | 'format'>): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project, loader: 'ts' },
    bundle: true,
    minify: true,
    ...options,
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
};

/** The renderer comes and goes: the charts do without. */
const RENDERER = ['resvg-js', `resvg-js-${process.platform}-${process.arch}-gnu`];
const withRenderer = <Result>(run: () => Result): Result => {
  const source = resolve(dirname(createRequire(import.meta.url).resolve('@resvg/resvg-js')), '..');
  const target = join(project, 'node_modules/@resvg');
  mkdirSync(target, { recursive: true });
  for (const name of RENDERER)
    if (existsSync(join(source, name))) cpSync(join(source, name), join(target, name), { recursive: true });
  try {
    return run();
  } finally {
    rmSync(target, { recursive: true });
  }
};

beforeAll(() => {
  for (const name of ['charts', 'market-calendar']) {
    if (!existsSync(join(PACKAGE, '..', name, 'dist/index.js')))
      throw new Error(`Build it first: npx nx build ${name}`);
  }
  project = mkdtempSync(join(tmpdir(), 'charts-'));
  files = install('charts');
  install('market-calendar');
  mkdirSync(join(project, 'node_modules/@types'));
  symlinkSync(join(WORKSPACE, 'node_modules/@types/node'), join(project, 'node_modules/@types/node'), 'dir');
  write('package.json', '{ "name": "somewhere-else", "private": true, "type": "module" }');
}, 60_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

test('the README fits on a screen', () => {
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  expect(promised.length).toBeGreaterThan(2);
});

describe('the packed library', () => {
  test('holds its fonts with their licence, and no tests', () => {
    const fonts = ['Inter-Regular.ttf', 'Inter-SemiBold.ttf', 'LICENSE.txt'].map((name) => `dist/fonts/${name}`);
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'CHANGELOG.md', 'dist/index.d.ts', 'dist/png.js', ...fonts]),
    );
    expect(files.filter((file) => /test|golden/.test(file))).toEqual([]);
    const licence = readFileSync(join(project, 'node_modules/@tickerlake/charts/dist/fonts/LICENSE.txt'), 'utf8');
    expect(licence).toContain('SIL Open Font License, Version 1.1');
  });

  test('names no package that is published nowhere, neither to run nor for its types', () => {
    for (const file of ['index.js', 'png.js', 'index.d.ts', 'png.d.ts']) {
      const text = readFileSync(join(project, 'node_modules/@tickerlake/charts/dist', file), 'utf8');
      const imported = [...text.matchAll(/from ["']([^."'][^"']*)["']/g)].map(([, from]) => from);
      expect(
        imported.filter((from) => !/^(@tickerlake\/market-calendar|module|path|node:\w+)$/.test(from ?? '')),
      ).toEqual([]);
    }
  });

  test('prints what the README says, imported and required', () => {
    expect(runNode(write('readme.ts', program)).split('\n')).toEqual(promised);
    const required = program.replaceAll(/^import (\{.*?\}) from ('.*?');/gmu, 'const $1 = require($2);');
    expect(runNode(write('readme.cjs', required)).split('\n')).toEqual(promised);
  });

  test('prints it in a browser too, with nothing of Node about', async () => {
    const code = await bundle(program, { platform: 'browser', format: 'iife' });
    const printed: string[] = [];
    runInContext(code, createContext({ console: { log: (line: unknown) => printed.push(String(line)) } }));
    expect(printed).toEqual(promised);
  });

  test('weighs at most 30 kB compressed in a bundle, all charts and the calendar included', async () => {
    const code = await bundle(`export * from '@tickerlake/charts';`, { platform: 'browser', format: 'esm' });
    expect(gzipSync(code).length).toBeLessThan(30_000);
    expect(code).not.toMatch(/\bimport\b[^(]*from|\brequire\(|\bprocess\.|\bBuffer\b|node:/);
  });

  test('draws a PNG, from a bundle too', async () => {
    write('png.mjs', PNG_PROGRAM);
    write('png.bundle.mjs', await bundle(PNG_PROGRAM, { platform: 'node', format: 'esm' }));
    withRenderer(() => {
      expect(runNode('png.mjs')).toBe('true');
      expect(runNode('png.bundle.mjs')).toBe('true');
    });
  });

  test('says what to install where what draws the PNGs is missing', () => {
    const told = `${PNG_PROGRAM.replace('console.log(', 'try { ').replace(').length > 5_000);', '); } catch (error) {')}
  console.log(error.name + ': ' + error.message);
}`;
    expect(runNode(write('missing.mjs', told))).toBe(
      'PngRendererMissingError: toPng draws with @resvg/resvg-js, which could not be loaded. Install it: npm i @resvg/resvg-js',
    );
  });

  test.each([
    ['nodenext', ['--module', 'nodenext']],
    ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ])('has types under %s, and they catch mistakes', (_resolution, options) => {
    const right = `import { type Chart, type ChartOptions, heatMap, type Prices, timeSeries } from '@tickerlake/charts';
import { toPng } from '@tickerlake/charts/png';
const prices: Prices = [{ name: 'A', ts: 0, open: null, high: 1, low: 1, volume: 10n }];
export const options: ChartOptions = { title: 'A', theme: 'dark' };
export const chart: Chart = timeSeries(prices, options);
export const png: Uint8Array = toPng(heatMap([], { prices }), { scale: 1 });
// @ts-expect-error No such option.
timeSeries(prices, { tilte: 'A' });
// @ts-expect-error A high is a number.
timeSeries([{ name: 'A', ts: 0, high: '1', low: 1 }]);
`;
    const args = [TSC, write('right.ts', right), '--noEmit', '--strict', '--skipLibCheck', 'false', '--types', 'node'];
    const strict = ['--target', 'es2022', '--lib', 'es2023', ...options];
    const compile = (): string => {
      try {
        return execFileSync(process.execPath, [...args, ...strict], { cwd: project, encoding: 'utf8' });
      } catch (error) {
        return String((error as { stdout?: unknown }).stdout);
      }
    };
    expect(compile()).toBe('');
  });
});
