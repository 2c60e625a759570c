import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startLocalAccount } from '@tickerlake/local-cloud/account';
import { kinesisEvent } from '@tickerlake/testing';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder, tickerlake } from './command.ts';
import { deployStack } from './deploy-stack.ts';

const RATE = '{"kind":"forex","name":"EURUSD","ts":"2026-11-20 09:30:00-05:00","bid":1.1,"ask":1.2}';
const CROSSED = '{"kind":"forex","name":"USDJPY","ts":"2026-11-20 09:30:00-05:00","bid":1.3,"ask":1.2}';
const QUOTE = '{"kind":"quote","name":"DDOG","ts":"2026-11-20 09:30:01-05:00","price":67.5}';
const BAR = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}';

const ref = (id: string) => ({ Value: { Ref: id } });
/** What replay needs of a deployment: the names of its parts, from its stacks. */
const STACKS = {
  'trial-lake': {
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket' },
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
    },
    Outputs: { BucketName: ref('Bucket'), StreamName: ref('Stream') },
  },
  'trial-processor': {
    Resources: { Queue: { Type: 'AWS::SQS::Queue' }, DeadLetterQueue: { Type: 'AWS::SQS::Queue' } },
    Outputs: { QueueUrl: ref('Queue'), DeadLetterQueueUrl: ref('DeadLetterQueue') },
  },
};

/** An account with the stacks, clients of it, and the command in its environment. */
async function openAccount() {
  const account = await startLocalAccount({ dir: join(await temporaryFolder(), 'account') });
  onTestFinished(() => account.stop());
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const place = { endpoint: account.endpoint, region: 'us-east-1', credentials };
  const formation = new CloudFormationClient(place);
  const outputs: Record<string, string> = {};
  for (const [StackName, template] of Object.entries(STACKS))
    Object.assign(outputs, await deployStack(formation, StackName, template));
  const env = {
    AWS_ENDPOINT_URL: account.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    XDG_CONFIG_HOME: await temporaryFolder(),
  };
  return {
    account,
    outputs,
    s3: new S3Client({ ...place, forcePathStyle: true }),
    sqs: new SQSClient({ ...place, useQueueUrlAsEndpoint: false }),
    replay: (...args: readonly string[]) => tickerlake(['replay', ...args], { env }),
  };
}

it('puts back what lies in a deployment, once it can be read, and nothing when it is only asked', async () => {
  const { account, outputs, s3, sqs, replay } = await openAccount();
  const { BucketName: Bucket = '', QueueUrl = '', DeadLetterQueueUrl = '' } = outputs;
  const rawData = Buffer.from(`${BAR}\n`).toString('base64');
  const poison = JSON.stringify({ errorCode: 'x', rawData: Buffer.from('{"poison":').toString('base64') });
  const QUARANTINED = 'quarantine/processing-failed/2026/11/20/14/a';
  const ASIDE = 'aws/lambda/e7f2/shardId-000000000000/2026/11/20/b';
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  await put(QUARANTINED, `${JSON.stringify({ errorCode: 'x', rawData })}\n${poison}\n`);
  await put(ASIDE, JSON.stringify({ version: '1.0', payload: JSON.stringify(kinesisEvent([`${QUOTE}\n`])) }));
  await sqs.send(new SendMessageCommand({ QueueUrl: DeadLetterQueueUrl, MessageBody: `${RATE}\n${CROSSED}\n` }));

  const dry = await replay('--from-stack', 'trial-lake', '--dry-run');
  expect(dry.stderr).toContain('3 records can be put back, 2 pieces stay unreadable.');
  expect(dry.code).toBe(3);
  expect(account.counts().kinesis).toMatchObject({ accepted: 0 });

  const { code, stderr } = await replay('--from-stack', 'trial-lake', '--region', 'us-east-1');
  expect(stderr).toContain('3 records put back, 2 pieces stay unreadable.');
  expect(stderr).toContain(`  ${QUARANTINED}: `);
  expect(stderr).toContain('  dead letters: ask: allowed is at least bid');
  expect(stderr).toContain('in the lake in a few minutes');
  expect(code).toBe(3);

  const read = async (Key: string) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  expect(await read(QUARANTINED)).toBe(`${poison}\n`);
  await expect(read(ASIDE)).rejects.toThrow('does not exist');
  const bodies = async (queue: string) => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue, VisibilityTimeout: 0 }));
    return Messages.map(({ Body }) => Body);
  };
  expect(await bodies(QueueUrl)).toEqual([RATE]);
  expect(await bodies(DeadLetterQueueUrl)).toEqual([`${CROSSED}\n`]);
  expect(account.counts().kinesis).toMatchObject({ accepted: 1 });
}, 60_000);

it('says what is missing, and what goes together', async () => {
  const { replay } = await openAccount();
  const cases: readonly (readonly [args: readonly string[], code: number, words: string])[] = [
    [
      ['--from-stack', 'other-lake'],
      1,
      'There is no stack other-lake in us-east-1: deploy it, or name another region.',
    ],
    [
      ['--from-stack', 'trial-processor'],
      1,
      'The stack trial-processor is no lake’s: give the one whose name ends in -lake',
    ],
    [['--from-stack'], 1, 'There is no stack tickerlake-lake in us-east-1'],
    [['--from-stack', 'trial-lake', '--lake', 'x'], 2, 'replay takes --lake or --from-stack, not both.'],
    [['--region', 'us-east-1'], 2, '--region goes with --from-stack.'],
  ];
  for (const [args, code, words] of cases) {
    const ended = await replay(...args);
    expect(ended.stderr, args.join(' ')).toContain(words);
    expect(ended.code, args.join(' ')).toBe(code);
  }
}, 60_000);
