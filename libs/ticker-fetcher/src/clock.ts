import { AbortedError, TimeoutError } from './errors.ts';

/** Waits; rejects early when the signal aborts. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Waits on the real clock. */
export const realSleep: Sleep = (ms, signal) =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new AbortedError());
    };
    if (signal?.aborted) {
      reject(new AbortedError());
      return;
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });

/** What the promise gives, unless the signal aborts first: then the signal's reason is thrown. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/**
 * Runs something that can be stopped, for at most `timeoutMs`.
 *
 * @throws {TimeoutError} when it took longer
 * @throws {AbortedError} when the caller's signal came first
 */
export async function withTimeout<T>(
  run: (signal: AbortSignal) => Promise<T>,
  limits: { timeoutMs: number; sleep: Sleep; signal?: AbortSignal | undefined },
): Promise<T> {
  const stop = new AbortController();
  const timer = new AbortController();
  const onAbort = (): void => stop.abort(new AbortedError());
  if (limits.signal?.aborted) onAbort();
  limits.signal?.addEventListener('abort', onAbort, { once: true });
  limits.sleep(limits.timeoutMs, timer.signal).then(
    () => stop.abort(new TimeoutError(limits.timeoutMs)),
    () => undefined,
  );
  try {
    return await orAborted(run(stop.signal), stop.signal);
  } finally {
    timer.abort();
    limits.signal?.removeEventListener('abort', onAbort);
  }
}
