import { STSClient } from '@aws-sdk/client-sts';
import type { Config } from '../config.ts';
import type { Environment } from './driver-context.ts';
import { NotReadyError } from './failures.ts';

/** Where AWS is asked. */
export interface AwsPlace {
  readonly region: string;
  /** The host that stands for AWS, where one is named; else AWS's own. */
  readonly endpoint?: string;
}

/** The variables that the CDK CLI reads a region from, in its order. The SDK knows the first alone. */
const REGION_VARIABLES = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const;

/**
 * The region that everything happens in: said by the environment or the AWS profile, and by the configuration if that says one.
 * @throws {NotReadyError} where nobody says one, or two differ: the CDK CLI would go to us-east-1 without a word.
 */
export async function findPlace(env: Environment, { region: configured }: Pick<Config, 'region'>): Promise<AwsPlace> {
  const found = regionOf(env) ?? (await regionOfProfile());
  const region = configured ?? found?.region;
  if (region === undefined) throw new NotReadyError(NO_REGION);
  if (found && found.region !== region) {
    throw new NotReadyError(
      `The configuration says region ${region}, but ${found.from} says ${found.region}: make them the same, or leave one out.`,
    );
  }
  const endpoint = env['AWS_ENDPOINT_URL'];
  return { region, ...(endpoint !== undefined && endpoint !== '' && { endpoint }) };
}

const NO_REGION = 'No AWS region is known: set AWS_REGION, or "region" in apps/infrastructure/tickerlake.config.json.';

interface FoundRegion {
  readonly region: string;
  readonly from: string;
}

function regionOf(env: Environment): FoundRegion | undefined {
  const from = REGION_VARIABLES.find((name) => (env[name] ?? '') !== '');
  return from && { region: env[from] ?? '', from };
}

async function regionOfProfile(): Promise<FoundRegion | undefined> {
  const client = new STSClient({});
  try {
    return { region: await client.config.region(), from: 'the AWS profile' };
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
