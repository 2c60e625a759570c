import {
  type CloudFormationClient,
  CreateChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';

/** Creates a stack of a template; the answer is its outputs. */
export async function deployStack(
  client: CloudFormationClient,
  StackName: string,
  template: object,
): Promise<Record<string, string>> {
  const change = { StackName, ChangeSetName: 'first' };
  await client.send(
    new CreateChangeSetCommand({ ...change, ChangeSetType: 'CREATE', TemplateBody: JSON.stringify(template) }),
  );
  const wait = { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  await waitUntilChangeSetCreateComplete(wait, change);
  await client.send(new ExecuteChangeSetCommand(change));
  await waitUntilStackCreateComplete(wait, { StackName });
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  return Object.fromEntries(
    (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
}
