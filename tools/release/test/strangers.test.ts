import { globSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { runProgram, runProgramWell } from '@tickerlake/testing';
import { build, type BuildOptions } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type OutsideWorld, startOutsideWorld } from './outside-world.ts';
import { asCommonJs, MISUSES, requireEach } from './consumer-programs.ts';
import { startTrial, type Trial } from './trial.ts';
import { LIBRARIES, promisedBy, PUBLISHED, readmeProgram, ROOT } from './workspace.ts';

/** A release builds everything, and a busy machine compiles slowly. */
const PATIENCE_MS = 300_000;
vi.setConfig({ testTimeout: PATIENCE_MS });

const COMPILERS = {
  '5.9': join(ROOT, 'tools/release/node_modules/typescript/bin/tsc'),
  '6.0': join(ROOT, 'node_modules/typescript/bin/tsc'),
  '7.0': join(ROOT, 'tools/nx-plugin/node_modules/typescript/bin/tsc'),
};
const RESOLUTIONS = {
  nodenext: ['--module', 'nodenext', 'required.cts'],
  bundler: ['--module', 'esnext', '--moduleResolution', 'bundler'],
};
/** No DOM: what the packages declare must do without. */
const STRICT = '--noEmit --strict --skipLibCheck false --target es2022 --lib es2023 --types node'.split(' ');
const BROWSER_SAFE = LIBRARIES.filter(({ folder }) => /record-schema|market-calendar|charts/.test(folder));
const [VERSION] = PUBLISHED.map(({ manifest }) => manifest.version);

const fileName = (folder: string, extension: string): string => `${folder.replace('libs/', '')}.${extension}`;
const npmSettings = (): string | undefined => {
  try {
    return readFileSync(join(homedir(), '.npmrc'), 'utf8');
  } catch {
    return undefined;
  }
};

const settingsBefore = npmSettings();
let trial: Trial;
let world: OutsideWorld;

/** Runs a program of the stranger's project; the lines that it prints. */
async function linesOf(file: string): Promise<string[]> {
  const { code, stdout, stderr } = await runProgram('node', [file], trial.project, { ...trial.env, ...world.env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.trimEnd().split('\n');
}

const write = (file: string, text: string): string => {
  writeFileSync(join(trial.project, file), text);
  return file;
};

/** A program of the stranger's project, bundled. */
async function bundle(file: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    absWorkingDir: trial.project,
    entryPoints: [file],
    bundle: true,
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
}

beforeAll(async () => {
  trial = await startTrial();
  world = await startOutsideWorld(trial.project, trial.env);
  for (const { folder } of LIBRARIES) write(fileName(folder, 'ts'), readmeProgram(folder));
  write('misuses.ts', MISUSES);
  write('required.cts', requireEach(LIBRARIES.map(({ manifest }) => manifest.name)));
}, PATIENCE_MS);
afterAll(async () => {
  await world?.close();
  await trial?.end();
});

describe('a release', () => {
  it('is tagged, and publishing it again is no work', async () => {
    expect(await runProgramWell('git', ['tag', '--list'], trial.clone, trial.env)).toBe(`v${VERSION}\n`);
    const again = await trial.release('--publish', '--registry', trial.registryUrl);
    for (const { manifest } of PUBLISHED) expect(again).toContain(`Skipped package "${manifest.name}" because`);
    expect(again).not.toContain('Published to');
  });

  it('takes its version and its changelog from the commits, and writes nothing before it is told to', async () => {
    const git = (...args: string[]): Promise<string> => runProgramWell('git', args, trial.clone, trial.env);
    writeFileSync(join(trial.clone, 'libs/market-calendar/README.md'), '# Another\n');
    await git('commit', '--quiet', '--all', '--message', 'fix(market-calendar): another README');
    const head = await git('rev-parse', 'HEAD');
    const shown = await trial.release();
    const [major, minor, patch] = (VERSION ?? '').split('.');
    expect(shown).toContain(`+ ## ${major}.${minor}.${Number(patch) + 1}`);
    expect(shown).toContain('+ - **market-calendar:** another README');
    expect(await git('rev-parse', 'HEAD')).toBe(head);
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('tag', '--list')).toBe(`v${VERSION}\n`);
  });

  it("leaves the user's npm settings alone", () => {
    expect(npmSettings()).toBe(settingsBefore);
  });
});

describe.each(PUBLISHED)('$manifest.name', ({ manifest }) => {
  it('comes from the registry, with what is new in it and without tests', () => {
    const installed = join(trial.project, 'node_modules', manifest.name);
    const lock = readFileSync(join(trial.project, 'package-lock.json'), 'utf8');
    const { packages }: { packages: Record<string, { resolved: string }> } = JSON.parse(lock);
    expect(packages[`node_modules/${manifest.name}`]?.resolved).toContain(trial.registryUrl);
    expect(lstatSync(installed).isSymbolicLink()).toBe(false);
    expect(readFileSync(join(installed, 'CHANGELOG.md'), 'utf8')).toContain(`## ${VERSION}`);
    expect(globSync('**/*.{test,bench}.ts', { cwd: installed })).toEqual([]);
  });
});

describe.each(LIBRARIES)("the README's program of $manifest.name", ({ folder }) => {
  const program = readmeProgram(folder);
  const promised = promisedBy(program);

  it('prints what it says', async () => {
    expect(promised.length).toBeGreaterThan(0);
    expect(await linesOf(fileName(folder, 'ts'))).toEqual(promised);
  });

  it('prints it with require', async () => {
    expect(await linesOf(write(fileName(folder, 'cjs'), asCommonJs(program)))).toEqual(promised);
  });

  it('prints it from a bundle', async () => {
    const code = await bundle(fileName(folder, 'ts'), {
      platform: 'node',
      format: 'esm',
      // The SDK's CommonJS files ask for Node's modules by `require`, which an ESM bundle has not.
      mainFields: ['module', 'main'],
      external: ['@duckdb/node-api'],
    });
    expect(await linesOf(write(fileName(folder, 'bundle.mjs'), code))).toEqual(promised);
  });
});

describe.each(BROWSER_SAFE)("the README's program of $manifest.name in a browser", ({ folder }) => {
  const program = readmeProgram(folder);

  it('prints what it says, with nothing of Node about', async () => {
    const code = await bundle(fileName(folder, 'ts'), { platform: 'browser', format: 'iife', minify: true });
    const printed: string[] = [];
    const console = { log: (line: unknown) => printed.push(String(line)) };
    runInContext(code, createContext({ console, TextDecoder, TextEncoder }));
    expect(printed).toEqual(promisedBy(program));
  });
});

describe('the types', () => {
  const cases = Object.entries(COMPILERS).flatMap(([version, tsc]) =>
    Object.entries(RESOLUTIONS).map(([resolution, options]) => ({ version, tsc, resolution, options })),
  );

  it.concurrent.each(cases)('are read by TypeScript $version, $resolution', async ({ version, tsc, options }) => {
    const files = [...LIBRARIES.map(({ folder }) => fileName(folder, 'ts')), 'misuses.ts'];
    const { code, stdout } = await runProgram('node', [tsc, ...STRICT, ...options, ...files], trial.project, trial.env);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(await runProgramWell('node', [tsc, '--version'], trial.project, trial.env)).toContain(`Version ${version}`);
  });
});

describe('the command', () => {
  it('knows its version', async () => {
    expect(await runProgramWell('npx', ['tickerlake', '--version'], trial.project, trial.env)).toBe(`${VERSION}\n`);
  });

  it("runs the whole pipeline, and prints what the repository's README shows", async () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const [, options = '', shown] = /`npm start -- (.*?)` prints\n\n```\n(.*?)```/su.exec(readme) ?? [];
    const args = ['tickerlake', 'run', ...options.split(' '), '--lake', 'whole'];
    expect(await runProgramWell('npx', args, trial.project, trial.env)).toBe(shown);
  });
});
