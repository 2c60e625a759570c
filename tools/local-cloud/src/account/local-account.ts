import { systemClock, type Clock } from '../clock.ts';
import { type FaultPlan, Faults } from '../faults.ts';
import { route } from '../front-door.ts';
import { type LocalCloud, runningCloud } from '../local-cloud.ts';
import { listen, type LoopbackServer } from '../loopback-server.ts';
import { Parts } from '../parts.ts';
import { lockFolder } from '../state/lock-file.ts';

export interface LocalAccountOptions {
  /** Folder of everything the account holds: stacks, streams, queues, buckets (`s3/<bucket>`), code. Absolute; one process at a time. */
  readonly dir: string;
  /** 0 takes any free port. @default 0 */
  readonly port?: number;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** @default the machine's clock */
  readonly clock?: Clock;
  /** What is to go wrong on purpose. */
  readonly faults?: FaultPlan;
}

/** An account that runs: what the local cloud can, plus CloudFormation, STS and SSM. */
export type LocalAccount = LocalCloud;

/**
 * Starts an AWS account on one loopback port, empty at first, that CloudFormation templates are deployed to.
 * @throws {InvalidOptionsError} for wrong options, typos included.
 * @throws {StateLockedError} when another process works on `dir`.
 * @throws {DamagedStateError} {@link StateMismatchError} when the state cannot be gone on with.
 * @throws {PortInUseError}
 */
export async function startLocalAccount(options: LocalAccountOptions): Promise<LocalAccount> {
  const { dir, port = 0, region = 'us-east-1', clock = systemClock } = options;
  const faults = new Faults(options.faults);
  const unlock = lockFolder(dir);
  let server: LoopbackServer | undefined;
  const parts = new Parts({ dir, region, faults, clock }, () => server?.endpoint ?? '');
  try {
    const services = parts.services();
    server = await listen(port, (request) => route(services, faults, request));
    parts.begin();
    return runningCloud(parts, server, unlock);
  } catch (error) {
    await parts.stop().finally(unlock);
    throw error;
  }
}
