/** How long to wait before an entry is sent again. */
export interface Backoff {
  /** Upper end of the first wait, milliseconds. */
  readonly baseMs: number;
  /** Upper end of every wait, milliseconds. */
  readonly maxMs: number;
}

/**
 * Exponential back-off with full jitter: anywhere from 0 to `baseMs · 2^(attempts - 1)`, at most `maxMs`.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param attempts how often the entry was sent, 1 or more
 * @param draw a random number from 0 (included) to 1 (excluded)
 */
export function backoffMs(attempts: number, draw: number, { baseMs, maxMs }: Backoff): number {
  return draw * Math.min(maxMs, baseMs * 2 ** (attempts - 1));
}
