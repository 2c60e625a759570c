import type { HighestHourlyHigh } from '@tickerlake/athena-query';
import type { Bar, Forex, News, Quote } from '@tickerlake/record-schema';
import type { Notice, PageSource, StageStatus } from '../src/page/page-source.ts';

export type PageRecord = Bar | Quote | Forex | News;
type Part = 'marketTimeMs' | 'stages' | 'events' | 'recent' | 'hourlyHighs' | 'notices';

/** Hands what is pushed to whoever iterates, in order, until it is ended. */
class Channel implements AsyncIterable<PageRecord> {
  readonly #waiting: PageRecord[] = [];
  #isEnded = false;
  #wake = (): void => undefined;

  push(records: readonly PageRecord[]): void {
    this.#waiting.push(...records);
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<PageRecord> {
    for (;;) {
      for (const record of this.#waiting.splice(0)) yield record;
      if (this.#isEnded) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

export const SYMBOLS = ['META', 'SHOP', 'BYND', 'NFLX', 'PINS', 'XYZ', 'TTD', 'OKTA', 'SNAP', 'DDOG'];
export const PAIRS = ['EURUSD', 'USDJPY', 'GBPUSD', 'USDCHF', 'EURGBP', 'EURJPY'];

/** A pipeline that does what a test says: its market's content is given, its counts and failures are set by hand. */
export class FakeSource implements PageSource {
  readonly market = { simulated: true, speed: 60, symbols: SYMBOLS, pairs: PAIRS };
  marketMs: number;
  counts: readonly StageStatus[] = [];
  newest: readonly Notice[] = [];
  highs: readonly HighestHourlyHigh[] = [];
  before: { bars: readonly Bar[]; forex: readonly Forex[]; news: readonly News[] } = { bars: [], forex: [], news: [] };
  /** Parts that fail, with what they say. */
  readonly failing = new Map<Part, string>();
  /** How often each part was asked. */
  readonly asked = new Map<Part, number>();
  readonly #channels = new Set<Channel>();

  constructor(marketMs: number) {
    this.marketMs = marketMs;
  }

  marketTimeMs(): number {
    this.#ask('marketTimeMs');
    return this.marketMs;
  }

  stages(): readonly StageStatus[] {
    this.#ask('stages');
    return this.counts;
  }

  async *events(signal: AbortSignal): AsyncGenerator<PageRecord> {
    this.#ask('events');
    const channel = new Channel();
    this.#channels.add(channel);
    signal.addEventListener('abort', () => channel.end());
    try {
      yield* channel;
    } finally {
      this.#channels.delete(channel);
    }
  }

  async recent(): Promise<FakeSource['before']> {
    this.#ask('recent');
    return this.before;
  }

  async hourlyHighs(): Promise<readonly HighestHourlyHigh[]> {
    this.#ask('hourlyHighs');
    return this.highs;
  }

  notices(): readonly Notice[] {
    this.#ask('notices');
    return this.newest;
  }

  /** Something happens on the market. */
  emit(...records: readonly PageRecord[]): void {
    for (const channel of this.#channels) channel.push(records);
  }

  /** The market ends. */
  end(): void {
    for (const channel of this.#channels) channel.end();
  }

  #ask(part: Part): void {
    this.asked.set(part, (this.asked.get(part) ?? 0) + 1);
    const message = this.failing.get(part);
    if (message !== undefined) throw new Error(message);
  }
}
