import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { JsonValues } from '../src/account/resource-handler.ts';
import { asset, zipOf } from './function-code.ts';
import { resourceLab, type ResourceLab } from './resource-lab.ts';
import { bytes, filesIn, kinesisOf, sqsOf } from './support.ts';
import { SendMessageCommand } from '@aws-sdk/client-sqs';

vi.setConfig({ testTimeout: 60_000 });

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const STREAM = arn('kinesis', 'stream/market');
const QUEUE = arn('sqs', 'jobs');

/** Prints what it gets, one line a record; fails on what says so. */
const PRINT = `export const handler = async ({ Records }) => {
  const texts = Records.map(({ body, kinesis }) => body ?? Buffer.from(kinesis.data, 'base64').toString());
  console.log('got ' + texts.join(' '));
  if (texts.some((text) => text.includes('poison'))) throw new Error('poisoned');
};`;

async function setUp() {
  const lab = await resourceLab();
  await lab.create('AWS::S3::Bucket', { BucketName: 'lake' });
  await lab.create('AWS::Kinesis::Stream', { Name: 'market', ShardCount: 1 });
  await lab.create('AWS::SQS::Queue', { QueueName: 'failed' });
  await lab.create('AWS::SQS::Queue', { QueueName: 'jobs', VisibilityTimeout: 60 });
  await lab.create('AWS::Lambda::Function', {
    FunctionName: 'print',
    Code: await asset(lab, 'lake', zipOf(PRINT)),
    Handler: 'handler.handler',
    Runtime: 'nodejs24.x',
    Role: arn('iam', 'role/r'),
    Timeout: 30,
  });
  const put = async (...texts: string[]) => {
    for (const one of texts)
      await kinesisOf(lab).send(new PutRecordCommand({ StreamName: 'market', PartitionKey: 'k', Data: bytes(one) }));
  };
  const send = (MessageBody: string) =>
    sqsOf(lab).send(new SendMessageCommand({ QueueUrl: 'https://sqs/000000000000/jobs', MessageBody }));
  const got = () =>
    Array.from(readFileSync(join(lab.dir, 'lambda/print.log'), 'utf8').matchAll(/^got (.*)$/gm), ([, line]) => line);
  return { lab, put, send, got };
}
const ofStream = (more: JsonValues = {}): JsonValues => ({
  FunctionName: 'print',
  EventSourceArn: STREAM,
  StartingPosition: 'TRIM_HORIZON',
  ...more,
});
const toldOf = async (lab: ResourceLab) => {
  const [message] = (await lab.parts.queues.get('failed')?.receive({ max: 1, waitMs: 0 })) ?? [];
  return JSON.parse(message?.body ?? 'null') as unknown;
};

describe('an event source mapping', () => {
  it.each([
    ['TRIM_HORIZON', ['before', 'after']],
    ['LATEST', ['after']],
  ])('on a stream begins at %s', async (StartingPosition, expected) => {
    const { lab, put, got } = await setUp();
    await put('before');
    const made = await lab.create(MAPPING, ofStream({ StartingPosition, BatchSize: 1 }));
    expect(made.physicalId).toMatch(/^[0-9a-f-]{36}$/);
    expect(made.attributes).toEqual({
      Id: made.physicalId,
      EventSourceMappingArn: arn('lambda', `event-source-mapping:${made.physicalId}`),
    });
    await lab.restart();
    await put('after');
    await lab.drain();
    expect(got()).toEqual(expected);
  });

  it('is changed in place and goes on where it was, over a restart too', async () => {
    const { lab, put, got } = await setUp();
    const made = await lab.create(MAPPING, ofStream({ BatchSize: 1 }));
    await put('1');
    await lab.drain();
    const changed = await lab.update(made, ofStream({ BatchSize: 100, MaximumBatchingWindowInSeconds: 300 }));
    expect(changed.physicalId).toBe(made.physicalId);
    await put('2', '3');
    await lab.restart();
    await lab.drain();
    expect(got()).toEqual(['1', '2 3']);
  });

  it('stands still while it is disabled, over a restart too, and then goes on where it was', async () => {
    const { lab, put, got } = await setUp();
    const made = await lab.create(MAPPING, ofStream({ BatchSize: 1 }));
    await put('1');
    await lab.drain();
    const disabled = await lab.update(made, ofStream({ BatchSize: 1, Enabled: false }));
    await put('2');
    await lab.restart();
    await lab.drain();
    expect(got()).toEqual(['1']);
    await lab.update(disabled, ofStream({ BatchSize: 1, Enabled: 'true' }));
    await lab.drain();
    expect(got()).toEqual(['1', '2']);
  });

  it('cuts a batch in two until the record that nobody can take is alone, and tells a queue where it lies', async () => {
    const { lab, put, got } = await setUp();
    await lab.create(
      MAPPING,
      ofStream({
        Enabled: false,
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: arn('sqs', 'failed') } },
      }),
    );
    await put('a', 'b', 'poison', 'c');
    const [paused] = lab.parts.mappings;
    if (!paused) throw new Error('no mapping');
    expect(lab.counts().mappings['market→print']).toMatchObject({ pending: 4, invocations: 0 });
    paused.begin();
    await paused.flush();
    expect(got()).toEqual(['a b poison c', 'a b', 'poison c', 'poison', 'c']);
    expect(lab.counts().mappings['market→print']).toMatchObject({ pending: 0, skipped: 1, failures: 3 });
    expect(await toldOf(lab)).toMatchObject({
      version: '1.0',
      requestContext: {
        functionArn: arn('lambda', 'function:print'),
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 1,
      },
      KinesisBatchInfo: { shardId: 'shardId-000000000000', batchSize: 1, streamArn: STREAM },
    });
  });

  it('tells a bucket with the records', async () => {
    const { lab, put } = await setUp();
    const OnFailure = { Destination: 'arn:aws:s3:::lake' };
    const made = await lab.create(MAPPING, ofStream({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure } }));
    await put('poison');
    await lab.drain();
    const lake = join(lab.dir, 's3/lake');
    const file = filesIn(lake).find((one) => one.startsWith('aws/')) ?? '';
    expect(file).toMatch(
      new RegExp(
        `^aws/lambda/${made.physicalId}/shardId-000000000000/\\d{4}/\\d\\d/\\d\\d/[\\d-]+T[\\d.]+-[0-9a-f-]{36}$`,
      ),
    );
    const kept: { payload: string } = JSON.parse(readFileSync(join(lake, file), 'utf8'));
    expect(JSON.parse(kept.payload)).toMatchObject({
      Records: [{ eventSource: 'aws:kinesis', kinesis: { data: Buffer.from('poison').toString('base64') } }],
    });
  });

  it('on a queue takes messages, and ends when it is deleted', async () => {
    const { lab, send, got } = await setUp();
    const made = await lab.create(MAPPING, { FunctionName: arn('lambda', 'function:print'), EventSourceArn: QUEUE });
    await send('1');
    await lab.drain();
    await expect(lab.create(MAPPING, { FunctionName: 'print', EventSourceArn: QUEUE })).rejects.toMatchObject({
      code: 'AlreadyExists',
      message: expect.stringContaining(`${QUEUE} and function print already exists`),
    });
    await lab.delete(made);
    await lab.delete(made);
    await send('2');
    await lab.drain();
    expect(got()).toEqual(['1']);
    await lab.create(MAPPING, {
      FunctionName: 'print',
      EventSourceArn: QUEUE,
      ScalingConfig: { MaximumConcurrency: 50 },
    });
    await lab.drain();
    expect(got()).toEqual(['1', '2']);
  });

  it('holds on to its source and its function until it is deleted', async () => {
    const { lab } = await setUp();
    const made = await lab.create(MAPPING, { FunctionName: 'print', EventSourceArn: QUEUE, Enabled: false });
    const state = (type: string, physicalId: string) => ({ type, physicalId, attributes: {}, properties: {} });
    const [queue, print] = [state('AWS::SQS::Queue', 'x/jobs'), state('AWS::Lambda::Function', 'print')];
    await expect(lab.delete(queue)).rejects.toThrow('Queue jobs is needed by jobs→print');
    await expect(lab.delete(print)).rejects.toThrow('Function print is needed by jobs→print');
    await lab.delete(made);
    await lab.delete(queue);
    await lab.delete(print);
  });

  const ofQueue = { FunctionName: 'print', EventSourceArn: QUEUE, StartingPosition: null };
  it.each<[JsonValues, string]>([
    [{ FunctionName: 'none' }, 'Function not found: none'],
    [{ EventSourceArn: arn('kinesis', 'stream/none') }, 'is not a stream or queue that there is'],
    [{ StartingPosition: null }, 'required key [StartingPosition] not found'],
    [{ StartingPosition: 'AT_TIMESTAMP' }, "'AT_TIMESTAMP' is not one of TRIM_HORIZON, LATEST"],
    [{ BatchSize: 10_001 }, '#/BatchSize: 10001 is not less or equal to 10000'],
    [{ ParallelizationFactor: 2 }, 'a shard has one invocation at a time here'],
    [{ MaximumRecordAgeInSeconds: 30 }, '30 is neither -1 nor 60 or more'],
    [{ TumblingWindowInSeconds: 30 }, 'functions keep no state between batches here'],
    [{ FilterCriteria: { Filters: [{ Pattern: '{}' }] } }, 'a function gets all that comes'],
    [{ FunctionResponseTypes: ['Other'] }, 'Other is not ReportBatchItemFailures'],
    [{ ScalingConfig: { MaximumConcurrency: 2 } }, 'it is of queues only'],
    [{ ...ofQueue, BisectBatchOnFunctionError: true }, '#/BisectBatchOnFunctionError: it is of streams only'],
    [{ ...ofQueue, BatchSize: 11 }, 'above 10 it needs a MaximumBatchingWindowInSeconds'],
    [
      { ...ofQueue, EventSourceArn: arn('sqs', 'failed'), FunctionName: 'slow' },
      'is less than Function timeout: 60 seconds of slow',
    ],
  ])('is refused with %o', async (properties, reason) => {
    const { lab } = await setUp();
    const Code = { ZipFile: 'exports.handler = async () => {};' };
    const plain = { Code, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: arn('iam', 'role/r') };
    await lab.create('AWS::Lambda::Function', { ...plain, FunctionName: 'slow', Timeout: 60 });
    await expect(lab.create(MAPPING, ofStream(properties))).rejects.toThrow(reason);
    expect(lab.parts.mappings.size).toBe(0);
  });
});
