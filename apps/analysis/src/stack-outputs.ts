import { type CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';

/** What is read of a deployed stack. */
export interface StackOutputs {
  readonly status: string;
  /** The value of an output. */
  readonly output: (key: string) => string | undefined;
}

/** A deployed stack's outputs, or `undefined` where there is no stack of the name. */
export async function stackOutputs(
  client: CloudFormationClient,
  name: string,
  abortSignal: AbortSignal,
): Promise<StackOutputs | undefined> {
  const stack = await describe(client, name, abortSignal);
  if (!stack) return undefined;
  const { StackStatus: status = 'no status', Outputs: outputs = [] } = stack;
  return { status, output: (key) => outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue };
}

async function describe(
  client: CloudFormationClient,
  name: string,
  abortSignal: AbortSignal,
): Promise<Stack | undefined> {
  try {
    const { Stacks: stacks } = await client.send(new DescribeStacksCommand({ StackName: name }), { abortSignal });
    return stacks?.[0];
  } catch (error) {
    // CloudFormation has no error of its own for a stack that is not there.
    if (error instanceof Error && error.message.includes('does not exist')) return undefined;
    throw error;
  }
}
