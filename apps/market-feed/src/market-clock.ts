export interface MarketClockOptions {
  /** Market time at the start, milliseconds since 1970 UTC. */
  readonly fromMs: number;
  /** Market time at which it stops, milliseconds since 1970 UTC; `Infinity` for never. */
  readonly untilMs: number;
  /** Market seconds that pass in a second. Above 0. */
  readonly speed: number;
  /** The machine's clock, milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/** What time it is on the market: what lies at or after it has not happened yet. */
export interface MarketClock extends Omit<MarketClockOptions, 'now'> {
  /** Milliseconds since 1970 UTC, whole. Never goes back, even where the machine's clock is set back. */
  nowMs(): number;
}

/** A clock that starts now: `min(until, from + elapsed × speed)`. */
export function createMarketClock({ fromMs, untilMs, speed, now }: MarketClockOptions): MarketClock {
  const startedMs = now();
  let latestMs = fromMs;
  return {
    fromMs,
    untilMs,
    speed,
    nowMs() {
      const passedMs = Math.floor((now() - startedMs) * speed);
      latestMs = Math.max(latestMs, Math.min(untilMs, fromMs + passedMs));
      return latestMs;
    },
  };
}
