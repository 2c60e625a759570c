import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import type { AthenaSettings } from './athena-settings.ts';
import { explainAwsFailure } from './aws-failures.ts';
import { CommandError } from './failures.ts';

export interface StackQuestion {
  readonly stack: string;
  /** As the AWS SDK finds it when absent. */
  readonly region?: string;
  readonly signal: AbortSignal;
}

/**
 * What a deployed lake says of itself in its stack's outputs.
 * @throws {CommandError} where there is no such stack, or it is no lake's
 */
export async function settingsOfStack({ stack, region, signal }: StackQuestion): Promise<AthenaSettings> {
  const client = new CloudFormationClient({ ...(region !== undefined && { region }) });
  try {
    const asked = await client.config.region();
    const found = await describe(client, stack, signal);
    if (!found) throw new CommandError(missing(stack, asked));
    return settingsOf(stack, found, asked);
  } catch (error) {
    throw explainAwsFailure(error);
  } finally {
    client.destroy();
  }
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

const missing = (stack: string, region: string): string =>
  `There is no stack ${stack} in ${region}: deploy it with npx nx run lake:deploy, or name another: --from-stack NAME --region REGION.`;

function settingsOf(
  stack: string,
  { StackStatus: status, Outputs: outputs = [] }: Stack,
  region: string,
): AthenaSettings {
  const output = (key: string): string | undefined => outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
  const [workgroup, database] = [output('WorkGroupName'), output('DatabaseName')];
  if (workgroup !== undefined && database !== undefined) return { workgroup, database, region, stack };
  throw new CommandError(
    `The stack ${stack} (${status ?? 'no status'}) has no outputs WorkGroupName and DatabaseName: name the one that holds the lake, such as tickerlake-lake.`,
  );
}
