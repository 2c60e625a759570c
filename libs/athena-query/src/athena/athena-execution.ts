import { randomUUID } from 'node:crypto';
import type {
  AthenaClient,
  QueryExecution,
  QueryExecutionStatistics,
  StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import type { QueryProgress, QueryText } from '../engine.ts';
import { AthenaQueryError, AthenaResponseError, AthenaScanLimitError, AthenaUnstoppedError } from '../errors.ts';
import { assertQuerySize } from '../sql/text-rules.ts';
import { executionParameters } from '../sql/values.ts';
import { bytesBilled, costUsd } from './athena-cost.ts';
import type { ReadObject } from './athena-result-file.ts';
import { mayHaveWorked, retried, type RetryPolicy } from './athena-retry.ts';

/** What is used of the SDK's module. */
export type AthenaSdk = typeof import('./athena-sdk.ts');

/**
 * What is needed of an Athena client: the SDK's own, or a fake that answers its commands.
 * @inline
 */
export type AthenaSender = Pick<AthenaClient, 'send'>;

/** Between two looks at a query: at first, at most, and how it grows. Most queries of a small lake take about a second. */
const POLL_FIRST_MS = 100;
const POLL_SLOWEST_MS = 2000;
const POLL_GROWTH = 1.5;

/** Where and how queries run. */
export interface AthenaTarget {
  readonly sdk: AthenaSdk;
  readonly client: AthenaSender;
  /** What every StartQueryExecution holds besides the query. */
  readonly context: Omit<StartQueryExecutionCommandInput, 'QueryString' | 'ExecutionParameters' | 'ClientRequestToken'>;
  readonly retry: RetryPolicy;
  /** Bytes that a query may scan before it is stopped. */
  readonly maxScannedBytes?: number | undefined;
  readonly usdPerTerabyte?: number | undefined;
  readonly readObject?: ReadObject | undefined;
}

/** Who follows a query. */
export interface Follower {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: QueryProgress) => void) | undefined;
}

function startInput({ context }: AthenaTarget, { sql, parameters }: QueryText): StartQueryExecutionCommandInput {
  assertQuerySize(sql);
  const literals = executionParameters(parameters);
  return {
    ...context,
    QueryString: sql,
    ...(literals.length > 0 && { ExecutionParameters: literals }),
    ClientRequestToken: randomUUID(),
  };
}

/**
 * Starts a query. The token makes that one query, however often the request has to be sent: so a request whose answer was
 * lost is sent again, after an abort too, for it alone brings the id by which the query can be stopped. Nor is the signal
 * handed to the client: it would cut off the very answer.
 */
async function start(target: AthenaTarget, query: QueryText, signal: AbortSignal | undefined): Promise<string> {
  const command = new target.sdk.StartQueryExecutionCommand(startInput(target, query));
  let mayRun = false;
  const signalAfter = (error: unknown): AbortSignal | undefined => {
    mayRun ||= mayHaveWorked(error);
    return mayRun ? undefined : signal;
  };
  try {
    const { QueryExecutionId: id } = await retried(target.retry, () => target.client.send(command), signalAfter);
    if (id !== undefined) return id;
  } catch (error) {
    throw mayRun ? new AthenaUnstoppedError(undefined, error) : error;
  }
  throw new AthenaResponseError('Athena started a query without saying its id.');
}

function failureOf(id: string, state: 'FAILED' | 'CANCELLED', { Status: status }: QueryExecution): AthenaQueryError {
  const reason = status?.StateChangeReason ?? status?.AthenaError?.ErrorMessage ?? 'no reason given';
  return new AthenaQueryError({
    state,
    reason,
    queryExecutionId: id,
    retriable: state === 'FAILED' && status?.AthenaError?.Retryable === true,
  });
}

/** @throws {AthenaScanLimitError} when a query that runs has scanned more than it may. */
function assertScanned(target: AthenaTarget, id: string, { DataScannedInBytes: bytes = 0 }: QueryExecutionStatistics) {
  const { maxScannedBytes = Infinity, usdPerTerabyte } = target;
  if (bytes <= maxScannedBytes) return;
  const cost = costUsd(bytesBilled(bytes), usdPerTerabyte);
  throw new AthenaScanLimitError({ queryExecutionId: id, bytesScanned: bytes, maxScannedBytes, costUsd: cost });
}

async function executionOf({ sdk, client, retry }: AthenaTarget, id: string, signal: AbortSignal | undefined) {
  const command = new sdk.GetQueryExecutionCommand({ QueryExecutionId: id });
  const send = () => client.send(command, { ...(signal && { abortSignal: signal }) });
  return (await retried(retry, send, () => signal)).QueryExecution;
}

/** The execution once it has SUCCEEDED, or `undefined` while it is QUEUED or RUNNING. */
async function look(
  target: AthenaTarget,
  id: string,
  { signal, onProgress }: Follower,
): Promise<QueryExecution | undefined> {
  const execution = await executionOf(target, id, signal);
  const state = execution?.Status?.State;
  if (execution === undefined || state === undefined) {
    throw new AthenaResponseError(`Athena gave no state of query ${id}.`, id);
  }
  if (state === 'FAILED' || state === 'CANCELLED') throw failureOf(id, state, execution);
  if (state !== 'QUEUED' && state !== 'RUNNING' && state !== 'SUCCEEDED') {
    throw new AthenaResponseError(`Athena gave query ${id} the unknown state ${String(state)}.`, id);
  }
  const statistics = execution.Statistics ?? {};
  onProgress?.({ state, queryExecutionId: id, bytesScanned: statistics.DataScannedInBytes ?? 0 });
  if (state === 'SUCCEEDED') return execution;
  assertScanned(target, id, statistics);
  return undefined;
}

async function untilDone(target: AthenaTarget, id: string, follower: Follower): Promise<QueryExecution> {
  for (let pauseMs = POLL_FIRST_MS; ; pauseMs = Math.min(pauseMs * POLL_GROWTH, POLL_SLOWEST_MS)) {
    follower.signal?.throwIfAborted();
    const done = await look(target, id, follower);
    if (done) return done;
    await target.retry.sleep(pauseMs, follower.signal);
  }
}

/**
 * Stops a query that nobody waits for any more: it costs money while it runs. A query that has ended already is as good.
 * @throws {AthenaUnstoppedError} when Athena cannot be told.
 */
async function stop({ sdk, client, retry }: AthenaTarget, id: string): Promise<void> {
  const command = new sdk.StopQueryExecutionCommand({ QueryExecutionId: id });
  try {
    await retried(
      retry,
      () => client.send(command),
      () => undefined,
    );
  } catch (error) {
    if (!(error instanceof sdk.InvalidRequestException)) throw new AthenaUnstoppedError(id, error);
  }
}

/**
 * Runs a query to its end. When it is aborted, or can no longer be followed, it is stopped on Athena too.
 * @throws {AthenaQueryError} for FAILED and CANCELLED, {@link AthenaScanLimitError}, the signal's reason when aborted,
 * {@link AthenaUnstoppedError} when a query could not be stopped, {@link AthenaResponseError}, or what the client threw.
 */
export async function execute(target: AthenaTarget, query: QueryText, follower: Follower): Promise<QueryExecution> {
  const { signal } = follower;
  signal?.throwIfAborted();
  const id = await start(target, query, signal);
  try {
    return { ...(await untilDone(target, id, follower)), QueryExecutionId: id };
  } catch (error) {
    if (error instanceof AthenaQueryError) throw error;
    await stop(target, id);
    signal?.throwIfAborted();
    throw error;
  }
}
