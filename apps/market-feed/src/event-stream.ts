import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventTimeMs } from '@tickerlake/record-schema';
import { type EventPosition, isAfter } from './event-position.ts';
import { chooser, cutSpan, type EventChoice, type Market, type MarketEvent } from './market.ts';
import { eventFrame, heartbeatFrames, openingFrames } from './sse-frames.ts';
import type { StreamClient } from './stream-connection.ts';

/** Streams open at once at most. */
const MAX_STREAMS = 500;
/** Market time whose events are made in one go: some hundred of them. */
const SLICE_MS = 300_000;
const TICK_MS = 200;
const HEARTBEAT_MS = 15_000;

export interface EventStreamOptions {
  /** Clients at once at most. @default 500 */
  readonly limit?: number | undefined;
  /** Told of an error that nobody foresaw; the client that met it is let go. */
  readonly onUnexpected: (error: unknown) => void;
}

/** Clients that want the same events. */
interface Audience {
  readonly wants: ReturnType<typeof chooser>;
  readonly clients: Set<StreamClient>;
}

/**
 * The live events of the market, made and encoded once for all clients. A client that resumes is first brought up to the
 * place where the others are, by making again what it missed; then it joins them, so that it misses nothing and gets nothing twice.
 */
export class EventStream {
  readonly #market: Market;
  readonly #limit: number;
  readonly #onUnexpected: EventStreamOptions['onUnexpected'];
  readonly #audiences = new Map<string, Audience>();
  readonly #open = new Set<StreamClient>();
  /** Every event before it has gone to all who joined. */
  #cursorMs: number;
  #advancing: Promise<void> | undefined;
  readonly #timers: readonly NodeJS.Timeout[];

  constructor(market: Market, { limit = MAX_STREAMS, onUnexpected }: EventStreamOptions) {
    this.#market = market;
    this.#limit = limit;
    this.#onUnexpected = onUnexpected;
    this.#cursorMs = market.clock.nowMs();
    this.#timers = [
      setInterval(() => void this.advance().catch(onUnexpected), TICK_MS).unref(),
      setInterval(() => this.#sendHeartbeats(), HEARTBEAT_MS).unref(),
    ];
  }

  get counts(): { readonly open: number; readonly limit: number } {
    return { open: this.#open.size, limit: this.#limit };
  }

  /** Takes a client from a place on that has happened, else from now on. Resolves when the client follows live or is gone. */
  async add(client: StreamClient, choice: EventChoice, position?: EventPosition): Promise<void> {
    this.#open.add(client);
    client.onClose(() => this.#open.delete(client));
    try {
      await this.advance();
      const start = position ?? { atMs: this.#cursorMs };
      // What was under way may have begun before the place had happened.
      while (!this.#isPast(start)) await this.advance();
      client.send(openingFrames(start));
      await this.#bringUp(client, choice, start);
    } catch (error) {
      this.#onUnexpected(error);
      client.end();
    }
  }

  /** Ends the streams that are open, behind a whole event each. Clients connect again and resume. */
  endAll(): void {
    for (const client of this.#open) client.end();
  }

  /** Ends all streams, for good. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.endAll();
    this.#audiences.clear();
  }

  /** Whether everything up to a place has gone out already. */
  #isPast({ atMs, behind }: EventPosition): boolean {
    return behind === undefined ? this.#cursorMs >= atMs : this.#cursorMs > atMs;
  }

  /** Sends what lies between a place and the cursor, and joins the client to the others before the cursor moves on. */
  async #bringUp(client: StreamClient, choice: EventChoice, start: EventPosition): Promise<void> {
    let fromMs = start.atMs;
    while (client.isOpen && fromMs < this.#cursorMs) {
      const toMs = Math.min(fromMs + SLICE_MS, this.#cursorMs);
      let frames = '';
      for (const event of this.#market.events(choice, { fromMs, toMs })) {
        if (isAfter(start, event, eventTimeMs(event))) frames += eventFrame(event);
      }
      fromMs = toMs;
      if (frames !== '') await client.sendInTime(frames);
      await nextTurn();
    }
    if (client.isOpen) this.#join(client, choice);
  }

  #join(client: StreamClient, choice: EventChoice): void {
    const key = JSON.stringify([choice.kinds, choice.symbols, choice.pairs]);
    const audience = this.#audiences.get(key) ?? { wants: chooser(choice), clients: new Set() };
    this.#audiences.set(key, audience);
    audience.clients.add(client);
    client.onClose(() => {
      audience.clients.delete(client);
      if (audience.clients.size === 0) this.#audiences.delete(key);
    });
  }

  /** Brings the cursor to market time, and all who joined with it. */
  advance(): Promise<void> {
    this.#advancing ??= this.#goOn().finally(() => {
      this.#advancing = undefined;
    });
    return this.#advancing;
  }

  async #goOn(): Promise<void> {
    const span = { fromMs: this.#cursorMs, toMs: this.#market.clock.nowMs() };
    for (const slice of cutSpan(span, SLICE_MS)) {
      // Nobody listens: nothing is made, and whoever comes back has it made then.
      if (this.#audiences.size > 0) this.#fanOut([...this.#market.events(this.#market.all, slice)]);
      this.#cursorMs = slice.toMs;
      await nextTurn();
    }
  }

  #fanOut(events: readonly MarketEvent[]): void {
    const frames = events.map((event) => ({ event, text: eventFrame(event) }));
    for (const { wants, clients } of this.#audiences.values()) {
      const text = frames.map((frame) => (wants(frame.event) ? frame.text : '')).join('');
      if (text === '') continue;
      const chunk = Buffer.from(text);
      for (const client of clients) client.send(chunk);
    }
  }

  #sendHeartbeats(): void {
    const frames = heartbeatFrames(this.#cursorMs);
    for (const { clients } of this.#audiences.values()) for (const client of clients) client.send(frames);
  }
}
