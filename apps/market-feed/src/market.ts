import { setImmediate as nextTurn } from 'node:timers/promises';
import { createSimulatedMarket, createSimulatedSource } from '@tickerlake/market-simulator';
import type { BarSource, Forex, News, Quote } from '@tickerlake/record-schema';
import type { Config } from './config.ts';
import { CALENDAR_MS } from './instant.ts';
import type { MarketClock } from './market-clock.ts';

/** What happens on the market between two bars. */
export type MarketEvent = Quote | Forex | News;
export type EventKind = MarketEvent['kind'];
export const EVENT_KINDS = ['quote', 'forex', 'news'] as const satisfies readonly EventKind[];

/** Which events are meant. */
export interface EventChoice {
  readonly kinds: readonly EventKind[];
  /** Companies whose quotes, and about which stories; `undefined` for all, and for stories about the market as a whole too. */
  readonly symbols: readonly string[] | undefined;
  readonly pairs: readonly string[];
}

/** Tells the events of a choice from others of the same market. */
export function chooser({ kinds, symbols, pairs }: EventChoice): (event: MarketEvent) => boolean {
  const [kindSet, pairSet] = [new Set<string>(kinds), new Set(pairs)];
  const companies = symbols && new Set(symbols);
  const isAbout = (event: MarketEvent): boolean => {
    if (event.kind === 'forex') return pairSet.has(event.name);
    if (companies === undefined) return true;
    return event.kind === 'quote' ? companies.has(event.name) : event.symbols.some((symbol) => companies.has(symbol));
  };
  return (event) => kindSet.has(event.kind) && isAbout(event);
}

/** A stretch of market time, milliseconds since 1970 UTC, end excluded. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The market of this feed. Its events follow from the seed alone; which of them have happened is the clock's to say. */
export interface Market {
  readonly symbols: readonly string[];
  readonly pairs: readonly string[];
  readonly clock: MarketClock;
  /** Everything that happens. */
  readonly all: EventChoice;
  /** Bars as they look by the clock. */
  readonly bars: BarSource;
  /** The chosen events of a span, in the market's order. They are all made before other work gets its turn: keep spans short. */
  events(choice: EventChoice, span: Span): Iterable<MarketEvent>;
}

/** A market of these companies and currencies, seen by this clock. */
export function createMarket({ seed, symbols, pairs }: Config, clock: MarketClock): Market {
  const market = createSimulatedMarket({ seed });
  const all = { kinds: EVENT_KINDS, symbols: undefined, pairs };
  return {
    symbols,
    pairs,
    clock,
    all,
    bars: createSimulatedSource({ seed, now: () => clock.nowMs() }),
    events(choice, span) {
      const fromMs = Math.max(span.fromMs, CALENDAR_MS.first);
      const toMs = Math.min(span.toMs, CALENDAR_MS.end);
      if (fromMs >= toMs) return [];
      const [kind, ...others] = choice.kinds;
      if (others.length > 0) return pick(market.events({ symbols, pairs: choice.pairs, fromMs, toMs }), choice);
      if (kind === 'quote') return market.quotes({ symbols: choice.symbols ?? symbols, fromMs, toMs });
      if (kind === 'forex') return market.forex({ pairs: choice.pairs, fromMs, toMs });
      return pick(market.news({ symbols, fromMs, toMs }), choice);
    },
  };
}

function* pick(events: Iterable<MarketEvent>, choice: EventChoice): Generator<MarketEvent> {
  const wants = chooser(choice);
  for (const event of events) if (wants(event)) yield event;
}

/** A span in pieces of a length, in order. */
export function* cutSpan({ fromMs, toMs }: Span, lengthMs: number): Generator<Span> {
  for (let startMs = fromMs; startMs < toMs; startMs += lengthMs) {
    yield { fromMs: startMs, toMs: Math.min(startMs + lengthMs, toMs) };
  }
}

const HOUR_MS = 3_600_000;

/** The chosen events of a span of any length, piece by piece, so that other work of the process gets its turn in between. */
export async function* eventsInTurns(market: Market, choice: EventChoice, span: Span): AsyncGenerator<MarketEvent> {
  for (const piece of cutSpan(span, HOUR_MS)) {
    yield* market.events(choice, piece);
    await nextTurn();
  }
}
