import { AthenaUnstoppedError, type Lake, openDuckDbLake } from '@tickerlake/athena-query';
import type { CommandContext } from './command-context.ts';
import type { EngineOptions } from './engine-options.ts';
import { CommandError } from './failures.ts';

/** The lake's folder, read through DuckDB. */
export const openLake = (dir: string): Promise<Lake> => openDuckDbLake({ dir });

/** Has something done with the lake that the options name, and closes it whatever comes of that. */
export async function withLake<Result>(
  context: CommandContext,
  options: EngineOptions,
  use: (lake: Lake) => Promise<Result>,
): Promise<Result> {
  return options.engine === 'athena' ? withAthena(context, options, use) : closing(await openLake(options.lake), use);
}

async function withAthena<Result>(
  context: CommandContext,
  options: EngineOptions,
  use: (lake: Lake) => Promise<Result>,
): Promise<Result> {
  // A query on Athena runs on, and costs, when this process just ends.
  context.handlesInterrupt = true;
  // Loaded when asked for: who reads a folder does without AWS.
  const { openAthena } = await import('./open-athena.ts');
  const lake = await openAthena(context, options);
  try {
    return await closing(lake, use);
  } catch (error) {
    throw explained(error, context.signal);
  }
}

async function closing<Result>(lake: Lake, use: (lake: Lake) => Promise<Result>): Promise<Result> {
  try {
    return await use(lake);
  } finally {
    await lake.close();
  }
}

/** What the AWS SDK says when it lacks something, as what to do about it. */
function explained(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof AthenaUnstoppedError) return error;
  if (signal.aborted) return new CommandError('Interrupted: the query was stopped on Athena too.', { cause: error });
  if (!(error instanceof Error)) return error;
  if (error.name === 'CredentialsProviderError') return new CommandError(NO_CREDENTIALS, { cause: error });
  return error.message === 'Region is missing' ? new CommandError(NO_REGION, { cause: error }) : error;
}

const NO_CREDENTIALS =
  'No AWS credentials were found: sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
const NO_REGION = 'No AWS region was found: give --region, or set AWS_REGION.';
