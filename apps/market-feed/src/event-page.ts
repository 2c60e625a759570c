import { eventKey } from '@tickerlake/market-simulator';
import { eventTimeMs } from '@tickerlake/record-schema';
import { type EventPosition, isAfter, POSITION_ALLOWED, readPosition } from './event-position.ts';
import { isoTime } from './instant.ts';
import { type EventChoice, eventsInTurns, type Market, type MarketEvent, type Span } from './market.ts';
import { limitOf } from './market-parameters.ts';
import { wrongFields } from './problem.ts';

/** What a request for past events says of their time and number. */
export interface PastQuery {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export interface EventPage {
  readonly events: readonly MarketEvent[];
  /** The id behind which the next page begins; absent on the last. */
  readonly nextAfter?: string;
}

const DAY_MS = 86_400_000;
/** Days that one request may look through. */
const MAX_SPAN_DAYS = 31;

const wrongFrom = (came: number, allowed: string) =>
  wrongFields([{ in: 'query', field: 'from', came: isoTime(came), allowed }]);

/** The part of the asked span that has happened. */
function spanOf(query: PastQuery, position: EventPosition | undefined, nowMs: number): Span {
  const toMs = Math.min(query.to ?? nowMs, nowMs);
  const fromMs = query.from ?? position?.atMs ?? toMs - DAY_MS;
  if (query.to !== undefined && fromMs > query.to)
    throw wrongFrom(fromMs, `an instant up to ${isoTime(query.to)}, where to ends`);
  if (toMs - fromMs > MAX_SPAN_DAYS * DAY_MS) {
    const firstMs = toMs - MAX_SPAN_DAYS * DAY_MS;
    throw wrongFrom(
      fromMs,
      `at most ${MAX_SPAN_DAYS} days a request, here from ${isoTime(firstMs)}: ask month by month`,
    );
  }
  return { fromMs: Math.max(fromMs, position?.atMs ?? fromMs), toMs };
}

function positionOf(market: Market, after: string | undefined): EventPosition | undefined {
  if (after === undefined) return undefined;
  const position = readPosition(market, after);
  if (position) return position;
  throw wrongFields([{ in: 'query', field: 'after', came: after, allowed: POSITION_ALLOWED }]);
}

/**
 * The first of the chosen events that happened in a span, oldest first.
 * @throws {Problem} 400 for a span that ends before it begins or is too long, and for an id that is none
 */
export async function readEventPage(market: Market, choice: EventChoice, query: PastQuery): Promise<EventPage> {
  const position = positionOf(market, query.after);
  const limit = limitOf(query.limit);
  const events: MarketEvent[] = [];
  for await (const event of eventsInTurns(market, choice, spanOf(query, position, market.clock.nowMs()))) {
    if (position && !isAfter(position, event, eventTimeMs(event))) continue;
    const last = events.at(-1);
    if (events.length === limit && last) return { events, nextAfter: eventKey(last) };
    events.push(event);
  }
  return { events };
}
