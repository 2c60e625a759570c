import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXIT } from '../src/deploy/failures.ts';
import { AWS_ENV, drive } from './driving.ts';
import {
  endpointOf,
  type FakeAws,
  type FakeOperations,
  identity,
  jsonError,
  parameter,
  READY,
  startFakeAws,
  xmlError,
} from './fake-aws.ts';

let aws: FakeAws;
beforeAll(async () => void (aws = await startFakeAws()));
afterAll(() => aws.close());

beforeEach(() => {
  for (const [name, value] of Object.entries({ ...AWS_ENV, AWS_ENDPOINT_URL: aws.endpoint })) vi.stubEnv(name, value);
  aws.operations = READY;
  return () => void vi.unstubAllEnvs();
});

/** One sentence, the exit code of "not ready", and nothing was built, made or asked of cdk. */
async function refusal(argv = ['deploy', 'collector'], exitCode: number = EXIT.notReady): Promise<string> {
  const { code, stdout, stderr, lines } = await drive(argv);
  expect({ code, stdout, lines }).toEqual({ code: exitCode, stdout: '', lines: [] });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  return stderr.trim();
}

const SIGN_IN =
  /sign in( again)? \(aws sso login\), or set .*AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY\.$/;

describe('what is not ready is told in one sentence before anything is built:', () => {
  it('no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    const said = await refusal();
    expect(said).toMatch(/^No AWS credentials were found/);
    expect(said).toMatch(SIGN_IN);
  });

  it.each(['InvalidClientTokenId', 'ExpiredToken', 'SignatureDoesNotMatch'])(
    'credentials refused, %s',
    async (code) => {
      aws.operations = {
        GetCallerIdentity: () => xmlError(code, 'The security token included in the request is bad.', 403),
      };
      const said = await refusal();
      expect(said).toContain(
        `AWS refused the credentials (${code}: The security token included in the request is bad)`,
      );
      expect(said).toMatch(SIGN_IN);
    },
  );

  it('no region', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    expect(await refusal()).toMatch(/^No AWS region is known: set AWS_REGION, or "region" in/);
  });

  it('a region that is not the configured one', async () => {
    expect(await refusal(['deploy', 'lake', '--context', 'tickerlake:region=eu-central-1'])).toBe(
      'The configuration says region eu-central-1, but AWS_REGION says us-east-1: make them the same, or leave one out.',
    );
    vi.stubEnv('AWS_REGION', undefined);
    vi.stubEnv('AWS_DEFAULT_REGION', 'us-west-2');
    expect(await refusal(['deploy', 'lake', '--context', 'tickerlake:region=eu-central-1'])).toContain(
      'AWS_DEFAULT_REGION says us-west-2',
    );
  });

  it('an account that is not the configured one', async () => {
    const place = ['--context=tickerlake:region=us-east-1', '--context=tickerlake:account=444455556666'];
    expect(await refusal(['deploy', 'lake', ...place])).toContain(
      'The configuration says account 444455556666, but the credentials belong to 111122223333',
    );
  });

  it('an account that was not bootstrapped, with the command', async () => {
    aws.operations = { ...READY, GetParameter: () => jsonError('ParameterNotFound', '') };
    expect(await refusal()).toBe(
      'Account 111122223333 in us-east-1 was not prepared for CDK yet: run npx nx run infrastructure:bootstrap, once.',
    );
  });

  it('an account that was bootstrapped long ago', async () => {
    aws.operations = { ...READY, GetParameter: () => parameter('5') };
    expect(await refusal()).toBe(
      'Account 111122223333 in us-east-1 was prepared for CDK with version 5, but 6 or later is needed: run npx nx run infrastructure:bootstrap.',
    );
  });

  it('nobody listens', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    expect(await refusal()).toBe(
      'AWS cannot be reached at AWS_ENDPOINT_URL=http://127.0.0.1:9 (ECONNREFUSED): unset it for AWS itself, or start what should listen there.',
    );
  });

  it('somebody listens who hangs up', async () => {
    const server = createServer((socket: Socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    vi.stubEnv('AWS_ENDPOINT_URL', endpointOf(server));
    expect(await refusal()).toMatch(/cannot be reached at .*\((ECONNRESET|EPIPE)\)/);
    server.close();
  });

  it.each<[string, FakeOperations]>([
    ['a local cloud that is no account', {}],
    ['a web page', { GetCallerIdentity: () => ({ body: '<html><body>Welcome</body></html>' }) }],
    ['plain text', { GetCallerIdentity: () => ({ body: 'hello' }) }],
  ])('the endpoint is no AWS: %s', async (_, operations) => {
    aws.operations = operations;
    expect(await refusal()).toContain(aws.endpoint);
  });

  it('a wrong configuration', async () => {
    expect(await refusal(['deploy', 'lake', '--context', 'tickerlake:intervall=5m'], EXIT.usage)).toContain(
      'intervall',
    );
    expect(aws.asked).not.toContain('CreateChangeSet');
  });
});

it.each(['deploy lake', 'diff all', 'destroy collector --yes'])('%s is looked at in the same way', async (line) => {
  aws.operations = { ...READY, GetParameter: () => jsonError('ParameterNotFound', '') };
  expect(await refusal(line.split(' '))).toContain('npx nx run infrastructure:bootstrap, once');
});

it('bootstrap asks for no bootstrap, and names account and region', async () => {
  aws.operations = { GetCallerIdentity: () => identity('111122223333') };
  const { code, lines, programs } = await drive(['bootstrap']);
  expect([code, lines]).toEqual([EXIT.done, ['cdk bootstrap aws://111122223333/us-east-1 --no-notices']]);
  expect(programs[0]?.env).toMatchObject({
    AWS_REGION: 'us-east-1',
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  });
});

it('who may not read whether it was bootstrapped may try: cdk has roles of its own', async () => {
  aws.operations = { ...READY, GetParameter: () => jsonError('AccessDeniedException', 'not authorized') };
  const { code, lines } = await drive(['diff', 'lake']);
  expect(code).toBe(EXIT.done);
  expect(lines.at(-1)).toBe('cdk diff --app OUT tickerlake-lake --no-notices');
});

it('synth asks nobody', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
  vi.stubEnv('AWS_REGION', undefined);
  const { code, stdout } = await drive(['synth', 'lake']);
  expect([code, stdout]).toEqual([EXIT.done, expect.stringMatching(/lake\.template\.json\n$/)]);
});
