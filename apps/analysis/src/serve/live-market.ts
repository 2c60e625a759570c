import { setTimeout as sleep } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { lastFinishedSession, previousSession, sessionAt } from '@tickerlake/market-calendar';
import { type Bar, decodeRecord, eventTimeMs, type Forex, type News, type Quote } from '@tickerlake/record-schema';
import { CommandError } from '../failures.ts';

export type MarketEvent = Bar | Quote | Forex | News;

/** Before a connection that broke is tried again. */
const RETRY_MS = 500;
/** How often the feed is asked for new minute bars. */
const BARS_EVERY_MS = 1_000;
/** Events kept for a page that is slower than the market; beyond that the oldest go. */
const MAX_KEPT = 20_000;
const MINUTE_MS = 60_000;
/** Stories told to a page that opens late. */
const RECENT_NEWS = 50;

/** The market as the feed shows it: its events as they happen, and what came before. */
export class LiveMarket {
  readonly #url: string;
  readonly #symbols: readonly string[];

  constructor(url: string, symbols: readonly string[]) {
    this.#url = url;
    this.#symbols = symbols;
  }

  /** Quotes, rates, stories and minute bars from now on, until the signal. A connection that breaks goes on where it was. */
  async *events(signal: AbortSignal): AsyncGenerator<MarketEvent> {
    const kept: MarketEvent[] = [];
    let wake = Promise.withResolvers<void>();
    const push = (event: MarketEvent): void => {
      if (kept.length >= MAX_KEPT) kept.shift();
      kept.push(event);
      wake.resolve();
    };
    signal.addEventListener('abort', () => wake.resolve(), { once: true });
    void this.#followEvents(push, signal);
    void this.#followBars(push, signal);
    while (!signal.aborted) {
      wake = Promise.withResolvers<void>();
      if (kept.length === 0) await wake.promise;
      yield* kept.splice(0);
    }
  }

  /** The session so far with the close before it, the newest rates, and the last stories. */
  async recent(marketMs: number): Promise<{ bars: Bar[]; forex: Forex[]; news: News[] }> {
    const session = sessionAt(marketMs) ?? lastFinishedSession(marketMs);
    const close = previousSession(session.date).closeMs - MINUTE_MS;
    const [bars, forex, news] = await Promise.all([
      Promise.all(this.#symbols.map((symbol) => this.#bars(symbol, close))),
      this.#get<{ readonly forex: readonly Forex[] }>('/api/forex'),
      this.#get<{ readonly news: readonly News[] }>('/api/news?limit=1000'),
    ]);
    return { bars: bars.flat(), forex: [...forex.forex], news: news.news.slice(-RECENT_NEWS) };
  }

  async #followEvents(push: (event: MarketEvent) => void, signal: AbortSignal): Promise<void> {
    let last: string | undefined;
    while (!signal.aborted) {
      try {
        const headers: Record<string, string> = last === undefined ? {} : { 'last-event-id': last };
        const { body } = await fetch(`${this.#url}/api/stream`, { headers, signal });
        const messages = body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
        for await (const { id, event, data } of messages ?? []) {
          last = id ?? last;
          if (event !== undefined) push(decodeRecord(data));
        }
      } catch {
        // The feed went away, or the page did: the loop's condition tells them apart.
      }
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Minute bars as they are, the running ones again and again until they are final. */
  async #followBars(push: (event: MarketEvent) => void, signal: AbortSignal): Promise<void> {
    const fromMs = new Map<string, number>();
    while (!signal.aborted) {
      await Promise.all(
        this.#symbols.map(async (symbol) => {
          for (const bar of await this.#bars(symbol, fromMs.get(symbol), signal)) {
            push(bar);
            fromMs.set(symbol, eventTimeMs(bar));
          }
        }),
      ).catch(() => undefined);
      await sleep(BARS_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #bars(symbol: string, fromMs?: number, signal?: AbortSignal): Promise<readonly Bar[]> {
    const from = fromMs === undefined ? '' : `&from=${new Date(fromMs).toISOString()}`;
    const path = `/api/stocks/${encodeURIComponent(symbol)}/bars?interval=1m&limit=1000${from}`;
    return (await this.#get<{ readonly bars: readonly Bar[] }>(path, signal)).bars;
  }

  async #get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
    const answer = await fetch(this.#url + path, { ...(signal && { signal }) });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the feed of the same build answers
    if (answer.ok) return (await answer.json()) as Answer;
    throw new CommandError(
      `The market feed answered ${answer.status} to ${path}: ${(await answer.text()).slice(0, 300)}`,
    );
  }
}
