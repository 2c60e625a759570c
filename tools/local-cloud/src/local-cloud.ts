import { systemClock } from './clock.ts';
import { checkOptions } from './check-options.ts';
import { type CloudCounts, countParts } from './counts.ts';
import { addDeclared } from './declared-parts.ts';
import { Faults } from './faults.ts';
import { route } from './front-door.ts';
import { listen, type LoopbackServer } from './loopback-server.ts';
import type { LocalCloudOptions } from './options.ts';
import { Parts } from './parts.ts';
import { lockFolder } from './state/lock-file.ts';

/** A local cloud that runs. */
export interface LocalCloud {
  /** `http://127.0.0.1:PORT`: what AWS clients take as `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  counts(): CloudCounts;
  /**
   * Resolves when everything accepted so far, asynchronous invocations included, has gone through: mapped functions are
   * through with their streams, mapped queues are empty (but for queues of dead letters), and records of delivery streams
   * are in a bucket, delivered or under an error prefix. Does not wait for buffers to fill, nor for batch windows and
   * visibility time-outs. Rejects with `DeliveryError` when something cannot go on: the disk is full, or a function fails
   * again and again on records that nothing takes out of its way. Posts of topics to HTTP endpoints are not waited for.
   */
  drain(): Promise<CloudCounts>;
  /** Ends everything it started and gives the state folder back. What is not delivered yet is, after the next start. */
  stop(): Promise<void>;
}

/**
 * Starts the AWS calls that the pipeline makes on one loopback port, over folders.
 * @throws {InvalidOptionsError} for wrong options, typos included.
 * @throws {StateLockedError} when another process works on `dir`.
 * @throws {DamagedStateError} {@link StateMismatchError} when the state cannot be gone on with.
 * @throws {PortInUseError}
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  checkOptions(options);
  const faults = new Faults(options.faults);
  const unlock = lockFolder(options.dir);
  let server: LoopbackServer | undefined;
  const { dir, region = 'us-east-1', clock = systemClock } = options;
  const parts = new Parts({ dir, region, faults, clock }, () => server?.endpoint ?? '');
  try {
    await addDeclared(parts, options);
    const services = parts.services();
    server = await listen(options.port ?? 0, (request) => route(services, faults, request));
    parts.begin();
    return runningCloud(parts, server, unlock);
  } catch (error) {
    await parts.stop().finally(unlock);
    throw error;
  }
}

/** The handle of a cloud that has been started. */
export function runningCloud(parts: Parts, server: LoopbackServer, unlock: () => void): LocalCloud {
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    // First the server, so that nobody writes to a log that is closed.
    await server.close();
    await parts.stop().finally(unlock);
  };
  return {
    endpoint: server.endpoint,
    counts: () => countParts(parts),
    drain: async () => {
      await parts.drain();
      return countParts(parts);
    },
    stop: () => (stopped ??= stop()),
  };
}
