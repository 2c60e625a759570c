import { type Bar, eventTimeMs, type MarketRecord, type RecordKind } from '@tickerlake/record-schema';
import type { FileAccount } from './file-log.ts';
import type { LogTarget } from './log-target.ts';
import { cutSpan, type Market, type Span } from './market.ts';
import type { StreamAccount } from './stream-log.ts';

/** Records made so far, by kind. */
export type Generated = Record<RecordKind, number>;

export interface LogStatus {
  readonly generated: Readonly<Generated>;
  readonly log: (StreamAccount & { readonly finished: boolean; readonly behindMs: number }) | null;
  readonly logFile: FileAccount | null;
}

export interface FeedLogOptions {
  readonly market: Market;
  /** Whether minute bars are part of it. */
  readonly bars: boolean;
  readonly stream?: LogTarget<StreamAccount>;
  readonly file?: LogTarget<FileAccount>;
  /** Waits; resolves early when the signal fires. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Market time that is made, delivered and counted at once: about a thousand records. */
const SLICE_MS = 900_000;
const MINUTE_MS = 60_000;
const TICK_MS = 500;

const MINUTE_BARS = '1m';

/** When a record can be known: a minute's bar at its end, anything else when it happens. */
const knownMs = (record: MarketRecord): number =>
  eventTimeMs(record) + (record.kind === undefined || record.kind === 'bar' ? MINUTE_MS : 0);

/** The minute bars that become final in a span, its end included: then the last of a day is not left to the next slice. */
async function finalBars({ bars, symbols }: Market, { fromMs, toMs }: Span): Promise<Bar[]> {
  const window = { fromMs: fromMs - MINUTE_MS + 1, toMs: toMs - MINUTE_MS + 1 };
  const answer = await bars.fetchBars({ symbols, ...window, interval: MINUTE_BARS });
  return answer.bars.filter(({ final }) => final).toSorted((one, other) => knownMs(one) - knownMs(other));
}

/** Two sequences in the order in which their records are known; of one instant, bars first. */
function merge(bars: readonly Bar[], events: Iterable<MarketRecord>): MarketRecord[] {
  const merged: MarketRecord[] = [];
  let next = 0;
  for (const event of events) {
    const eventMs = eventTimeMs(event);
    for (let bar = bars[next]; bar && knownMs(bar) <= eventMs; bar = bars[++next]) merged.push(bar);
    merged.push(event);
  }
  return [...merged, ...bars.slice(next)];
}

/**
 * The feed as a log: every record once, in the market's order, as market time passes. It has a place in market time of its
 * own: where a target takes its time the log falls behind, and nothing else does.
 */
export class FeedLog {
  readonly #options: FeedLogOptions;
  readonly #targets: readonly LogTarget<unknown>[];
  readonly #stopping = new AbortController();
  readonly #generated: Generated = { quote: 0, forex: 0, news: 0, bar: 0 };
  #cursorMs: number;
  #finished = false;

  constructor(options: FeedLogOptions) {
    this.#options = options;
    this.#targets = [options.stream, options.file].filter((target) => target !== undefined);
    this.#cursorMs = options.market.clock.fromMs;
  }

  get status(): LogStatus {
    const { market, stream, file } = this.#options;
    const behindMs = market.clock.nowMs() - this.#cursorMs;
    return {
      generated: { ...this.#generated },
      log: stream ? { ...stream.account, finished: this.#finished, behindMs } : null,
      logFile: file?.account ?? null,
    };
  }

  /** Follows market time to its end, or until it is stopped; whether it reached the end with every record settled. */
  async run(): Promise<boolean> {
    const { clock } = this.#options.market;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const nowMs = clock.nowMs();
      await this.#goTo(nowMs);
      if (this.#cursorMs === clock.untilMs) break;
      if (this.#cursorMs === clock.nowMs()) await this.#options.sleep(TICK_MS, signal);
    }
    this.#finished = this.#cursorMs === clock.untilMs;
    return this.#finished;
  }

  /** Makes no more records; what was made is still delivered, and `run` resolves. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Frees what the targets hold, once `run` has resolved. */
  async close(): Promise<void> {
    await Promise.all(this.#targets.map((target) => target.close()));
  }

  async #goTo(toMs: number): Promise<void> {
    for (const slice of cutSpan({ fromMs: this.#cursorMs, toMs }, SLICE_MS)) {
      if (this.#stopping.signal.aborted) return;
      const records = await this.#make(slice);
      for (const { kind = 'bar' } of records) this.#generated[kind] += 1;
      this.#cursorMs = slice.toMs;
      await Promise.all(this.#targets.map((target) => target.take(records)));
    }
  }

  async #make(slice: Span): Promise<MarketRecord[]> {
    const { market, bars } = this.#options;
    return merge(bars ? await finalBars(market, slice) : [], market.events(market.all, slice));
  }
}
