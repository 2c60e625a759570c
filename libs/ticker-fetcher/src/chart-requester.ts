import { withTimeout } from './clock.ts';
import { AbortedError, ChartError, PausedError, RateLimitedError } from './errors.ts';
import { createGovernor } from './request-governor.ts';
import { retryDelayMs } from './retry-policy.ts';
import type { Settings } from './source-options.ts';
import { type ChartQuestion, createYahooClient, type ObservedChart } from './yahoo-client.ts';

/** Asks Yahoo a question until it is answered or cannot be; throws a {@link ChartError} then. */
export type ChartRequester = (
  question: ChartQuestion,
  call: { readonly lane: object; readonly signal: AbortSignal | undefined },
) => Promise<ObservedChart>;

function asChartError(error: unknown, signal: AbortSignal | undefined): ChartError {
  if (signal?.aborted) return new AbortedError();
  if (error instanceof ChartError) return error;
  throw error;
}

export function createRequester(settings: Settings): ChartRequester {
  const { now, sleep, random, timeoutMs, maxAttempts, maxPauseMs } = settings;
  const governor = createGovernor(settings);
  const client = createYahooClient(settings);

  /** One attempt. Throttling is meant for all of us: nobody sends until it is over, not even in this one's place. */
  const attempt = async (question: ChartQuestion, failed: number, signal: AbortSignal | undefined) => {
    try {
      return await withTimeout((stop) => client(question, stop), { timeoutMs, sleep, signal });
    } catch (error) {
      if (error instanceof RateLimitedError) {
        governor.pauseUntil(now() + retryDelayMs(failed, random, error.retryAfterMs));
      }
      throw error;
    }
  };

  return async (question, { lane, signal }) => {
    for (let failed = 1; ; failed += 1) {
      try {
        return await governor.run(lane, () => attempt(question, failed, signal), signal);
      } catch (error) {
        const failure = asChartError(error, signal);
        const isHopeless = failure instanceof PausedError || failure instanceof AbortedError || !failure.retriable;
        if (isHopeless || failed >= maxAttempts) throw failure;
        // A throttled one waits in the governor, with all the others.
        if (failure instanceof RateLimitedError) continue;
        if ((failure.retryAfterMs ?? 0) > maxPauseMs) throw failure;
        await sleepOrAborted(retryDelayMs(failed, random, failure.retryAfterMs), signal);
      }
    }
  };

  async function sleepOrAborted(ms: number, signal: AbortSignal | undefined): Promise<void> {
    try {
      await sleep(ms, signal);
    } catch (error) {
      throw asChartError(error, signal);
    }
  }
}
