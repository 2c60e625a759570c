import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { RepositoryCopy } from './repository-copy.ts';

const ROOT = join(import.meta.dirname, '../../..');
const BUNDLES = ['collector', 'transformer', 'log-pipe', 'processor', 'market-feed'];
const STACKS = ['lake', 'transformer', 'collector', 'processor', 'market-feed', 'monitoring'];

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with the environment given and no other: no credentials, and no way out to a network. */
async function run(command: readonly string[], cwd: string, env: Record<string, string>): Promise<Finished> {
  const [program = '', ...args] = command;
  const nowhere = 'http://127.0.0.1:9';
  const child = spawn(program, args, {
    cwd,
    env: {
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      HOME: tmpdir(),
      HTTP_PROXY: nowhere,
      HTTPS_PROXY: nowhere,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((ended) => child.once('close', ended));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'tickerlake-app-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** The app itself, as cdk.json has it started. */
const app = (env: Record<string, string>, root: string = ROOT): Promise<Finished> =>
  run([process.execPath, '--conditions=@tickerlake/source', 'src/app.ts'], join(root, 'apps/infrastructure'), {
    CDK_VALIDATION: 'false',
    ...env,
  });
const context = (values: Record<string, unknown>): Record<string, string> => ({
  CDK_CONTEXT_JSON: JSON.stringify(values),
});

describe('a wrong configuration ends the app with one line', () => {
  const oneLine = (line: string): Finished => ({ code: 1, stdout: '', stderr: `${line}\n` });

  it.each([
    ['tickerlake:interval', '2m', '-c tickerlake:interval is "2m": give 1m or 5m.'],
    ['tickerlake:keepRawDays', 'all', '-c tickerlake:keepRawDays is "all": give a whole number of days, 0–3650.'],
  ])('for a value of the command line: %s=%s', async (key, value, line) => {
    expect(await app(context({ [key]: value }))).toEqual(oneLine(line));
  });

  it('for a key of the command line that is not known', async () => {
    const { code, stdout, stderr } = await app(context({ 'tickerlake:intervall': '5m' }));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^-c tickerlake:intervall is not a setting: these are name, symbols, [^\n]+\.\n$/);
  });

  it('for a file', async () => {
    const file = join(await folder(), 'trial.json');
    await writeFile(file, '{ "shards": "many" }');
    expect(await app({ TICKERLAKE_CONFIG: file })).toEqual(
      oneLine('trial.json: shards is "many": give a whole number, 1–10000.'),
    );
  });

  it('and writes no template', async () => {
    const outdir = await folder();
    await app({ ...context({ 'tickerlake:shards': '0' }), CDK_OUTDIR: outdir });
    expect(await readdir(outdir)).toEqual([]);
  });
});

/** Everything that CloudFormation and S3 get: templates, and the assets under names that their content gives them. */
async function outputOf(outdir: string): Promise<Record<string, string>> {
  const names = (await readdir(outdir)).filter((name) => /\.(?:template|assets)\.json$/.test(name));
  const texts = names.map(async (name) => [name, await readFile(join(outdir, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

it('the real cdk synth makes every stack without network and credentials, and finds nothing to complain of', async () => {
  const outdir = await folder();
  const cdk = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
  const setting = ['-c', 'tickerlake:retentionHours=48'];
  const { code, stderr } = await run(
    [process.execPath, cdk, 'synth', '--quiet', '--output', outdir, ...setting],
    join(ROOT, 'apps/infrastructure'),
    {},
  );
  expect(stderr).not.toMatch(/warn|error|fail/i);
  expect(code).toBe(0);
  const output = await outputOf(outdir);
  expect(Object.keys(output).toSorted()).toEqual(
    STACKS.flatMap((part) => [`tickerlake-${part}.assets.json`, `tickerlake-${part}.template.json`]).toSorted(),
  );
  expect(output['tickerlake-lake.template.json']).toContain('"RetentionPeriodHours": 48');
});

describe('another copy of the repository', () => {
  let copy: RepositoryCopy;
  beforeAll(async () => {
    copy = await RepositoryCopy.make();
  });
  afterAll(() => copy.remove());
  const takeBundles = async (): Promise<void> => {
    for (const bundle of BUNDLES) await copy.take(`apps/${bundle}/dist`);
  };

  it('in which a function is not built says how to build it, and nothing else', async () => {
    expect(await app({}, copy.dir)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The bundle apps/transformer/dist/handler.mjs is missing; build it with: npx nx build transformer\n',
    });
  });

  it('makes the same templates and assets, wherever its files lie and whenever they came there', async () => {
    await takeBundles();
    const [here, there] = [await folder(), await folder()];
    expect(await app({ CDK_OUTDIR: here })).toMatchObject({ code: 0 });
    expect(await app({ CDK_OUTDIR: there }, copy.dir)).toMatchObject({ code: 0 });
    const output = await outputOf(here);
    expect(Object.keys(output)).toHaveLength(2 * STACKS.length);
    expect(await outputOf(there)).toEqual(output);
  });

  it('in which a finding of cdk-nag is left unexplained fails, with the finding and without a stack trace', async () => {
    await takeBundles();
    await copy.edit('apps/infrastructure/src/stacks/transformer-stack.ts', `id: 'AwsSolutions-KDF1'`, `id: 'other'`);
    const { code, stderr } = await app({ CDK_OUTDIR: await folder() }, copy.dir);
    expect(code).toBe(1);
    expect(stderr).toContain('AwsSolutions-KDF1');
    expect(stderr).not.toContain('node:internal');
  });
});
