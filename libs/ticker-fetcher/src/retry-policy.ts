/** The first back-off's upper bound; each further one doubles it. */
const BASE_BACKOFF_MS = 1000;
/** No back-off of our own is longer. */
const MAX_BACKOFF_MS = 30_000;

/**
 * How long to wait before trying again: exponential back-off with full jitter, on top of what the server asked for.
 *
 * @param failedAttempts how many attempts failed so far, at least 1
 * @param random gives a number from 0 to below 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ for the formula
 */
export function retryDelayMs(failedAttempts: number, random: () => number, retryAfterMs = 0): number {
  const boundMs = Math.min(MAX_BACKOFF_MS, BASE_BACKOFF_MS * 2 ** (failedAttempts - 1));
  return retryAfterMs + Math.floor(random() * boundMs);
}

/**
 * What a `Retry-After` header asks for, in milliseconds from now; `undefined` when there is none or it cannot be read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after for its two forms: seconds, or an HTTP date
 */
export function readRetryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/u.test(header)) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
