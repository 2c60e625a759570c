import { equalRanges, type HashKeyRange, ShardKeys } from './shard-keys.ts';

/** Parts to cut the hash space into while the stream's shards are not known; an on-demand stream starts with four shards. */
const ASSUMED_SHARDS = 4;
/** How soon to ask again when the answer failed, and at most how often while the stream throttles; milliseconds. */
const SOON_MS = 30_000;

/** How a shard map asks, and when again. */
export interface ShardMapOptions {
  /** The hash ranges of the open shards; may reject. */
  readonly listOpenShards: (signal: AbortSignal) => Promise<readonly HashKeyRange[]>;
  /** Milliseconds. */
  readonly refreshMs: number;
  readonly now: () => number;
}

/** What is known of a stream's shards, and whether it is time to ask again. */
export class ShardMap {
  readonly #options: ShardMapOptions;
  #keys: ShardKeys = new ShardKeys(equalRanges(ASSUMED_SHARDS));
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #dueAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: ShardMapOptions) {
    this.#options = options;
  }

  get keys(): ShardKeys {
    return this.#keys;
  }

  get isDue(): boolean {
    return this.#options.now() >= this.#dueAtMs;
  }

  /**
   * Asks for the shards. Where that fails (a role that may only put, an emulator without `ListShards`), what was known stays:
   * placing is then less even, never wrong.
   */
  async refresh(signal: AbortSignal): Promise<void> {
    const { listOpenShards, refreshMs, now } = this.#options;
    this.#askedAtMs = now();
    try {
      const ranges = await listOpenShards(signal);
      if (ranges.length > 0) this.#keys = new ShardKeys(ranges);
      this.#dueAtMs = this.#askedAtMs + refreshMs;
    } catch {
      this.#dueAtMs = this.#askedAtMs + Math.min(refreshMs, SOON_MS);
    }
  }

  /** A shard was too busy: the stream may be about to get more of them. */
  noteThrottle(): void {
    this.#dueAtMs = Math.min(this.#dueAtMs, this.#askedAtMs + SOON_MS);
  }
}
