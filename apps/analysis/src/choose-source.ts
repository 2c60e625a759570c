import { isReachable } from '@tickerlake/ticker-fetcher';

export const SOURCES = ['auto', 'yahoo', 'simulated'] as const;
export type AskedSource = (typeof SOURCES)[number];
/** Where bars come from once that is decided. */
export type Source = Exclude<AskedSource, 'auto'>;

/** How long `auto` waits for Yahoo's first answer. */
const PROBE_TIMEOUT_MS = 3000;

/** The one sentence that says that the prices are not real, and why. */
const fallbackNote = (why: string): string =>
  `Yahoo Finance ${why}, so the simulated market is used: its prices are not real.`;

export const UNREACHABLE_NOTE = fallbackNote('cannot be reached from here');
export const THROTTLED_NOTE = fallbackNote('takes no more requests from here at present');

/** What was decided, and the sentence that says so where the user did not decide it. */
export interface ChosenSource {
  readonly source: Source;
  readonly note?: string;
}

/** `auto` means Yahoo where it can be reached, else the simulated market; anything else is as asked. */
export async function chooseSource(
  asked: AskedSource,
  yahooUrl: string | undefined,
  reachable: typeof isReachable = isReachable,
): Promise<ChosenSource> {
  if (asked !== 'auto') return { source: asked };
  if (await reachable({ ...(yahooUrl !== undefined && { url: yahooUrl }), timeoutMs: PROBE_TIMEOUT_MS })) {
    return { source: 'yahoo' };
  }
  return { source: 'simulated', note: UNREACHABLE_NOTE };
}
