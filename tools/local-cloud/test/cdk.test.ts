import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it, vi } from 'vitest';
import { accountOf, Deployer } from './account-support.ts';
import { fixture, kinesisOf, sqsOf, temporaryFolder } from './support.ts';

vi.setConfig({ testTimeout: 240_000 });

const CDK = join(createRequire(import.meta.url).resolve('aws-cdk/package.json'), '../bin/cdk');

/** The CDK CLI over the fixture's app. Nothing of this machine's settings reaches it, and it reaches no network. */
function cdkOf(endpoint: string) {
  const home = temporaryFolder();
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: '1',
    CDK_VALIDATION: 'false',
    NO_COLOR: '1',
  };
  const app = `${process.execPath} ${fixture('cdk-app/app.mjs')}`;
  /** Resolves with all that is printed, and how it ended. */
  return (...args: readonly string[]): Promise<{ code: number; text: string }> =>
    new Promise((resolve) => {
      const all = [CDK, ...args, '--no-notices', '--app', app, '--output', join(home, 'cdk.out'), '--ci'];
      execFile(process.execPath, all, { env, cwd: home }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr }),
      );
    });
}

describe('the CDK CLI', () => {
  it('bootstraps, deploys, tells differences, updates, rolls back and destroys', async () => {
    const account = await accountOf();
    const deployer = new Deployer(account);
    const cdk = cdkOf(account.endpoint);
    const deploy = (...args: readonly string[]) => cdk('deploy', '--all', '--require-approval', 'never', ...args);

    const early = await deploy();
    expect(early).toMatchObject({ code: 1 });
    expect(early.text).toContain('Has the environment been bootstrapped?');

    expect(await cdk('bootstrap')).toMatchObject({ code: 0, text: expect.stringContaining('bootstrapped.') as string });
    const deployed = await deploy();
    expect(deployed, deployed.text).toMatchObject({ code: 0 });
    const outputs = (await deployer.stack('trial-store'))?.Outputs ?? [];
    const output = (key: string) => outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    const stream = await kinesisOf(account).send(
      new DescribeStreamSummaryCommand({ StreamName: output('StreamName') }),
    );
    expect(stream.StreamDescriptionSummary).toMatchObject({ StreamStatus: 'ACTIVE', OpenShardCount: 1 });
    const visibility = async () => {
      const ask = new GetQueueAttributesCommand({
        QueueUrl: output('QueueUrl'),
        AttributeNames: ['VisibilityTimeout'],
      });
      return (await sqsOf(account).send(ask)).Attributes?.['VisibilityTimeout'];
    };
    expect(await visibility()).toBe('30');

    expect((await deploy()).text).toMatch(/trial-store \(no changes\)[^]*trial-user \(no changes\)/);
    const diff = await cdk('diff', 'trial-store', '-c', 'seconds=45');
    expect(diff.text).toMatch(/AWS::SQS::Queue[^]*VisibilityTimeout[^]*45[^]*Number of stacks with differences: 1/);
    expect(await deploy('-c', 'seconds=45')).toMatchObject({ code: 0 });
    expect(await visibility()).toBe('45');

    const failed = await deploy('-c', 'seconds=45', '-c', 'broken=1');
    expect(failed.code).toBe(1);
    expect(failed.text).toMatch(/Again[^]*parameter already exists: \/trial\/queue/);
    expect(await deployer.stack('trial-user')).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });

    expect(await cdk('destroy', '--all', '--force')).toMatchObject({ code: 0 });
    expect([await deployer.stack('trial-store'), await deployer.stack('trial-user')]).toEqual([undefined, undefined]);
    await expect(visibility()).rejects.toThrow(/does not exist/);
  });
});
