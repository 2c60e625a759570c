import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  UpdateTerminationProtectionCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { highestHourlyHigh, type Lake, openDuckDbLake, recordCounts } from '@tickerlake/athena-query';
import { type LocalAccount, startLocalAccount } from '@tickerlake/local-cloud/account';
import { createSimulatedSource } from '@tickerlake/market-simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startAthenaHttpFake } from '../../../libs/athena-query/test/athena-http-fake.ts';

/**
 * The deployment as a person does it: `nx run …` processes, the real CDK CLI and the real bundles, against an account on
 * this machine that begins empty. One account for all of this file; each test goes on where the one before it ended. Bundles
 * are taken as they are: other tests read them at the same time, and Nx would put each anew.
 */
const WORKSPACE = resolve(import.meta.dirname, '../../..');
const PLACE = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

let dir: string;
let account: LocalAccount;
let cloudFormation: CloudFormationClient;
let lambda: LambdaClient;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tickerlake-account-'));
  account = await startLocalAccount({ dir: join(dir, 'account') });
  cloudFormation = new CloudFormationClient({ ...PLACE, endpoint: account.endpoint });
  lambda = new LambdaClient({ ...PLACE, endpoint: account.endpoint, maxAttempts: 1 });
});

afterAll(async () => {
  cloudFormation.destroy();
  lambda.destroy();
  await account.stop();
  await rm(dir, { recursive: true, force: true });
});

/** Nothing of the machine's own but Nx's settings, and the account's address. */
const environment = (): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|TICKERLAKE)_/.test(name))),
  PATH: [dirname(process.execPath), join(WORKSPACE, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
  AWS_ENDPOINT_URL: account.endpoint,
  AWS_REGION: PLACE.region,
  AWS_ACCESS_KEY_ID: PLACE.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: PLACE.credentials.secretAccessKey,
  AWS_CONFIG_FILE: join(dir, 'no-config'),
  AWS_SHARED_CREDENTIALS_FILE: join(dir, 'no-credentials'),
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_HOME: join(dir, 'cdk'),
  CDK_OUTPUT: join(dir, 'cdk.out'),
  // The templates' own tests have aws-cdk-lib validate them.
  CDK_VALIDATION: 'false',
  NX_DAEMON: 'false',
});

/** A process at the workspace's root: all that it wrote, in order, and how it ended. */
async function run(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, args, { cwd: WORKSPACE, env: { ...environment(), ...more } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  return { code, output: stripVTControlCharacters(text) };
}

/** `npx nx run TARGET …` */
const nx = (target: string, ...args: readonly string[]) =>
  run([join(WORKSPACE, 'node_modules/nx/dist/bin/nx.js'), 'run', target, ...args]);

const succeed = async (target: string, ...args: readonly string[]): Promise<string> => {
  const { code, output } = await nx(target, ...args);
  expect(code, output).toBe(0);
  return output;
};
const fail = async (target: string, ...args: readonly string[]): Promise<string> => {
  const { code, output } = await nx(target, ...args);
  expect(code, output).toBe(1);
  return output;
};

/** Status by stack, of those that are not deleted. */
async function stacks(): Promise<Record<string, string | undefined>> {
  const { Stacks: found = [] } = await cloudFormation.send(new DescribeStacksCommand({}));
  return Object.fromEntries(found.map(({ StackName: name, StackStatus: status }) => [name, status]));
}

async function outputsOf(stack: string): Promise<Readonly<Record<string, string>>> {
  const { Stacks: found } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
  return Object.fromEntries((found?.[0]?.Outputs ?? []).map(({ OutputKey: key, OutputValue: value }) => [key, value]));
}

/** Everything that happened to a stack, newest first. */
async function eventsOf(stack: string): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  for await (const page of paginateDescribeStackEvents({ client: cloudFormation }, { StackName: stack })) {
    ids.push(...(page.StackEvents ?? []).map(({ EventId: id }) => id));
  }
  return ids;
}

/** The folder that the lake's bucket is here. */
const bucketFolder = async (): Promise<string> =>
  join(dir, 'account/s3', (await outputsOf('tickerlake-lake'))['BucketName'] ?? '');

/** The Parquet objects of a table. */
async function objectsOf(table: string): Promise<string[]> {
  const found = await readdir(await bucketFolder(), { recursive: true });
  return found.filter((path) => path.startsWith(`${table}/`) && path.endsWith('.parquet'));
}

async function inLake<Result>(use: (lake: Lake) => Promise<Result>): Promise<Result> {
  const lake = await openDuckDbLake({ dir: await bucketFolder() });
  try {
    return await use(lake);
  } finally {
    await lake.close();
  }
}

const PARTS = ['lake', 'transformer', 'collector', 'processor', 'market-feed', 'monitoring'];
const NAMES = PARTS.map((part) => `tickerlake-${part}`);

it('an account that CDK does not know yet is refused in a sentence, before anything is built', async () => {
  const output = await fail('collector:deploy');
  expect(output).toContain(
    'Account 000000000000 in us-east-1 was not prepared for CDK yet: run npx nx run infrastructure:bootstrap, once.',
  );
  expect(output).not.toContain('Running target build');
  expect(await stacks()).toEqual({});
});

it('infrastructure:bootstrap prepares it', async () => {
  expect(await succeed('infrastructure:bootstrap')).toContain('Environment aws://000000000000/us-east-1 bootstrapped');
  expect(await stacks()).toEqual({ CDKToolkit: 'CREATE_COMPLETE' });
});

it('collector:deploy shows what changes, then deploys the collector and the lake that it needs', async () => {
  const output = await succeed('collector:deploy', '--yes', '--skip-build');
  const [shown, deployed] = [output.indexOf('[+] AWS::Lambda::Function'), output.indexOf('✅  tickerlake-collector')];
  expect(shown).toBeGreaterThan(0);
  expect(deployed).toBeGreaterThan(shown);
  expect(await stacks()).toEqual({
    CDKToolkit: 'CREATE_COMPLETE',
    'tickerlake-lake': 'CREATE_COMPLETE',
    'tickerlake-collector': 'CREATE_COMPLETE',
  });
});

it('infrastructure:deploy brings up the rest', async () => {
  await succeed('infrastructure:deploy', '--yes', '--skip-build');
  expect(await stacks()).toEqual({
    CDKToolkit: 'CREATE_COMPLETE',
    ...Object.fromEntries(NAMES.map((name) => [name, 'CREATE_COMPLETE'])),
  });
});

/** The highest highs by the hour of what the simulator makes of a day, ties and all, worked out from its bars alone. */
async function expectedHighs(symbols: readonly string[]) {
  const source = createSimulatedSource({ seed: 1, now: () => Date.parse('2026-11-21T00:00:00Z') });
  const [fromMs, toMs] = [Date.parse('2026-11-20T09:30:00-05:00'), Date.parse('2026-11-20T16:00:00-05:00')];
  const { bars } = await source.fetchBars({ symbols, fromMs, toMs, interval: '1m', extendedHours: false });
  const highs = new Map<string, number>();
  const keyOf = ({ name, ts }: { name: string; ts: string }): string => `${name} ${ts.slice(11, 13)}`;
  for (const bar of bars) highs.set(keyOf(bar), Math.max(highs.get(keyOf(bar)) ?? 0, bar.high));
  return bars
    .filter((bar) => bar.high === highs.get(keyOf(bar)))
    .map(({ name, ts, high }) => ({ name, date: '2026-11-20', hour: ts.slice(11, 13), high, ts }));
}

it('collector:invoke puts bars into the lake, and the question is answered from them', async () => {
  const asked = ['--date', '2026-11-20', '--source', 'simulated', '--symbols', 'DDOG,SNAP'];
  const output = await succeed('collector:invoke', ...asked);
  expect(output).toContain('780 1m bars from simulated, 2026-11-20 09:30:00-05:00 to 2026-11-20 16:00:00-05:00');
  expect(output).toContain('stream: 780 of 780 taken');
  await account.drain();
  const rows = await inLake((lake) => lake.ask(highestHourlyHigh({ from: '2026-11-20', to: '2026-11-20' })));
  expect(rows).toEqual(await expectedHighs(['DDOG', 'SNAP']));
});

it('the command finds the deployed lake by its stack, and asks it', async () => {
  const tickerlake = ['--conditions=@tickerlake/source', 'apps/analysis/src/main.ts'];
  const file = join(dir, 'settings.json');
  const configured = await run([...tickerlake, 'configure', '--from-stack', '--file', file, '--format', 'csv']);
  expect(configured.output).toContain('tickerlake,tickerlake,us-east-1,tickerlake-lake\n');
  // No local account has Athena: this one speaks its HTTP API and reads the bucket's folder.
  const athena = await startAthenaHttpFake(await bucketFolder(), []);
  const question = ['query', 'highest-hourly-high', '--format', 'json', '--engine', 'athena', '--config', file];
  const hosts = { AWS_ENDPOINT_URL_ATHENA: athena.endpoint, AWS_ENDPOINT_URL_S3: athena.endpoint };
  const { code, output } = await run([...tickerlake, ...question], hosts);
  expect(code, output).toBe(0);
  const rows: unknown = JSON.parse(output.slice(output.indexOf('['), output.lastIndexOf(']') + 1));
  expect(rows).toEqual(await expectedHighs(['DDOG', 'SNAP']));
  expect(athena.requests.map(({ body }) => body['WorkGroup'])).toContain('tickerlake');
  await athena.close();
});

it('collector:invoke says what is wrong with a question, as the function does', async () => {
  expect(await fail('collector:invoke', '--date', '2026-11-21')).toMatch(/The request is wrong\. date: .*2026-11-21/);
});

it('a minute of the market feed goes through log pipe, queue and processor into objects, and a notice tells of each', async () => {
  const { FunctionName } = await outputsOf('tickerlake-market-feed');
  const event = { source: 'aws.scheduler', time: '2026-11-20T15:00:00Z' };
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  const said = answer.Payload?.transformToString() ?? '';
  expect(answer.FunctionError, said).toBeUndefined();
  const { made } = z.object({ made: z.record(z.string(), z.number()) }).parse(JSON.parse(said));
  const { topics } = await account.drain();
  const kinds = await inLake((lake) => lake.ask(recordCounts({ from: '2026-11-20', to: '2026-11-20' })));
  const seen = Object.fromEntries(kinds.map(({ kind, records }) => [kind, records]));
  expect(made).toMatchObject({ quote: 40, forex: 24 });
  expect({ news: 0, ...seen }).toEqual({ ...made, bar: 780 });
  const { TopicArn = '' } = await outputsOf('tickerlake-processor');
  const objects = await Promise.all(['quotes', 'forex', 'news'].map(objectsOf));
  expect(topics[TopicArn.split(':').at(-1) ?? '']?.published).toBe(objects.flat().length);
});

it('diff says that nothing differs', async () => {
  const output = await succeed('infrastructure:diff', '--fail', '--skip-build');
  expect(output).toContain('Number of stacks with differences: 0');
});

it('a deployment of the same changes nothing', async () => {
  const before = await Promise.all(NAMES.map(eventsOf));
  const output = await succeed('infrastructure:deploy', '--yes', '--skip-build');
  expect(output.match(/\(no changes\)/g)).toHaveLength(NAMES.length);
  expect(await Promise.all(NAMES.map(eventsOf))).toEqual(before);
});

it('another interval changes function and schedule where they are', async () => {
  const { FunctionName } = await outputsOf('tickerlake-collector');
  const output = await succeed('collector:deploy', '--yes', '--skip-build', '--context', 'tickerlake:interval=5m');
  expect(output).toContain('[~] AWS::Lambda::Function');
  expect(await outputsOf('tickerlake-collector')).toMatchObject({ FunctionName });
  const { Environment: env } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  expect(env?.Variables).toMatchObject({ TICKERLAKE_INTERVAL: '5m' });
  expect(await stacks()).toMatchObject({
    'tickerlake-collector': 'UPDATE_COMPLETE',
    'tickerlake-lake': 'CREATE_COMPLETE',
  });
  const asked = ['--date', '2026-11-19', '--source', 'simulated', '--symbols', 'DDOG'];
  expect(await succeed('collector:invoke', ...asked)).toContain('78 5m bars from simulated');
});

it('a deployment that fails says which resource and why, and is rolled back', async () => {
  const template = { Resources: { Theirs: { Type: 'AWS::Athena::WorkGroup', Properties: { Name: 'trial' } } } };
  const StackName = 'of-somebody-else';
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }));
  await waitUntilStackCreateComplete({ client: cloudFormation, maxWaitTime: 30, minDelay: 1 }, { StackName });
  const output = await fail('lake:deploy', '--yes', '--skip-build', '--context', 'tickerlake:name=trial');
  expect(output).toMatch(
    /trial-lake failed:\n  WorkGroup \(AWS::Athena::WorkGroup\) CREATE_FAILED: Resource .*already exists\.\nIt was rolled back: the next deployment starts anew\. \(ROLLBACK_COMPLETE\)\nWarning/,
  );
  expect(await stacks()).toMatchObject({ 'trial-lake': 'ROLLBACK_COMPLETE' });
  const buckets = await readdir(join(dir, 'account/s3'));
  expect(buckets.filter((name) => name.startsWith('trial'))).toEqual([]);
});

it('destroy refuses what is protected, before anything else is gone', async () => {
  expect(await fail('infrastructure:destroy', '--yes', '--skip-build')).toContain(
    'tickerlake-lake is protected against deletion, so nothing was destroyed.',
  );
  expect(Object.keys(await stacks())).toEqual(expect.arrayContaining(NAMES));
});

it('destroy takes down what is not retained, and says what stays and how to delete that', async () => {
  const { BucketName: bucket = '', StreamName: stream = '' } = await outputsOf('tickerlake-lake');
  await cloudFormation.send(
    new UpdateTerminationProtectionCommand({ StackName: 'tickerlake-lake', EnableTerminationProtection: false }),
  );
  const output = await succeed('infrastructure:destroy', '--yes', '--skip-build');
  expect(output).toContain(`aws s3api delete-bucket --bucket ${bucket}`);
  expect(output).toContain(`aws kinesis delete-stream --enforce-consumer-deletion --stream-name ${stream}`);
  const left = await stacks();
  for (const name of NAMES) expect(left).not.toHaveProperty(name);
  expect(left).toHaveProperty('CDKToolkit');
});
