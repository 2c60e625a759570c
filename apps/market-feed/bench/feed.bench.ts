import { encodeRecord } from '@tickerlake/record-schema';
import { createMemorySink, createProducer } from '@tickerlake/stream-producer';
import type { BenchResult } from '@tickerlake/testing';
import { EventStream } from '../src/event-stream.ts';
import { FeedLog } from '../src/feed-log.ts';
import { createMarket, type Market, type MarketEvent } from '../src/market.ts';
import { createMarketClock } from '../src/market-clock.ts';
import type { StreamClient } from '../src/stream-connection.ts';
import { StreamLog } from '../src/stream-log.ts';
import { OPEN_MS, testConfig } from '../test/test-market.ts';

/** Two hours of a session: 7,700 events. */
const PERIOD_MS = 7_200_000;
const ROUNDS = 11;

/** A market whose first hours after the opening bell pass when its clock is told so. */
function freshMarket(): { market: Market; pass: () => void } {
  let passedMs = 0;
  const clock = createMarketClock({ fromMs: OPEN_MS, untilMs: OPEN_MS + PERIOD_MS, speed: 1, now: () => passedMs });
  const market = createMarket(testConfig(), clock);
  // The day is drawn before the watch runs: it is once a day's work.
  Array.from(market.events(market.all, { fromMs: OPEN_MS - 60_000, toMs: OPEN_MS + 60_000 }));
  return { market, pass: () => (passedMs = PERIOD_MS) };
}

/** A client that takes everything at once. */
function countingClient(): StreamClient & { bytes: () => number } {
  let bytes = 0;
  const take = (chunk: string | Uint8Array): void => void (bytes += chunk.length);
  return {
    isOpen: true,
    onClose: () => undefined,
    send: take,
    sendInTime: async (chunk) => take(chunk),
    end: () => undefined,
    bytes: () => bytes,
  };
}

/** Milliseconds of processor time that work takes: what a core of its own would take, however busy the machine is. */
async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const fail = (error: unknown): never => {
  throw error;
};

/** Milliseconds to make the events of the period, encode them and hand them to a number of clients. */
async function fanOutMs(clientCount: number): Promise<number> {
  const { market, pass } = freshMarket();
  const stream = new EventStream(market, { limit: clientCount, onUnexpected: fail });
  const clients = Array.from({ length: clientCount }, countingClient);
  for (const client of clients) await stream.add(client, market.all);
  pass();
  const passedMs = await processorMs(() => stream.advance());
  stream.close();
  if (clients.some((client) => client.bytes() < 100_000)) throw new Error('A client got nothing');
  return passedMs;
}

/** Milliseconds to make the records of the period and put them onto a stream that takes them at once. */
async function logMs(): Promise<number> {
  const { market, pass } = freshMarket();
  pass();
  const sink = createMemorySink({ targetEntryBytes: 50_000 });
  const stream = new StreamLog({
    producer: (options) => createProducer({ sink, ...options, lingerMs: 0 }),
    signal: new AbortController().signal,
    sleep: async () => undefined,
    onTrouble: fail,
  });
  const log = new FeedLog({ market, bars: false, stream, sleep: async () => undefined });
  return processorMs(() => log.run());
}

/** Ten times over: once takes too little to be measured. */
const stringifyMs = async (events: readonly MarketEvent[]): Promise<number> => {
  let length = 0;
  const passedMs = await processorMs(async () => {
    for (let turn = 0; turn < 10; turn++) for (const event of events) length += JSON.stringify(event).length;
  });
  if (length !== 10 * events.reduce((sum, event) => sum + encodeRecord(event).length, 0)) throw new Error('Other text');
  return passedMs / 10;
};

/** Events a second of one core, in turns with a bare JSON.stringify of the same events. */
export async function bench(): Promise<BenchResult[]> {
  const { market } = freshMarket();
  const events = [...market.events(market.all, { fromMs: OPEN_MS, toMs: OPEN_MS + PERIOD_MS })];
  const subjects = [() => stringifyMs(events), () => fanOutMs(1), () => fanOutMs(200), logMs];
  const best = subjects.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, run] of subjects.entries()) best[index] = Math.min(best[index] ?? Infinity, await run());
  }
  const [floor = 0, ...rates] = best.map((ms) => (events.length / ms) * 1000);
  const names = ['made and streamed to 1 client', 'made and streamed to 200 clients', 'made and put onto the log'];
  const against = { unit: 'events/s', peer: 'JSON.stringify alone of the same events', peerValue: floor };
  return names.map((name, index) => ({ name, value: rates[index] ?? 0, ...against }));
}
