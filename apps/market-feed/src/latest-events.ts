import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Forex, Quote } from '@tickerlake/record-schema';
import type { Market, Span } from './market.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Longer than any closure of an exchange since 1990. */
const MAX_DAYS_BACK = 14;

/** Spans backwards from an instant: a minute, which serves while the market is open, then hours. */
function* spansBack(nowMs: number): Generator<Span> {
  let toMs = nowMs - MINUTE_MS;
  yield { fromMs: toMs, toMs: nowMs };
  for (let hours = 0; hours < MAX_DAYS_BACK * 24; hours++) {
    yield { fromMs: toMs - HOUR_MS, toMs };
    toMs -= HOUR_MS;
  }
}

const isNamed = (event: { readonly kind: string }): event is Quote | Forex => event.kind !== 'news';

/** The newest quote of each company, or rate of each pair, that has happened; none for one that has had none for two weeks. */
export async function latestEvents(
  market: Market,
  kind: 'quote' | 'forex',
  names: readonly string[],
): Promise<(Quote | Forex)[]> {
  const found = new Map<string, Quote | Forex>();
  for (const span of spansBack(market.clock.nowMs())) {
    const missing = names.filter((name) => !found.has(name));
    if (missing.length === 0) break;
    const choice = { kinds: [kind], symbols: missing, pairs: missing };
    for (const event of market.events(choice, span)) if (isNamed(event)) found.set(event.name, event);
    await nextTurn();
  }
  return names.flatMap((name) => found.get(name) ?? []);
}
