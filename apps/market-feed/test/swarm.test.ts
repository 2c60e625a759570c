import { createSimulatedMarket, DEFAULT_PAIRS, DEFAULT_SYMBOLS, eventKey } from '@tickerlake/market-simulator';
import { expect, it } from 'vitest';
import { startProcess, urlOf } from './feed-process.ts';
import { SseClient } from './sse-client.ts';

const CLIENTS = 200;
const FROM_MS = Date.UTC(2026, 10, 20, 14, 30);
/** Ten minutes of the market in ten seconds. */
const UNTIL_MS = FROM_MS + 10 * 60_000;
const SPEED = 60;
/** Of all events that come, how many make a client break its connection off. */
const BREAK_SHARE = 0.01;

const KINDS = [['quote', 'forex', 'news'], ['quote'], ['forex', 'news'], ['news']] as const;

/** Repeatable numbers from 0 to below 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Follower {
  readonly ids: string[];
  readonly breaks: number;
}

/** Follows the stream until it has given a number of events, breaking off and resuming again and again, at events and between them. */
async function follow(url: string, count: number, random: () => number): Promise<Follower> {
  const ids: string[] = [];
  let [place, breaks] = [String(FROM_MS), -1];
  while (ids.length < count) {
    const client = await SseClient.open(url, place);
    breaks += 1;
    let [seen, isBroken] = [0, false];
    while (client.isOpen && !isBroken && ids.length < count) {
      const event = client.events[seen];
      if (!event) {
        await client.changed();
        continue;
      }
      seen += 1;
      ids.push(event.id);
      place = event.id;
      isBroken = random() < BREAK_SHARE;
    }
    client.close();
  }
  return { ids, breaks };
}

it(`${CLIENTS} clients that come and go miss no event and get none twice`, { timeout: 100_000 }, async () => {
  const market = createSimulatedMarket({ seed: 1 });
  const whole = { symbols: DEFAULT_SYMBOLS, pairs: DEFAULT_PAIRS, fromMs: FROM_MS, toMs: UNTIL_MS };
  const events = [...market.events(whole)];
  const feed = startProcess({
    TICKERLAKE_FEED_FROM: new Date(FROM_MS).toISOString(),
    TICKERLAKE_FEED_UNTIL: new Date(UNTIL_MS).toISOString(),
    TICKERLAKE_FEED_SPEED: String(SPEED),
  });
  const url = await urlOf(feed);
  const followers = await Promise.all(
    Array.from({ length: CLIENTS }, async (_unused, index) => {
      const kinds: readonly string[] = KINDS[index % KINDS.length] ?? [];
      const expected = events.filter(({ kind }) => kinds.includes(kind)).map(eventKey);
      const query = kinds.length === 3 ? '' : `?kinds=${kinds.join()}`;
      const { ids, breaks } = await follow(`${url}/api/stream${query}`, expected.length, randomFrom(index));
      return { isExact: JSON.stringify(ids) === JSON.stringify(expected), count: ids.length, breaks };
    }),
  );
  expect(followers.filter(({ isExact }) => !isExact)).toEqual([]);
  expect(followers.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(50_000);
  expect(followers.reduce((sum, { breaks }) => sum + breaks, 0)).toBeGreaterThan(500);
  expect(feed.complained).toEqual([]);
});
