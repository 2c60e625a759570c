import { join } from 'node:path';
import { checkFolder, checkKeys, checkNumber } from '../check-options.ts';
import { systemClock, type Clock } from '../clock.ts';
import { type FaultPlan, Faults } from '../faults.ts';
import { route } from '../front-door.ts';
import { type LocalCloud, runningCloud } from '../local-cloud.ts';
import { listen, type LoopbackServer } from '../loopback-server.ts';
import type { PartContext } from '../part-context.ts';
import { Parts } from '../parts.ts';
import type { Service } from '../service.ts';
import type { ParameterStore } from '../ssm/parameter-store.ts';
import { ssmService } from '../ssm/ssm-service.ts';
import { lockFolder } from '../state/lock-file.ts';
import { stsService } from '../sts/sts-service.ts';
import { cloudFormationService } from './cloudformation/cloudformation-service.ts';
import { codeStore } from './resources/lambda-function.ts';
import { resourceHandlers } from './resources/resource-handlers.ts';
import { StackStore } from './stacks/stack-store.ts';
import { Stacks } from './stacks/stacks.ts';

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

/** An account that runs: what the local cloud can, plus CloudFormation, STS and SSM. `drain` waits for its stacks first. */
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
  checkKeys('options', options, 'dir port region clock faults');
  checkFolder('dir', dir);
  checkNumber('port', port, 0, 65_535);
  const context: PartContext = { dir, region, clock, faults: new Faults(options.faults) };
  const unlock = lockFolder(dir);
  let server: LoopbackServer | undefined;
  const parts = new Parts(context, () => server?.endpoint ?? '');
  try {
    const parameters: ParameterStore = new Map();
    const stacks = openStacks(context, parts, parameters);
    const services = [...accountServices(context, stacks, parts, parameters), ...parts.services()];
    const opened = Promise.withResolvers<void>();
    // What brings resources back may ask for the endpoint; whoever calls in so early waits until all are there.
    server = await listen(port, (request) => opened.promise.then(() => route(services, context.faults, request)));
    await stacks.open();
    await codeStore(context).clear();
    opened.resolve();
    parts.begin();
    stacks.begin();
    return runningAccount(stacks, parts, server, unlock);
  } catch (error) {
    await server?.close();
    await parts.stop().finally(unlock);
    throw error;
  }
}

function openStacks(context: PartContext, parts: Parts, parameters: ParameterStore): Stacks {
  return new Stacks({
    region: context.region,
    clock: context.clock,
    store: new StackStore(join(context.dir, 'cloudformation')),
    handlers: resourceHandlers({ parts, parameters, tables: new Map(), context }),
    ssm: (name) => parameters.get(name)?.value,
  });
}

/** The services that only an account has. */
function accountServices(
  { region, clock }: PartContext,
  stacks: Stacks,
  parts: Parts,
  parameters: ParameterStore,
): Service[] {
  return [
    cloudFormationService(stacks, parts.buckets),
    stsService({ now: () => clock.now(), hasRole: (arn) => stacks.hasResource('AWS::IAM::Role', 'Arn', arn) }),
    ssmService(parameters, region),
  ];
}

function runningAccount(stacks: Stacks, parts: Parts, server: LoopbackServer, unlock: () => void): LocalAccount {
  const cloud = runningCloud(parts, server, unlock);
  return {
    ...cloud,
    drain: async () => {
      await stacks.settled();
      return cloud.drain();
    },
    stop: async () => {
      await stacks.stop();
      await cloud.stop();
    },
  };
}
