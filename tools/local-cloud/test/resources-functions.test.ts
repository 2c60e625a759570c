import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type InvokeCommandInput,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { JsonValues } from '../src/account/resource-handler.ts';
import { asset, zipOf } from './function-code.ts';
import { resourceLab, type ResourceLab } from './resource-lab.ts';
import { lambdaOf, text } from './support.ts';

vi.setConfig({ testTimeout: 60_000 });

const FUNCTION = 'AWS::Lambda::Function';
const ECHO = `export const handler = async (event, context) => ({ event, env: process.env, mb: context.memoryLimitInMB });`;
const plain = { Handler: 'handler.handler', Runtime: 'nodejs24.x', Role: 'arn:aws:iam::000000000000:role/r' };

/** A lab with a bucket for code. */
async function setUp() {
  const lab = await resourceLab();
  await lab.create('AWS::S3::Bucket', { BucketName: 'assets' });
  const codeOf = (source: string, file?: string) => asset(lab, 'assets', zipOf(source, file));
  const make = async (source: string, properties: JsonValues = {}) =>
    lab.create(FUNCTION, { ...plain, FunctionName: 'f', Code: await codeOf(source), ...properties });
  return { lab, codeOf, make };
}

async function invoke(lab: ResourceLab, event: unknown = {}, more: Partial<InvokeCommandInput> = {}) {
  const input = { FunctionName: 'f', Payload: JSON.stringify(event), ...more };
  const { Payload, ...answer } = await lambdaOf(lab).send(new InvokeCommand(input));
  return { ...answer, payload: Payload?.length ? (JSON.parse(text(Payload)) as never) : undefined };
}

describe('a function', () => {
  it('runs the zip of a bucket in the environment of its template', async () => {
    const { lab, make } = await setUp();
    const made = await make(ECHO, {
      Environment: { Variables: { STREAM: 'market', COUNT: 3 } },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: '/tickerlake/f' },
      MemorySize: '256',
      Timeout: 7,
    });
    expect(made).toMatchObject({
      physicalId: 'f',
      attributes: { Arn: 'arn:aws:lambda:us-east-1:000000000000:function:f' },
    });
    expect((await invoke(lab, { a: 1 })).payload).toMatchObject({
      event: { a: 1 },
      mb: '256',
      env: {
        STREAM: 'market',
        COUNT: '3',
        _HANDLER: 'handler.handler',
        AWS_LAMBDA_LOG_GROUP_NAME: '/tickerlake/f',
        AWS_LAMBDA_LOG_FORMAT: 'JSON',
        AWS_ENDPOINT_URL: lab.endpoint,
      },
    });
  });

  it('is told of as on AWS', async () => {
    const { lab, make } = await setUp();
    await make(ECHO, { Environment: { Variables: { A: 'b' } }, Timeout: 7, Description: 'Echoes' });
    const client = lambdaOf(lab);
    const FunctionName = 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST';
    const told = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(told).toMatchObject({
      FunctionName: 'f',
      Handler: 'handler.handler',
      Runtime: 'nodejs24.x',
      Role: plain.Role,
      Timeout: 7,
      MemorySize: 128,
      Description: 'Echoes',
      Environment: { Variables: { A: 'b' } },
      CodeSize: zipOf(ECHO).length,
      State: 'Active',
    });
    const whole = await client.send(new GetFunctionCommand({ FunctionName: 'f' }));
    expect(whole.Configuration).toMatchObject({ FunctionArn: told.FunctionArn, CodeSha256: told.CodeSha256 });
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    expect(Functions).toMatchObject([{ FunctionName: 'f' }]);
    for (const command of [{ FunctionName: 'g' }, { FunctionName: 'f', Qualifier: 'prod' }])
      await expect(client.send(new GetFunctionCommand(command))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
  });

  it('gives the end of what it printed to who asks for it', async () => {
    const { lab, make } = await setUp();
    await make(
      `export const handler = async ({ lines }) => { for (let i = 0; i < lines; i += 1) console.log('line', i); }`,
    );
    const tailOf = async (lines: number) => {
      const { LogResult = '' } = await invoke(lab, { lines }, { LogType: 'Tail' });
      return Buffer.from(LogResult, 'base64').toString();
    };
    expect(await tailOf(2)).toMatch(
      /^START RequestId: ([\w-]+) Version: \$LATEST\nline 0\nline 1\nEND RequestId: \1\nREPORT RequestId: \1\tDuration: [\d.]+ ms\t/,
    );
    const long = await tailOf(5000);
    expect(long).toHaveLength(4096);
    expect(long).toMatch(/line 4999\nEND RequestId/);
    expect((await invoke(lab, { lines: 1 })).LogResult).toBeUndefined();
  });

  it('takes other code and settings in place, lets finish what runs, and ends the processes of before', async () => {
    const { lab, codeOf, make } = await setUp();
    const made = await make(
      `export const handler = ({ ms }) => new Promise((done) => setTimeout(done, ms, [process.env.NAME, process.pid]));`,
      { Environment: { Variables: { NAME: 'one' } } },
    );
    const both = [invoke(lab, { ms: 50 }), invoke(lab, { ms: 800 })] as const;
    const [, idle] = (await both[0]).payload ?? [];
    await lab.update(made, {
      ...plain,
      FunctionName: 'f',
      Code: await codeOf(`export const ours = { run: () => 'new ' + process.env.NAME };`, 'lib/main.mjs'),
      Handler: 'lib/main.ours.run',
      Environment: { Variables: { NAME: 'two' } },
    });
    expect((await invoke(lab)).payload).toBe('new two');
    const [name, busy] = (await both[1]).payload ?? [];
    expect(name).toBe('one');
    expect((await invoke(lab)).payload).toBe('new two');
    const isAlive = (pid: unknown) => existsSync(`/proc/${Number(pid)}`);
    await expect.poll(() => [idle, busy].filter(isAlive)).toEqual([]);
  });

  it('runs CommonJS and code that the template carries itself', async () => {
    const { lab } = await setUp();
    const Code = { ZipFile: `exports.handler = async () => __filename.endsWith('index.js');` };
    await lab.create(FUNCTION, { ...plain, FunctionName: 'f', Code, Handler: 'index.handler' });
    expect((await invoke(lab)).payload).toBe(true);
  });

  it('answers with all that a streaming handler writes', async () => {
    const { lab, make } = await setUp();
    await make(`
      export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
        stream.setContentType('application/json');
        if (event.http) stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
        stream.write('{"id":"' + context.awsRequestId);
        setTimeout(() => stream.end('"}'), 20);
      });`);
    expect((await invoke(lab)).payload).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    const { Payload } = await lambdaOf(lab).send(new InvokeCommand({ FunctionName: 'f', Payload: '{"http":true}' }));
    expect(text(Payload)).toMatch(/^\{"statusCode":201\}\0{8}\{"id":/);
  });

  it('comes back after a restart, also when its zip is gone from the bucket, with what it is told no more cleared away', async () => {
    const { lab, make } = await setUp();
    await make(ECHO);
    rmSync(join(lab.dir, 's3/assets'), { recursive: true });
    await lab.restart();
    expect((await invoke(lab, 'again')).payload).toMatchObject({ event: 'again' });
  });

  it('ends when it is deleted', async () => {
    const { lab, make } = await setUp();
    const made = await make(ECHO);
    await invoke(lab);
    await lab.delete(made);
    await lab.delete(made);
    await expect(invoke(lab)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(existsSync(join(lab.dir, 'lambda/f.log'))).toBe(true);
  });

  it.each([
    [{ Runtime: 'python3.14' }, "'python3.14' is not here: functions run with Node.js"],
    [{ Handler: 'handler' }, 'a file and the name of an export are needed'],
    [{ Timeout: 901 }, '#/Timeout: 901 is not less or equal to 900'],
    [{ MemorySize: 64 }, '#/MemorySize: 64 is not greater or equal to 128'],
    [{ Environment: { Variables: { AWS_REGION: 'x' } } }, 'Reserved keys used in this request: AWS_REGION'],
    [{ Environment: { Variables: { A: 'x'.repeat(4096) } } }, 'exceeded the 4KB limit'],
    [{ Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:l:1'] }, 'put what the function needs into its zip'],
    [{ PackageType: 'Image' }, "'Image' is not one of Zip"],
    [{ Code: { S3Bucket: 'assets', S3Key: 'none.zip' } }, 'S3 Error Code: NoSuchKey'],
    [{ Code: { S3Bucket: 'none', S3Key: 'none.zip' } }, 'S3 Error Code: NoSuchBucket'],
    [{ Code: { S3Bucket: 'assets' } }, 'required key [Code/S3Key] not found'],
    [{ Code: { ImageUri: 'x' } }, 'Code/ImageUri is not part of the local account'],
    [{ Code: { S3: 'x' } }, 'Encountered unsupported property Code/S3'],
    [{ Role: null }, 'required key [Role] not found'],
  ])('is refused with %o', async (properties, reason) => {
    const { lab, make } = await setUp();
    await expect(make(ECHO, properties)).rejects.toThrow(reason);
    expect(lab.parts.functions.size).toBe(0);
  });
});

describe('reserved concurrency', () => {
  it('is kept: who comes beside is answered with 429, and events wait for their turn', async () => {
    const { lab, make } = await setUp();
    await make(`export const handler = () => new Promise((done) => setTimeout(done, 300));`, {
      ReservedConcurrentExecutions: 1,
    });
    const first = invoke(lab);
    await expect.poll(() => lab.counts().functions['f']?.invocations).toBe(1);
    await expect(invoke(lab)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    for (let i = 0; i < 3; i += 1) await invoke(lab, {}, { InvocationType: 'Event' });
    expect((await first).FunctionError).toBeUndefined();
    await lab.drain();
    expect(lab.counts().functions['f']).toMatchObject({ invocations: 4, errors: 0 });
  });

  it('of 0 lets nobody in', async () => {
    const { lab, make } = await setUp();
    await make(ECHO, { ReservedConcurrentExecutions: 0 });
    await expect(invoke(lab)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await invoke(lab, {}, { InvocationType: 'Event' });
    await lab.drain();
    expect(lab.counts().functions['f']?.invocations).toBe(0);
  });
});

describe('an event invoke config', () => {
  const CONFIG = 'AWS::Lambda::EventInvokeConfig';
  const FAILING = `export const handler = () => { throw new RangeError('out of range'); };`;

  async function failures(properties: JsonValues) {
    const { lab, make } = await setUp();
    await lab.create('AWS::SQS::Queue', { QueueName: 'failed' });
    await make(FAILING);
    const made = await lab.create(CONFIG, { FunctionName: 'f', Qualifier: '$LATEST', ...properties });
    const told = async () => (await lab.parts.queues.get('failed')?.receive({ max: 10, waitMs: 0 })) ?? [];
    return { lab, made, told };
  }
  const toQueue = { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' } };

  it('says how often an event is tried, and whom to tell of one that failed', async () => {
    const { lab, made, told } = await failures({ MaximumRetryAttempts: 1, DestinationConfig: toQueue });
    expect(made.physicalId).toBe('f|$LATEST');
    await invoke(lab, { n: 7 }, { InvocationType: 'Event' });
    await lab.drain();
    expect(lab.counts().functions['f']).toMatchObject({ invocations: 2, errors: 2 });
    const [message] = await told();
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      version: '1.0',
      requestContext: {
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { n: 7 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'RangeError', errorMessage: 'out of range' },
    });
  });

  it('holds after a restart, and no more once it is deleted', async () => {
    const { lab, made, told } = await failures({ MaximumRetryAttempts: 0, DestinationConfig: toQueue });
    await lab.restart();
    await invoke(lab, {}, { InvocationType: 'Event' });
    await lab.drain();
    expect([lab.counts().functions['f']?.invocations, (await told()).length]).toEqual([1, 1]);
    await lab.delete(made);
    await invoke(lab, {}, { InvocationType: 'Event' });
    await lab.drain();
    expect([lab.counts().functions['f']?.invocations, (await told()).length]).toEqual([4, 0]);
  });

  it('tells a bucket too', async () => {
    const { lab } = await failures({
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::assets' } },
    });
    await invoke(lab, {}, { InvocationType: 'Event' });
    await lab.drain();
    const keys = await lab.parts.buckets.get('assets')?.keys('aws/');
    expect(keys).toEqual([
      expect.stringMatching(/^aws\/lambda\/async\/f\/\d{4}\/\d\d\/\d\d\/[\d-]+T\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/),
    ]);
  });

  it.each([
    [{ Qualifier: 'prod' }, "'prod' is not here: functions are $LATEST"],
    [{ FunctionName: 'g' }, 'Function not found: g'],
    [{ MaximumRetryAttempts: 3 }, '#/MaximumRetryAttempts: 3 is not less or equal to 2'],
    [{ DestinationConfig: { OnSuccess: { Destination: 'x' } } }, 'only failures are told here'],
    [
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:none' } } },
      'is not a queue, topic or bucket',
    ],
  ])('is refused with %o', async (properties, reason) => {
    await expect(failures(properties)).rejects.toThrow(reason);
  });
});
