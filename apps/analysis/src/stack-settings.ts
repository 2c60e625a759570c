import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { AthenaSettings } from './athena-settings.ts';
import { explainAwsFailure } from './aws-failures.ts';
import { CommandError } from './failures.ts';
import { type StackOutputs, stackOutputs } from './stack-outputs.ts';

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
    const found = await stackOutputs(client, stack, signal);
    if (!found) throw new CommandError(missing(stack, asked));
    return settingsOf(stack, found, asked);
  } catch (error) {
    throw explainAwsFailure(error);
  } finally {
    client.destroy();
  }
}

const missing = (stack: string, region: string): string =>
  `There is no stack ${stack} in ${region}: deploy it with npx nx run lake:deploy, or name another: --from-stack NAME --region REGION.`;

function settingsOf(stack: string, { status, output }: StackOutputs, region: string): AthenaSettings {
  const [workgroup, database] = [output('WorkGroupName'), output('DatabaseName')];
  if (workgroup !== undefined && database !== undefined) return { workgroup, database, region, stack };
  throw new CommandError(
    `The stack ${stack} (${status}) has no outputs WorkGroupName and DatabaseName: name the one that holds the lake, such as tickerlake-lake.`,
  );
}
