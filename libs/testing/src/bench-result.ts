/**
 * One measured figure beside what it is held against: a peer measured in the same run, or a floor or ceiling that is
 * promised. Only such ratios mean anything on a machine that others use too.
 */
export interface BenchResult {
  /** What was measured: `highest hourly high over 10 million bars, Parquet`. */
  readonly name: string;
  readonly value: number;
  /** Unit of both figures: `records/s`, `s`, `ms`, `bytes gz`. */
  readonly unit: string;
  /** What it is held against: `JSON.parse + JSON.stringify of the same batch`, `at least`, `at most`. */
  readonly peer: string;
  readonly peerValue: number;
}

/** What a `bench/*.bench.ts` file exports under the name `bench`. */
export type Bench = () => BenchResult[] | Promise<BenchResult[]>;

/** The best of several interleaved rounds of each subject, in calls a second: what the code can do undisturbed. */
export function bestRates(
  subjects: readonly { readonly count: number; readonly run: () => unknown }[],
  rounds = 7,
): number[] {
  const best = subjects.map(() => 0);
  let used: unknown;
  for (let round = 0; round < rounds; round++) {
    for (const [index, { count, run }] of subjects.entries()) {
      const start = performance.now();
      used = run();
      best[index] = Math.max(best[index] ?? 0, (count / (performance.now() - start)) * 1000);
    }
  }
  // Reading the last result keeps the engine from dropping the work.
  return used === best ? [] : best;
}
