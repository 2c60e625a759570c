import type { Config } from '../config.ts';
import { InfrastructureError } from '../errors.ts';
import type { Arguments } from './arguments.ts';
import { type AssemblyStack, readAssembly } from './assembly.ts';
import { type AwsClients, createClients } from './aws-clients.ts';
import { explainAwsFailure } from './aws-failures.ts';
import { type AwsPlace, findPlace } from './aws-place.ts';
import type { DriverContext } from './driver-context.ts';
import { DriverError } from './failures.ts';
import { buildFunctions, runCdk } from './programs.ts';

/** What was asked, of which deployment. */
export interface Session {
  readonly context: DriverContext;
  readonly asked: Arguments;
  readonly config: Config;
}

/** A session that has found AWS. */
export interface AwsSession extends Session {
  readonly place: AwsPlace;
  readonly clients: AwsClients;
}

/** Has something done with AWS. What the SDK throws becomes a sentence, and the clients are closed whatever comes of it. */
export async function withAws<Result>(
  session: Session,
  use: (session: AwsSession) => Promise<Result>,
): Promise<Result> {
  const place = await findPlace(session.context.env, session.config);
  const clients = createClients(place);
  try {
    return await use({ ...session, place, clients });
  } catch (error) {
    const fromAws = error instanceof Error && '$metadata' in error;
    throw fromAws && !(error instanceof InfrastructureError) ? explainAwsFailure(error, 'the driver', place) : error;
  } finally {
    clients.close();
  }
}

/**
 * Builds and synthesises; what is shown and deployed afterwards is this very assembly.
 * @throws {DriverError} when that fails; why is on the terminal by then.
 */
export async function synthesise({ context, asked }: Session, place?: AwsPlace): Promise<AssemblyStack[]> {
  if (!asked.switches.has('skip-build')) await buildFunctions(context);
  const values = Object.entries(asked.context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
  const { exitCode } = await runCdk(context, ['synth', '--quiet', '--output', context.assemblyDir, ...values], place);
  if (exitCode !== 0) throw new DriverError('Nothing was deployed: the templates could not be made, see above.');
  return readAssembly(context.assemblyDir);
}

/** The stacks that the command line names. */
export function namedStacks({ asked, config }: Session, stacks: readonly AssemblyStack[]): string[] {
  const names = stacks.map(({ name }) => name);
  return asked.target === 'all' ? names : names.filter((name) => name === `${config.name}-${asked.target}`);
}
