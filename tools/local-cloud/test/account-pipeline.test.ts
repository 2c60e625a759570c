import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { accountOf, Deployer } from './account-support.ts';
import { asset, zipOf } from './function-code.ts';
import { bytes, filesIn, fixture, kinesisOf, sqsOf, temporaryFolder } from './support.ts';

vi.setConfig({ testTimeout: 120_000 });

const CODE = readFileSync(fixture('account-functions.mjs'), 'utf8');
const TEMPLATE = readFileSync(fixture('pipeline-template.json'), 'utf8');
const Capabilities: ['CAPABILITY_IAM'] = ['CAPABILITY_IAM'];
const BOOTSTRAP = JSON.stringify({
  Resources: { Code: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'code' } } },
});

/** Deploys the template as a user would, with its code in a bucket of another stack. */
async function deploy(account: { endpoint: string }, deployer: Deployer, code = CODE) {
  if (!(await deployer.stack('bootstrap'))) await deployer.deploy('bootstrap', BOOTSTRAP);
  const { S3Bucket, S3Key } = await asset(account, 'code', zipOf(code));
  const Parameters = [
    { ParameterKey: 'CodeBucket', ParameterValue: S3Bucket },
    { ParameterKey: 'CodeKey', ParameterValue: S3Key },
  ];
  const { Outputs = [], StackStatus } = await deployer.deploy('trial', TEMPLATE, { Parameters, Capabilities });
  const outputs = Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  return {
    status: StackStatus,
    stream: outputs['Stream'] ?? '',
    bucket: outputs['Bucket'] ?? '',
    inbox: outputs['Inbox'] ?? '',
  };
}

const put = (account: { endpoint: string }, StreamName: string, name: string) =>
  kinesisOf(account).send(
    new PutRecordCommand({
      StreamName,
      PartitionKey: name,
      Data: bytes(JSON.stringify({ name, high: 1.5, dt: '2020-05-14' })),
    }),
  );

/** Names in the messages of a queue, received once each. */
async function inboxOf(account: { endpoint: string }, QueueUrl: string): Promise<string[]> {
  const input = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 };
  const { Messages = [] } = await sqsOf(account).send(new ReceiveMessageCommand(input));
  return Messages.map(({ Body = '' }) => (JSON.parse(Body) as { name: string }).name).toSorted();
}

describe('a pipeline of a template', () => {
  it('takes records both ways: as Parquet into its bucket, and by queue and topic into another queue', async () => {
    const account = await accountOf();
    const deployer = new Deployer(account);
    const { status, stream, bucket, inbox } = await deploy(account, deployer);
    expect([status, await deployer.reasons('trial')]).toEqual(['CREATE_COMPLETE', []]);
    await put(account, stream, 'FB');
    const counts = await account.drain();
    expect(counts).toMatchObject({
      delivered: { rows: 1, objects: 1 },
      errorOutput: { rows: 0 },
      lambda: { errors: 0 },
    });
    expect(filesIn(join(account.dir, 's3', bucket))).toEqual([
      expect.stringMatching(/^bars\/dt=2020-05-14\/trial-Delivery-[0-9A-Z]{12}-1-.*\.parquet$/),
    ]);
    expect(await inboxOf(account, inbox)).toEqual(['FB']);
  });

  it('goes on with other code after an update, and is gone when its stack is, but for a bucket that is not empty', async () => {
    const account = await accountOf();
    const deployer = new Deployer(account);
    const { stream, inbox, bucket } = await deploy(account, deployer);
    const shouting = CODE.replace('MessageBody: Buffer', 'MessageBody: \'{"name":"loud"}\' || Buffer');
    expect(shouting).not.toBe(CODE);
    expect((await deploy(account, deployer, shouting)).status).toBe('UPDATE_COMPLETE');
    await put(account, stream, 'FB');
    await account.drain();
    expect(await inboxOf(account, inbox)).toEqual(['loud']);
    expect((await deployer.delete('trial')).StackStatus).toBe('DELETE_FAILED');
    expect(await deployer.reasons('trial')).toContainEqual(
      expect.stringMatching(/^Bucket: .*The bucket you tried to delete is not empty/),
    );
    expect([...filesIn(join(account.dir, 's3', bucket))]).toHaveLength(1);
    const { queues, topics, functions, deliveries, mappings } = account.counts();
    expect([queues, topics, functions, deliveries, mappings]).toEqual([{}, {}, {}, {}, {}]);
  });

  it('rolls back, with the reason, when one of its resources cannot be had', async () => {
    const account = await accountOf();
    const deployer = new Deployer(account);
    await deploy(account, deployer);
    const working = account.counts();
    const broken = TEMPLATE.replace('"ShardCount": 1', '"ShardCount": 1, "MaxRecordSizeInKiB": 2048');
    const Parameters = ['CodeBucket', 'CodeKey'].map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true }));
    const stack = await deployer.deploy('trial', broken, { Parameters, Capabilities });
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect((await deployer.reasons('trial')).join('\n')).toContain(
      'records here have 1 MiB at most, the default of AWS.',
    );
    expect(Object.keys(account.counts().mappings)).toEqual(Object.keys(working.mappings));
  });
});

/** The program of `nx run local-cloud:start`, in a process of its own, once it answers. */
async function start(...args: string[]): Promise<{ child: ChildProcess; output: string; endpoint: string }> {
  const main = join(import.meta.dirname, '../src/account/main.ts');
  const flags = ['--conditions=@tickerlake/source', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  await expect.poll(() => child.exitCode !== null || output.includes('AWS_REGION'), { timeout: 30_000 }).toBe(true);
  return { child, output, endpoint: /AWS_ENDPOINT_URL=(\S+)/.exec(output)?.[1] ?? '' };
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(child.exitCode)));

/** A process cannot be asked to drain: what is to come of a deployment is waited for. */
const waiting = (endpoint: string) => {
  const account = { endpoint, drain: async () => undefined };
  const deployer = new Deployer(account);
  const isOver = async (name: string) => {
    const { Stacks } = await deployer.client.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks?.[0]?.StackStatus?.endsWith('IN_PROGRESS') === false;
  };
  const settle = (name: string) => expect.poll(() => isOver(name), { timeout: 30_000 }).toBe(true);
  return { account, deployer, settle };
};

describe('the account that nx run local-cloud:start runs', () => {
  it('keeps all it holds over a kill -9, and goes on', async () => {
    const dir = temporaryFolder();
    const first = await start('--dir', dir, '--port', '0');
    expect(first.output).toBe(
      `export AWS_ENDPOINT_URL=${first.endpoint}\nexport AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local\nexport AWS_REGION=us-east-1\n`,
    );
    const { account, deployer, settle } = waiting(first.endpoint);
    await deployer.deploy('bootstrap', BOOTSTRAP);
    await settle('bootstrap');
    await deploy(account, deployer);
    await settle('trial');
    const { stream, bucket, inbox } = await outputsOf(deployer);
    await put(account, stream, 'FB');
    first.child.kill('SIGKILL');
    await ended(first.child);
    const second = await start('--dir', dir, '--port', '0');
    const again = waiting(second.endpoint);
    expect((await again.deployer.stack('trial'))?.StackStatus).toBe('CREATE_COMPLETE');
    await put(again.account, stream, 'TTD');
    await expect
      .poll(async () => (await inboxOf(again.account, inbox)).length > 0, { timeout: 30_000, interval: 200 })
      .toBe(true);
    second.child.kill('SIGTERM');
    expect(await ended(second.child)).toBe(0);
    // What the killed one had not delivered, nor the other within its minute, is in the lake once somebody drains.
    const third = await accountOf({ dir });
    await third.drain();
    const files = filesIn(join(dir, 's3', bucket));
    expect(files.every((file) => file.startsWith('bars/dt=2020-05-14/'))).toBe(true);
    expect(third.counts().delivered.rows).toBe(2);
  });

  it.each([
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--port', 'x'], 'port is NaN; allowed is a whole number from 0 to 65535'],
    [['now'], "Unexpected argument 'now'"],
  ])('says in one line what is wrong with %j', async (args, message) => {
    const { child, output } = await start('--dir', temporaryFolder(), ...args);
    expect(await ended(child)).toBe(1);
    expect(output).toContain(message);
    expect(output.trim().split('\n')).toHaveLength(1);
  });
});

async function outputsOf(deployer: Deployer) {
  const { Outputs = [] } = (await deployer.stack('trial')) ?? {};
  const value = (key: string) => Outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue ?? '';
  return { stream: value('Stream'), bucket: value('Bucket'), inbox: value('Inbox') };
}
