import { eventKey } from '@tickerlake/market-simulator';
import { eventTimeMs } from '@tickerlake/record-schema';
import { expect, it, onTestFinished } from 'vitest';
import { handClock, OPEN_MS, testConfig } from '../test/test-market.ts';
import { SseParser } from '../test/sse-client.ts';
import { readPosition } from './event-position.ts';
import { EventStream } from './event-stream.ts';
import { createMarket } from './market.ts';
import { createMarketClock } from './market-clock.ts';
import type { StreamClient } from './stream-connection.ts';

const MINUTE_MS = 60_000;

function openStream() {
  const { hand, now } = handClock(0);
  const clock = createMarketClock({ fromMs: OPEN_MS, untilMs: Infinity, speed: 1, now });
  const market = createMarket(testConfig(), clock);
  const unexpected: unknown[] = [];
  const stream = new EventStream(market, { onUnexpected: (error) => unexpected.push(error) });
  onTestFinished(() => stream.close());
  const happened = (fromMs: number) => [...market.events(market.all, { fromMs, toMs: clock.nowMs() })];
  return { hand, market, stream, happened, unexpected };
}

/** A client in memory, which can be gone. */
class MemoryClient implements StreamClient {
  readonly #parser = new SseParser();
  readonly ids: string[] = [];
  isOpen = true;
  /** Where it would resume. */
  get lastId(): string {
    return this.#parser.lastId;
  }
  #onClose: () => void = () => undefined;

  onClose(listener: () => void): void {
    const earlier = this.#onClose;
    this.#onClose = () => {
      earlier();
      listener();
    };
  }
  send(chunk: string | Uint8Array): void {
    this.ids.push(...this.#parser.push(Buffer.from(chunk).toString()).map(({ id }) => id));
  }
  async sendInTime(chunk: string | Uint8Array): Promise<void> {
    this.send(chunk);
  }
  end(): void {
    this.isOpen = false;
    this.#onClose();
  }
}

it('resumes a client at a place that what is under way does not reach yet', async () => {
  const { hand, market, stream, happened } = openStream();
  await stream.add(new MemoryClient(), market.all);
  hand.ms += 60 * MINUTE_MS;
  const underWay = stream.advance();
  hand.ms += 10 * MINUTE_MS;
  const [behind, ...later] = happened(OPEN_MS + 65 * MINUTE_MS);
  if (!behind) throw new Error('Nothing happened');
  const client = new MemoryClient();
  await stream.add(client, market.all, { atMs: OPEN_MS + 65 * MINUTE_MS, behind });
  await underWay;
  await stream.advance();
  expect(client.ids).toEqual(later.map(eventKey));
});

it('tells a client that is cut off before its first event the very place where it was', async () => {
  const { hand, market, stream, happened } = openStream();
  hand.ms += 60 * MINUTE_MS;
  const [behind, ...later] = happened(OPEN_MS);
  if (!behind) throw new Error('Nothing happened');
  const cutOff = new MemoryClient();
  const adding = stream.add(cutOff, market.all, { atMs: eventTimeMs(behind), behind });
  cutOff.isOpen = false;
  await adding;
  expect(cutOff.ids).toEqual([]);
  const position = readPosition(market, cutOff.lastId);
  if (!position) throw new Error(`'${cutOff.lastId}' names no place`);
  const client = new MemoryClient();
  await stream.add(client, market.all, position);
  expect(client.ids).toEqual(later.map(eventKey));
});

it('makes nothing while nobody listens, and counts who does', async () => {
  const { hand, market, stream } = openStream();
  let asked = 0;
  const events = market.events.bind(market);
  Object.assign(market, { events: (...given: Parameters<typeof events>) => (asked++, events(...given)) });
  hand.ms += 60 * MINUTE_MS;
  await stream.advance();
  expect([asked, stream.counts.open]).toEqual([0, 0]);
  const client = new MemoryClient();
  await stream.add(client, market.all);
  expect(stream.counts.open).toBe(1);
  client.end();
  hand.ms += 60 * MINUTE_MS;
  await stream.advance();
  expect([asked, stream.counts.open]).toEqual([0, 0]);
});

it('lets a client go that meets an error nobody foresaw, and tells of it', async () => {
  const { market, stream, unexpected } = openStream();
  const error = new Error('broken');
  Object.assign(market, {
    events: () => {
      throw error;
    },
  });
  const client = new MemoryClient();
  await stream.add(client, market.all, { atMs: OPEN_MS - MINUTE_MS });
  expect(unexpected).toEqual([error]);
  expect(client.isOpen).toBe(false);
});
