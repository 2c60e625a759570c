import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it, vi } from 'vitest';
import { cloudOf, fixture, lambdaOf, text } from './support.ts';

vi.setConfig({ testTimeout: 60_000 });

async function setUp(options: { timeoutMs?: number; env?: Record<string, string>; entry?: string } = {}) {
  const { entry = fixture('functions.mjs'), ...more } = options;
  const cloud = await cloudOf({ functions: [{ name: 'acts', entry, ...more }] });
  const client = lambdaOf(cloud);
  const invoke = async (event: object | string, type?: 'Event' | 'DryRun', name = 'acts') => {
    const Payload = typeof event === 'string' ? event : JSON.stringify(event);
    const answer = await client.send(
      new InvokeCommand({ FunctionName: name, Payload, ...(type && { InvocationType: type }) }),
    );
    const { Payload: payload } = answer;
    return { ...answer, payload: payload?.length ? (JSON.parse(text(payload)) as unknown) : undefined };
  };
  const log = () => readFileSync(join(cloud.dir, 'lambda/acts.log'), 'utf8');
  return { cloud, invoke, log };
}

describe('the SDK’s Lambda client', () => {
  it('invokes a bundle and gets what its handler returns', async () => {
    const { invoke } = await setUp();
    const answer = await invoke({ act: 'echo', value: [1, 'ü', null] });
    expect(answer).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      payload: { value: [1, 'ü', null], requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(answer.FunctionError).toBeUndefined();
    const { leftMs } = answer.payload as { leftMs: number };
    expect(leftMs).toBeGreaterThan(50_000);
    expect((await invoke({ act: 'nothing' })).payload).toBeNull();
  });

  it('keeps the process for the next invocation', async () => {
    const { invoke } = await setUp();
    const pids = [await invoke({ act: 'pid' }), await invoke({ act: 'pid' })].map(({ payload }) => payload);
    expect(pids[0]).toBe(pids[1]);
    expect(pids[0]).not.toBe(process.pid);
  });

  it('finds a function by ARN and by qualifier', async () => {
    const { invoke } = await setUp();
    for (const name of ['arn:aws:lambda:us-east-1:000000000000:function:acts', 'acts:$LATEST'])
      expect((await invoke({ act: 'echo', value: 1 }, undefined, name)).payload).toMatchObject({ value: 1 });
    await expect(invoke({}, undefined, 'other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('gives functions the environment of Lambda, the cloud as their endpoint, and none of the user’s credentials', async () => {
    vi.stubEnv('AWS_PROFILE', 'production');
    vi.stubEnv('AWS_SESSION_TOKEN', 'secret');
    const { cloud, invoke } = await setUp({ env: { TICKERLAKE_STREAM: 'market' } });
    const { payload } = await invoke({ act: 'environment' });
    expect(payload).toMatchObject({
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'acts',
      AWS_ACCESS_KEY_ID: 'local',
      TICKERLAKE_STREAM: 'market',
    });
    expect(payload).not.toHaveProperty('AWS_PROFILE');
    expect(payload).not.toHaveProperty('AWS_SESSION_TOKEN');
    vi.unstubAllEnvs();
  });

  it('gets the error of a handler that throws', async () => {
    const { invoke, log } = await setUp();
    const answer = await invoke({ act: 'throw' });
    expect(answer).toMatchObject({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      payload: {
        errorType: 'RangeError',
        errorMessage: 'out of range',
        trace: expect.arrayContaining(['RangeError: out of range']),
      },
    });
    expect(log()).toContain('RangeError: out of range');
  });

  it('gets an error when the process ends, and a fresh process afterwards', async () => {
    const { invoke } = await setUp();
    expect(await invoke({ act: 'exit' })).toMatchObject({
      FunctionError: 'Unhandled',
      payload: {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(/^RequestId: .* Error: Runtime exited with error: exit status 3$/),
      },
    });
    expect((await invoke({ act: 'echo', value: 'again' })).payload).toMatchObject({ value: 'again' });
  });

  it.each(['hang', 'spin'])('ends a function that runs too long (%s) and starts it anew', async (act) => {
    const { invoke } = await setUp({ timeoutMs: 1000 });
    const { payload: before } = await invoke({ act: 'pid' });
    expect(await invoke({ act })).toMatchObject({
      FunctionError: 'Unhandled',
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/Task timed out after 1\.00 seconds$/),
      },
    });
    const { payload: after } = await invoke({ act: 'pid' });
    expect(after).not.toBe(before);
    expect(() => process.kill(Number(before), 0)).toThrow(/ESRCH/);
  });

  it('gets the reason why a bundle cannot be loaded', async () => {
    const { invoke, log } = await setUp({ entry: fixture('broken.mjs') });
    expect(await invoke({})).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType: 'SyntaxError', errorMessage: 'this bundle cannot be loaded' },
    });
    expect(log()).toContain('this bundle cannot be loaded');
    const missing = await setUp({ entry: fixture('missing.mjs') });
    expect((await missing.invoke({})).payload).toMatchObject({ errorMessage: expect.stringContaining('missing.mjs') });
  });

  it('refuses payloads above 6 MB, in both directions, and what is not JSON', async () => {
    const { invoke } = await setUp();
    const large = 'x'.repeat(6 << 20);
    await expect(invoke({ act: 'echo', value: large })).rejects.toMatchObject({
      name: 'RequestTooLargeException',
      $metadata: { httpStatusCode: 413 },
    });
    expect(await invoke({ act: 'large', value: 6_291_557 })).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType: 'Function.ResponseSizeTooLarge' },
    });
    expect((await invoke({ act: 'large', value: 6_291_000 })).payload).toHaveLength(6_291_000);
    await expect(invoke('{no json')).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
  });

  it('runs Event invocations in the background, trying a failing one three times, and drain waits for them', async () => {
    const { cloud, invoke, log } = await setUp();
    expect(await invoke({ act: 'print', value: 'in the background' }, 'Event')).toMatchObject({ StatusCode: 202 });
    expect(await invoke({ act: 'throw' }, 'Event')).toMatchObject({ StatusCode: 202 });
    const { lambda } = await cloud.drain();
    expect(log()).toContain('in the background');
    expect(lambda).toEqual({ invocations: 4, errors: 3 });
  });

  it('checks without running on DryRun', async () => {
    const { cloud, invoke } = await setUp();
    expect(await invoke({ act: 'exit' }, 'DryRun')).toMatchObject({ StatusCode: 204 });
    expect(cloud.counts().lambda.invocations).toBe(0);
  });

  it('runs invocations at once in processes of their own, ten at most', async () => {
    const { invoke } = await setUp({ timeoutMs: 4000 });
    const hanging = Array.from({ length: 10 }, () => invoke({ act: 'hang' }));
    await expect(invoke({ act: 'pid' })).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: 429 },
    });
    await Promise.all(hanging);
  });
});
