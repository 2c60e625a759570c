import { formatNewYork, sessionAt } from '@tickerlake/market-calendar';
import { type Bar, type BarRequest, type BarResult, type BarSource, intervalMs } from '@tickerlake/record-schema';
import { createMemorySink, createProducer, type MemorySink, type MemorySinkOptions } from '@tickerlake/stream-producer';
import type { Config } from '../src/config.ts';
import { createHandler, type HandlerOptions } from '../src/create-handler.ts';
import type { CollectorMetrics } from '../src/metrics.ts';

export const config: Config = {
  stream: 'market-records',
  symbols: ['DDOG', 'SNAP'],
  interval: '1m',
  source: 'yahoo',
  seed: 1,
  overlapMs: 5 * 60_000,
};

/** Friday, 20 November 2026, at a New York time. */
export const friday = (hour: number, minute = 0): number => Date.UTC(2026, 10, 20, hour + 5, minute);

const barsOf = ({ symbols, fromMs, toMs, interval }: BarRequest): Bar[] => {
  const bars: Bar[] = [];
  for (const name of symbols) {
    for (let atMs = fromMs; atMs < toMs; atMs += intervalMs(interval)) {
      if (sessionAt(atMs) === undefined) continue;
      bars.push({ name, ts: formatNewYork(atMs), high: 67.5, low: 64.61, interval, source: 'fake' });
    }
  }
  return bars;
};

export interface FakeSource extends BarSource {
  readonly requests: BarRequest[];
}

/** A source with a bar for every interval of a session, and what a test makes of it. */
export function createFakeSource(
  change: (result: BarResult, request: BarRequest) => BarResult | Promise<BarResult> = (result) => result,
): FakeSource {
  const requests: BarRequest[] = [];
  return {
    name: 'fake',
    requests,
    async fetchBars(request) {
      requests.push(request);
      const dropped = { 'outside-window': 0, 'empty-row': 1, 'extended-hours': 0, duplicate: 0 };
      return change({ bars: barsOf(request), failures: [], dropped }, request);
    },
  };
}

/** What a source answers for a symbol that it cannot serve. */
export const failing = (result: BarResult, { symbols, fromMs, toMs }: BarRequest, retriable = true): BarResult => ({
  bars: [],
  dropped: result.dropped,
  failures: symbols.map((symbol) => ({
    symbol,
    reason: 'network',
    message: 'Connection lost',
    retriable,
    fromMs,
    toMs,
  })),
});

/** A handler in a world of memory, with all that happens there in view. */
export function createFakeWorld(
  options: Partial<HandlerOptions> & { fake?: FakeSource; sinkOptions?: MemorySinkOptions } = {},
) {
  const { fake = createFakeSource(), sinkOptions, ...rest } = options;
  const sink: MemorySink = createMemorySink(sinkOptions);
  const lines: string[] = [];
  const deadlines: number[] = [];
  const metrics: CollectorMetrics[] = [];
  const handler = createHandler({
    config,
    source: () => fake,
    producer: (signal) => createProducer({ sink, signal, maxAttempts: 2, backoffBaseMs: 0 }),
    now: () => friday(20),
    deadline: (afterMs) => {
      deadlines.push(afterMs);
      return new AbortController().signal;
    },
    log: (line) => lines.push(line),
    count: (values) => metrics.push(values),
    ...rest,
  });
  const logs = () => lines.map((line): unknown => JSON.parse(line));
  return { handler, fake, sink, logs, lines, deadlines, metrics };
}
