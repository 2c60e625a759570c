import { startYahooStandIn, type YahooFault, type YahooStandIn, type YahooStandInOptions } from '@tickerlake/testing';
import { onTestFinished, vi } from 'vitest';
import { createYahooSource, type YahooSource, type YahooSourceOptions } from '../src/index.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

// Time is virtual in here; how long a busy machine takes for real HTTP says nothing.
vi.setConfig({ testTimeout: 60_000 });

export interface YahooWorld {
  readonly yahoo: YahooStandIn;
  readonly source: YahooSource;
  readonly clock: VirtualClock;
  /** When each request was sent, milliseconds since 1970 UTC. */
  readonly sentMs: readonly number[];
  /** Fetches, time passing whenever no answer is on its way. */
  readonly fetchBars: YahooSource['fetchBars'];
}

/** Well after every recording: all bars are final. */
export const LATER_MS = Date.parse('2026-11-21T22:00:00Z');

/** What is over when it is asked again, but for no answer at all. */
export const PASSING_FAULTS = [
  'rate-limited',
  'rate-limited-200',
  'reset',
  'server-error',
  'bad-gateway',
  'truncated',
  'half-json',
  'crumb-text',
] as const satisfies readonly YahooFault[];

/** A source that talks HTTP to a Yahoo stand-in on virtual time, until the test is over. */
export async function startYahooWorld(
  standIn: YahooStandInOptions = {},
  options: YahooSourceOptions = {},
  startMs = LATER_MS,
): Promise<YahooWorld> {
  const yahoo = await startYahooStandIn(standIn);
  onTestFinished(() => yahoo.close());
  const sentMs: number[] = [];
  let underWay = 0;
  const clock = createVirtualClock(startMs, () => underWay > yahoo.hanging());
  const fetchWhole: typeof fetch = async (input, init) => {
    underWay += 1;
    sentMs.push(clock.now());
    try {
      const response = await fetch(input, init);
      const body = await response.text();
      return new Response(body, { status: response.status, headers: response.headers });
    } finally {
      underWay -= 1;
    }
  };
  const { now, sleep } = clock;
  const source = createYahooSource({ url: yahoo.url, fetch: fetchWhole, now, sleep, random: () => 0.5, ...options });
  return { yahoo, source, clock, sentMs, fetchBars: (request) => clock.run(source.fetchBars(request)) };
}

/** The instant of a canonical `ts`, milliseconds since 1970 UTC. */
export const startOf = (bar: { readonly ts: string }): number => Date.parse(bar.ts.replace(' ', 'T'));
