import { type Config, readConfig } from '../src/config.ts';
import { createMarket, type Market } from '../src/market.ts';
import { createMarketClock } from '../src/market-clock.ts';

/** The opening bell of Friday, 2026-11-20. */
export const OPEN_MS = Date.UTC(2026, 10, 20, 14, 30);
export const CLOSE_MS = Date.UTC(2026, 10, 20, 21);

/** What an empty environment says at the opening bell, on any free port. */
export const testConfig = (changes: Partial<Config> = {}): Config => ({
  ...readConfig({ TICKERLAKE_FEED_PORT: '0' }, OPEN_MS),
  ...changes,
});

/** A clock that is set by hand. */
export function handClock(startMs: number) {
  const hand = { ms: startMs };
  return { hand, now: () => hand.ms };
}

/** A market whose time stands still, at two in the afternoon. */
export function testMarket(changes: Partial<Config> = {}, nowMs = OPEN_MS + 4.5 * 3_600_000): Market {
  const config = testConfig(changes);
  const clock = createMarketClock({ fromMs: nowMs, untilMs: Infinity, speed: 1, now: () => 0 });
  return createMarket(config, clock);
}
