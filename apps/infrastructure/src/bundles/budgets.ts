import type { FunctionApp } from '../constructs/bundled-function.ts';

/** The most that a function's bundle may weigh, bytes gzipped at the highest level. */
export interface BundleBudget {
  readonly app: FunctionApp;
  /** The file as it is deployed. */
  readonly maxGzipBytes: number;
  /** Without the AWS SDK. */
  readonly maxOwnGzipBytes: number;
}

/**
 * What each bundle may weigh: room for a little more than it has, so that a dependency that slips in is seen. A cold start reads
 * and compiles all of it. The transformer, which calls no service, has no SDK.
 */
export const BUNDLE_BUDGETS = [
  { app: 'collector', maxGzipBytes: 200_000, maxOwnGzipBytes: 110_000 },
  { app: 'transformer', maxGzipBytes: 40_000, maxOwnGzipBytes: 40_000 },
  { app: 'log-pipe', maxGzipBytes: 130_000, maxOwnGzipBytes: 35_000 },
  { app: 'processor', maxGzipBytes: 195_000, maxOwnGzipBytes: 55_000 },
  { app: 'market-feed', maxGzipBytes: 205_000, maxOwnGzipBytes: 100_000 },
] as const satisfies readonly BundleBudget[];
