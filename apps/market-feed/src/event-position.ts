import { compareEvents, eventKey } from '@tickerlake/market-simulator';
import { EVENT_KINDS, type Market, type MarketEvent } from './market.ts';

/**
 * A place in the market's order of events, as its id says it: `<ms>-<kind>-<name or id>` is the place behind that event,
 * `<ms>` alone the one before every event of that instant.
 */
export interface EventPosition {
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  /** The event that the place lies behind. */
  readonly behind?: MarketEvent;
}

/** The shape of an id; whether the market has such an event is another matter. */
export const POSITION_PATTERN = new RegExp(String.raw`^\d{1,15}(?:-(?:${EVENT_KINDS.join('|')})-.{1,200})?$`);
export const POSITION_ALLOWED =
  'the id of an event of this market, <milliseconds since 1970 UTC>-<kind>-<name or id>, or milliseconds alone';

/** The place that an id names, or `undefined` where it names no event of this market. */
export function readPosition(market: Market, id: string): EventPosition | undefined {
  if (!POSITION_PATTERN.test(id)) return undefined;
  const [digits = ''] = id.split('-', 1);
  const atMs = Number(digits);
  if (digits === id) return { atMs };
  for (const event of market.events(market.all, { fromMs: atMs, toMs: atMs + 1 })) {
    if (eventKey(event) === id) return { atMs, behind: event };
  }
  return undefined;
}

/** The id that names a place: what `readPosition` reads. */
export const positionId = ({ atMs, behind }: EventPosition): string => (behind ? eventKey(behind) : String(atMs));

/** Whether an event comes after a place. */
export const isAfter = ({ atMs, behind }: EventPosition, event: MarketEvent, eventMs: number): boolean =>
  eventMs > atMs || (eventMs === atMs && (behind === undefined || compareEvents(event, behind) > 0));
