import type { FeedHealth, FeedPlan, FeedProcess } from '../feed/feed-process.ts';

const ASK_EVERY_MS = 500;

/** The feed's health as it last told, asked for over and over until the end. */
export class FeedPulse {
  /** Real time, milliseconds since 1970 UTC. */
  readonly nowMs: () => number;
  readonly #timer: NodeJS.Timeout;
  #health: FeedHealth;
  #askedMs: number;

  private constructor(feed: FeedProcess, nowMs: () => number, health: FeedHealth) {
    this.nowMs = nowMs;
    this.#health = health;
    this.#askedMs = nowMs();
    this.#timer = setInterval(() => void this.#ask(feed), ASK_EVERY_MS);
  }

  /** Begins once the feed has told for the first time. */
  static async begin(feed: FeedProcess, nowMs: () => number): Promise<FeedPulse> {
    return new FeedPulse(feed, nowMs, await feed.health());
  }

  get health(): FeedHealth {
    return this.#health;
  }

  /** Market time now, reckoned on from when it was last told. */
  marketTimeMs({ speed, untilMs }: FeedPlan): number {
    return Math.min(this.#health.marketTimeMs + (this.nowMs() - this.#askedMs) * speed, untilMs);
  }

  end(): void {
    clearInterval(this.#timer);
  }

  /** A feed that does not answer stays as it last was. */
  async #ask(feed: FeedProcess): Promise<void> {
    const health = await feed.health().catch(() => this.#health);
    if (health === this.#health) return;
    this.#health = health;
    this.#askedMs = this.nowMs();
  }
}
