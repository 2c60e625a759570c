import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { AthenaClient, QueryExecution, StartQueryExecutionCommandInput } from '@aws-sdk/client-athena';
import type { QueryText } from '../engine.ts';
import { AthenaQueryError, AthenaResponseError } from '../errors.ts';
import { assertQuerySize } from '../sql/text-rules.ts';
import { executionParameters } from '../sql/values.ts';

/** The SDK's module, loaded when an Athena lake is opened: who reads a folder does without. */
export type AthenaSdk = typeof import('@aws-sdk/client-athena');

/** What is needed of an Athena client: the SDK's own, or a fake that answers its commands. */
export type AthenaSender = Pick<AthenaClient, 'send'>;

/** Waits; rejects when the signal is aborted. */
export type Sleep = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

/** Between two looks at a query: at first, at most, and how it grows. Most queries of a small lake take about a second. */
export const POLL_FIRST_MS = 100;
export const POLL_SLOWEST_MS = 2000;
export const POLL_GROWTH = 1.5;

const sleepFor: Sleep = (ms, signal) => wait(ms, undefined, { signal });

/** Where and how queries run. */
export interface AthenaTarget {
  readonly sdk: AthenaSdk;
  readonly client: AthenaSender;
  /** What every StartQueryExecution holds besides the query. */
  readonly context: Omit<StartQueryExecutionCommandInput, 'QueryString' | 'ExecutionParameters' | 'ClientRequestToken'>;
  readonly sleep?: Sleep | undefined;
}

/** Starts a query. The token makes that one query, however often the SDK has to send the request. */
async function start({ sdk, client, context }: AthenaTarget, { sql, parameters }: QueryText): Promise<string> {
  assertQuerySize(sql);
  const literals = executionParameters(parameters);
  const { QueryExecutionId: id } = await client.send(
    new sdk.StartQueryExecutionCommand({
      ...context,
      QueryString: sql,
      ...(literals.length > 0 && { ExecutionParameters: literals }),
      ClientRequestToken: randomUUID(),
    }),
  );
  if (id !== undefined) return id;
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

/** The execution once it has SUCCEEDED, or `undefined` while it is QUEUED or RUNNING. */
async function look({ sdk, client }: AthenaTarget, id: string): Promise<QueryExecution | undefined> {
  const { QueryExecution: execution } = await client.send(new sdk.GetQueryExecutionCommand({ QueryExecutionId: id }));
  const state = execution?.Status?.State;
  if (execution === undefined || state === undefined) {
    throw new AthenaResponseError(`Athena gave no state of query ${id}.`, id);
  }
  if (state === 'QUEUED' || state === 'RUNNING') return undefined;
  if (state === 'SUCCEEDED') return execution;
  if (state === 'FAILED' || state === 'CANCELLED') throw failureOf(id, state, execution);
  throw new AthenaResponseError(`Athena gave query ${id} the unknown state ${String(state)}.`, id);
}

async function untilDone(target: AthenaTarget, id: string, signal: AbortSignal | undefined): Promise<QueryExecution> {
  const sleep = target.sleep ?? sleepFor;
  for (let pauseMs = POLL_FIRST_MS; ; pauseMs = Math.min(pauseMs * POLL_GROWTH, POLL_SLOWEST_MS)) {
    signal?.throwIfAborted();
    const done = await look(target, id);
    if (done) return done;
    await sleep(pauseMs, signal);
  }
}

/** Stops a query that nobody waits for any more. It costs money while it runs; when stopping fails too, it ends by itself. */
async function stop({ sdk, client }: AthenaTarget, id: string): Promise<void> {
  await client.send(new sdk.StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => {});
}

/**
 * Runs a query to its end. When it is aborted, or can no longer be followed, it is stopped on Athena too.
 * @throws {AthenaQueryError} for FAILED and CANCELLED, the signal's reason when aborted, {@link AthenaResponseError}, or
 * what the client threw.
 */
export async function execute(target: AthenaTarget, query: QueryText, signal?: AbortSignal): Promise<QueryExecution> {
  signal?.throwIfAborted();
  // Not aborted on its way: a request that got there would leave a query behind that nobody knows.
  const id = await start(target, query);
  try {
    return { ...(await untilDone(target, id, signal)), QueryExecutionId: id };
  } catch (error) {
    if (!(error instanceof AthenaQueryError)) await stop(target, id);
    signal?.throwIfAborted();
    throw error;
  }
}
