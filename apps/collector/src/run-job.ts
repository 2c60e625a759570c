import { type Deadline, workMs } from '@tickerlake/lambda-app';
import type { BarSource } from '@tickerlake/record-schema';
import { type BarProducer, collect } from './collect.ts';
import type { SourceName } from './config.ts';
import type { CollectRequest } from './parse-request.ts';
import type { Task } from './plan-request.ts';
import { type CollectReport, toReport } from './report.ts';

/** What a run needs from the world. */
export interface RunDependencies {
  /** The source of a name; the same one each time, so that its connections and its pace last over invocations. */
  readonly source: (name: SourceName, seed: number) => BarSource;
  /** A producer onto the stream, one for each run: its account is the run's. It gives up when the signal aborts. */
  readonly producer: (signal: AbortSignal) => BarProducer;
  readonly deadline: Deadline;
}

/** What to collect, planned to the instant. */
export interface Job extends Pick<CollectRequest, 'source' | 'seed' | 'interval' | 'extendedHours'> {
  readonly tasks: readonly Task[];
}

/** Fetching stops this long before the function's time is over, so that what was fetched can be sent. */
const SEND_RESERVE_MS = 5_000;

/**
 * Collects what was planned, within the time that is left.
 *
 * @param remainingMs Time until the invocation is cut off.
 */
export async function runJob(dependencies: RunDependencies, job: Job, remainingMs: number): Promise<CollectReport> {
  const { source, producer, deadline } = dependencies;
  const collected = await collect(job.tasks, {
    source: source(job.source, job.seed),
    producer: producer(deadline(workMs(remainingMs))),
    interval: job.interval,
    extendedHours: job.extendedHours,
    signal: deadline(workMs(remainingMs, SEND_RESERVE_MS)),
  });
  return toReport(job, collected);
}
