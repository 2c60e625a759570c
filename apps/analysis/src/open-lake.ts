import { AthenaUnstoppedError, type Lake, openDuckDbLake } from '@tickerlake/athena-query';
import { explainAwsFailure } from './aws-failures.ts';
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

/** What a query of Athena ended with, in words for who asked it. */
function explained(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof AthenaUnstoppedError) return error;
  if (signal.aborted) return new CommandError('Interrupted: the query was stopped on Athena too.', { cause: error });
  return explainAwsFailure(error);
}
