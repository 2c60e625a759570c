import { realSleep, type Sleep, withTimeout } from './clock.ts';
import { OptionsError } from './errors.ts';
import { readUrl, refuseUnknown, YAHOO_URL } from './source-options.ts';

/** How the probe is sent. */
export interface ReachabilityOptions {
  /** The host to probe, as in the source's options. @default 'https://query2.finance.yahoo.com' */
  readonly url?: string;
  /** Milliseconds to wait for an answer, at least 1. @default 3000 */
  readonly timeoutMs?: number;
  /** @default the global `fetch` */
  readonly fetch?: typeof globalThis.fetch;
  /** Waits; must reject when the signal aborts. @default setTimeout */
  readonly sleep?: Sleep;
}

/**
 * Whether the host answers at all, with whatever status: one small request, outside the source's limits. It does not
 * tell whether Yahoo would serve bars.
 *
 * @throws {OptionsError} for an option that does not exist or has a value that is not allowed
 */
export async function isReachable(options: ReachabilityOptions = {}): Promise<boolean> {
  refuseUnknown(options, ['url', 'timeoutMs', 'fetch', 'sleep']);
  const { timeoutMs = 3000, fetch = globalThis.fetch, sleep = realSleep } = options;
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1) {
    throw new OptionsError('timeoutMs', `Option timeoutMs is ${timeoutMs}: give a whole number of at least 1.`);
  }
  const url = readUrl(options.url ?? YAHOO_URL);
  try {
    const response = await withTimeout((signal) => fetch(url, { method: 'HEAD', signal }), { timeoutMs, sleep });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
