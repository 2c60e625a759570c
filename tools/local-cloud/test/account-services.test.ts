import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetParameterCommand, GetParametersCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { accountOf, Deployer, parameters, settings, ssmOf, stsOf } from './account-support.ts';
import { s3Of } from './support.ts';

const role = (properties: object) =>
  JSON.stringify({
    Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ...properties } } },
  });
const capable = { Capabilities: ['CAPABILITY_NAMED_IAM' as const] };

describe('STS', () => {
  it('knows the caller, and lets roles be assumed that a stack has made', async () => {
    const account = await accountOf();
    const sts = stsOf(account);
    expect(await sts.send(new GetCallerIdentityCommand())).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:root',
    });
    const assume = new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::000000000000:role/deployer', RoleSessionName: 'me' });
    await expect(sts.send(assume)).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        'User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::000000000000:role/deployer',
    });
    await new Deployer(account).deploy('roles', role({ RoleName: 'deployer' }), capable);
    const { Credentials } = await sts.send(assume);
    expect((Credentials?.Expiration?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
    const {
      AccessKeyId: accessKeyId = '',
      SecretAccessKey: secretAccessKey = '',
      SessionToken: sessionToken = '',
    } = Credentials ?? {};
    const session = new STSClient({
      ...settings(account),
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    });
    expect(await session.send(new GetCallerIdentityCommand())).toMatchObject({
      Arn: 'arn:aws:sts::000000000000:assumed-role/deployer/me',
    });
  });

  it.each([
    [{ RoleSessionName: 'a b' }, "Value 'a b' at 'roleSessionName'"],
    [
      { DurationSeconds: 60 },
      "Value '60' at 'durationSeconds' failed to satisfy constraint: Member is to be from 900 to 43200",
    ],
  ])('refuses %j', async (input, message) => {
    const assume = new AssumeRoleCommand({ RoleArn: 'arn:x', RoleSessionName: 'me', ...input });
    await expect(stsOf(await accountOf()).send(assume)).rejects.toThrow(message);
  });
});

it('SSM gives parameters by name, version and ARN, and counts their changes', async () => {
  const account = await accountOf();
  const deployer = new Deployer(account);
  const template = (Value: string) =>
    JSON.stringify({
      Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/cdk/version', Type: 'String', Value } } },
    });
  const read = async (Name: string) => (await ssmOf(account).send(new GetParameterCommand({ Name }))).Parameter;
  await expect(read('/cdk/version')).rejects.toMatchObject({
    name: 'ParameterNotFound',
    message: 'Parameter /cdk/version not found.',
  });
  await deployer.deploy('trial', template('33'));
  await deployer.deploy('trial', template('34'));
  const ARN = 'arn:aws:ssm:us-east-1:000000000000:parameter/cdk/version';
  expect(await read('/cdk/version')).toMatchObject({ Value: '34', Type: 'String', Version: 2, ARN, DataType: 'text' });
  expect([(await read(ARN))?.Value, (await read('/cdk/version:2'))?.Value]).toEqual(['34', '34']);
  await expect(read('/cdk/version:1')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  expect(await ssmOf(account).send(new GetParametersCommand({ Names: ['/cdk/version', '/gone'] }))).toMatchObject({
    Parameters: [{ Value: '34' }],
    InvalidParameters: ['/gone'],
  });
});

it('a custom-named resource is not replaced: it takes another name', async () => {
  const deployer = new Deployer(await accountOf());
  await deployer.deploy('trial', role({ RoleName: 'named', Path: '/a/' }), capable);
  const { StackStatus } = await deployer.deploy('trial', role({ RoleName: 'named', Path: '/b/' }), capable);
  expect(StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  const [reason] = await deployer.reasons('trial');
  expect(reason).toContain(
    'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename named and update the stack again.',
  );
});

it('a template is read from a bucket of the account', async () => {
  const account = await accountOf();
  const deployer = new Deployer(account);
  await deployer.deploy(
    'buckets',
    JSON.stringify({ Resources: { B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'assets' } } } }),
  );
  const Body = `${parameters({ A: 'a' })}${' '.repeat(60_000)}`;
  await s3Of(account).send(new PutObjectCommand({ Bucket: 'assets', Key: 'templates/a b.json', Body }));
  for (const url of [
    `${account.endpoint}/assets/templates/a%20b.json`,
    'https://assets.s3.us-east-1.amazonaws.com/templates/a%20b.json',
  ])
    expect(await deployer.propose('trial', '', { TemplateBody: undefined, TemplateURL: url })).toMatchObject({
      Status: 'CREATE_COMPLETE',
    });
  const missing = { TemplateBody: undefined, TemplateURL: `${account.endpoint}/assets/gone` };
  await expect(deployer.propose('trial', '', missing)).rejects.toThrow('TemplateURL must reference a valid S3 object');
  const tooLong = new PutObjectCommand({ Bucket: 'assets', Key: 'gone', Body: `${Body}${' '.repeat(1 << 20)}` });
  await s3Of(account).send(tooLong);
  await expect(deployer.propose('trial', '', missing)).rejects.toThrow('Template may not exceed 1048576 bytes in size');
});

it('requests that go unanswered are sent again by the SDK, and nothing is done twice', async () => {
  const account = await accountOf({ faults: { seed: 3, timeoutAfterAcceptRate: 0.2, resetRate: 0.1 } });
  const deployer = new Deployer(account, 12);
  const token = { ClientToken: 'one' };
  expect(await deployer.deploy('trial', parameters({ A: 'a', B: { Ref: 'A' } }), token)).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
  });
  expect((await deployer.story('trial')).filter((event) => event === 'A CREATE_COMPLETE')).toHaveLength(1);
});

const installed = spawnSync('aws', ['--version']).status === 0;
const note = installed ? '' : ' (skipped: no `aws` command on this machine)';

it.runIf(installed)(`the AWS CLI creates, describes and deletes a stack of a YAML template${note}`, async () => {
  const account = await accountOf();
  const env = {
    PATH: process.env['PATH'],
    HOME: account.dir,
    AWS_ENDPOINT_URL: account.endpoint,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_MAX_ATTEMPTS: '1',
  };
  const aws = async (...args: string[]): Promise<unknown> =>
    JSON.parse(
      (await promisify(execFile)('aws', [...args, '--output', 'json'], { env, cwd: account.dir })).stdout || 'null',
    );
  const template = `
Parameters:
  Stage: { Type: String, Default: trial }
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "\${Stage}-queue"
Outputs:
  Arn: { Value: !GetAtt Queue.Arn }
`;
  writeFileSync(join(account.dir, 'template.yaml'), template);
  expect(await aws('sts', 'get-caller-identity')).toMatchObject({ Account: '000000000000' });
  const deploy = ['cloudformation', 'create-stack', '--stack-name', 'trial', '--template-body', 'file://template.yaml'];
  await aws(...deploy, '--parameters', 'ParameterKey=Stage,ParameterValue=live');
  await account.drain();
  expect(await aws('cloudformation', 'describe-stacks', '--stack-name', 'trial')).toMatchObject({
    Stacks: [
      { StackStatus: 'CREATE_COMPLETE', Outputs: [{ OutputValue: 'arn:aws:sqs:us-east-1:000000000000:live-queue' }] },
    ],
  });
  expect(await aws('cloudformation', 'describe-stack-events', '--stack-name', 'trial')).toMatchObject({
    StackEvents: [{ ResourceStatus: 'CREATE_COMPLETE' }, {}, {}, {}],
  });
  await aws('cloudformation', 'delete-stack', '--stack-name', 'trial');
  await account.drain();
  await expect(aws('cloudformation', 'describe-stacks', '--stack-name', 'trial')).rejects.toThrow(
    'Stack with id trial does not exist',
  );
});
