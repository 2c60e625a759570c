import {
  CloudFormationClient,
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';
import { type LocalAccount, type LocalAccountOptions, startLocalAccount } from '../src/account/index.ts';
import { temporaryFolder } from './folders.ts';

/** A local account that is stopped after the test. */
export async function accountOf(options: Partial<LocalAccountOptions> = {}): Promise<LocalAccount & { dir: string }> {
  const dir = options.dir ?? temporaryFolder();
  const account = await startLocalAccount({ ...options, dir });
  onTestFinished(() => account.stop());
  return { ...account, dir };
}

export const settings = ({ endpoint }: { endpoint: string }, maxAttempts = 1) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts,
});

export const ssmOf = (account: { endpoint: string }) => new SSMClient(settings(account));
export const stsOf = (account: { endpoint: string }) => new STSClient(settings(account));

/** A stack as its template has it: an SSM parameter for each entry, whose value may refer to others. */
export const parameters = (
  values: Readonly<Record<string, unknown>>,
  rest: Readonly<Record<string, unknown>> = {},
  each: Readonly<Record<string, unknown>> = {},
): string => {
  const resource = (value: unknown) => ({
    Type: 'AWS::SSM::Parameter',
    Properties: { Type: 'String', Value: value },
    ...each,
  });
  const Resources = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, resource(value)]));
  return JSON.stringify({ Resources, ...rest });
};

/** CloudFormation in the few steps that a deployment takes. */
export class Deployer {
  readonly client: CloudFormationClient;
  readonly #account: { endpoint: string; drain(): Promise<unknown> };

  constructor(account: { endpoint: string; drain(): Promise<unknown> }, maxAttempts = 1) {
    this.#account = account;
    this.client = new CloudFormationClient(settings(account, maxAttempts));
  }

  /** Makes a change set of a new or a known stack, and tells what it would do. */
  async propose(
    StackName: string,
    TemplateBody: string,
    rest: Partial<CreateChangeSetCommandInput> = {},
  ): Promise<DescribeChangeSetCommandOutput> {
    const known = await this.stack(StackName);
    const ChangeSetType = known && known.StackStatus !== 'REVIEW_IN_PROGRESS' ? 'UPDATE' : 'CREATE';
    const input = {
      StackName,
      ChangeSetName: `set-${Date.now()}-${this.#sets++}`,
      ChangeSetType,
      TemplateBody,
      ...rest,
    } as const;
    const { Id } = await this.client.send(new CreateChangeSetCommand(input));
    return this.client.send(new DescribeChangeSetCommand({ ChangeSetName: Id, IncludePropertyValues: true }));
  }
  #sets = 0;

  /** Deploys and waits for the end of it. */
  async deploy(
    name: string,
    template: string,
    rest: Partial<CreateChangeSetCommandInput> & { DisableRollback?: boolean } = {},
  ): Promise<Stack> {
    const { DisableRollback, ...others } = rest;
    const { ChangeSetId } = await this.propose(name, template, others);
    await this.client.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId, DisableRollback }));
    return this.settled(name);
  }

  async delete(StackName: string): Promise<Stack> {
    const id = (await this.stack(StackName))?.StackId ?? StackName;
    await this.client.send(new DeleteStackCommand({ StackName }));
    return this.settled(id);
  }

  /** The stack once nothing is under way. */
  async settled(name: string): Promise<Stack> {
    await this.#account.drain();
    const stack = await this.stack(name);
    if (!stack) throw new Error(`There is no stack ${name}`);
    return stack;
  }

  async stack(StackName: string): Promise<Stack | undefined> {
    const { Stacks } = await this.client.send(new DescribeStacksCommand({ StackName })).catch(() => ({ Stacks: [] }));
    return Stacks?.[0];
  }

  /** What happened, the oldest first, told as `Id STATUS`. */
  async story(StackName: string): Promise<string[]> {
    const { StackEvents = [] } = await this.client.send(new DescribeStackEventsCommand({ StackName }));
    return StackEvents.toReversed().map(
      ({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`,
    );
  }

  /** Why things failed, the first first. */
  async reasons(StackName: string): Promise<string[]> {
    const { StackEvents = [] } = await this.client.send(new DescribeStackEventsCommand({ StackName }));
    const failed = StackEvents.filter(({ ResourceStatus }) => /FAILED|ROLLBACK_IN/.test(ResourceStatus ?? ''));
    return failed
      .toReversed()
      .map(({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`);
  }
}
