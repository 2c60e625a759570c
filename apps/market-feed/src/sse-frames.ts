import { eventKey } from '@tickerlake/market-simulator';
import { encodeRecord } from '@tickerlake/record-schema';
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
const placeFrame = (atMs: number): string => `id: ${atMs}\n\n`;

/** What a stream begins with: a client that is cut off before its first event still knows where it was. */
export const openingFrames = (atMs: number): string => `retry: ${RETRY_MS}\n${placeFrame(atMs)}`;

/** Shows that the stream lives, and how far it is: a client of rare events has little to catch up with. */
export const heartbeatFrames = (atMs: number): string => `: ${new Date(atMs).toISOString()}\n${placeFrame(atMs)}`;
