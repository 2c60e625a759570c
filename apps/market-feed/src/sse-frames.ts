import { eventKey } from '@tickerlake/market-simulator';
import { encodeRecord } from '@tickerlake/record-schema';
import { type EventPosition, positionId } from './event-position.ts';
import type { MarketEvent } from './market.ts';

/** Milliseconds that a client is asked to wait before it connects again. */
const RETRY_MS = 1_000;

/**
 * An event as it goes over the wire.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export const eventFrame = (event: MarketEvent): string =>
  `id: ${eventKey(event)}\nevent: ${event.kind}\ndata: ${encodeRecord(event)}\n\n`;

/** An id without an event: clients take note of the place and report nothing. */
const placeFrame = (place: EventPosition): string => `id: ${positionId(place)}\n\n`;

/** What a stream begins with: a client that is cut off before its first event still knows where it was. */
export const openingFrames = (place: EventPosition): string => `retry: ${RETRY_MS}\n${placeFrame(place)}`;

/** Shows that the stream lives, and how far it is: a client of rare events has little to catch up with. */
export const heartbeatFrames = (atMs: number): string => `: ${new Date(atMs).toISOString()}\n${placeFrame({ atMs })}`;
