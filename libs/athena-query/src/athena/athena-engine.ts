import type { QueryExecution } from '@aws-sdk/client-athena';
import type { QueryEngine, QueryStatistics, QueryText, ResultPage, RunOptions } from '../engine.ts';
import { LakeClosedError } from '../errors.ts';
import { bytesBilled, costUsd } from './athena-cost.ts';
import { type AthenaTarget, execute } from './athena-execution.ts';
import { resultPages } from './athena-results.ts';

type Measures = Omit<QueryStatistics, 'engine' | 'elapsedMs' | 'rows'>;

function measuresOf(
  { QueryExecutionId: id, Statistics: statistics }: QueryExecution,
  usdPerTerabyte: number | undefined,
): Measures {
  const bytesScanned = statistics?.DataScannedInBytes ?? 0;
  const reused = statistics?.ResultReuseInformation?.ReusedPreviousResult === true;
  const billed = reused ? 0 : bytesBilled(bytesScanned);
  return {
    ...(id !== undefined && { queryExecutionId: id }),
    bytesScanned,
    bytesBilled: billed,
    costUsd: costUsd(billed, usdPerTerabyte),
    queueMs: statistics?.QueryQueueTimeInMillis ?? 0,
    reused,
  };
}

/** Where queries run, and what they cost there. */
export interface AthenaEngineOptions extends AthenaTarget {
  readonly now?: (() => number) | undefined;
}

/** Runs queries on Athena. */
export class AthenaEngine implements QueryEngine {
  readonly #target: AthenaEngineOptions;
  readonly #now: () => number;
  readonly #closing = new AbortController();

  constructor(target: AthenaEngineOptions) {
    this.#target = target;
    this.#now = target.now ?? (() => performance.now());
  }

  async *pages(query: QueryText, options: RunOptions): AsyncGenerator<ResultPage, void, undefined> {
    const { signal, onProgress, onStatistics } = options;
    const startedMs = this.#now();
    const either = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    const execution = await execute(this.#target, query, { signal: either, onProgress });
    let rows = 0;
    for await (const page of resultPages(this.#target, execution, either)) {
      rows += page.rows.length;
      yield page;
    }
    const elapsedMs = this.#now() - startedMs;
    onStatistics?.({ engine: 'athena', elapsedMs, rows, ...measuresOf(execution, this.#target.usdPerTerabyte) });
  }

  /** Stops what still runs. The client is whose it was: the caller's own is left open. */
  close(): Promise<void> {
    this.#closing.abort(new LakeClosedError());
    return Promise.resolve();
  }
}
