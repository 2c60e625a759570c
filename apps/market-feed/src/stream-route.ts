import { type EventPosition, POSITION_ALLOWED, POSITION_PATTERN, readPosition } from './event-position.ts';
import type { EventStream } from './event-stream.ts';
import { isoTime } from './instant.ts';
import type { Market } from './market.ts';
import { afterParameter, kindsParameter, pairsParameter, symbolsParameter } from './market-parameters.ts';
import { textParameter } from './parameters.ts';
import { Problem, wrongFields } from './problem.ts';
import { defineRoute, type Route } from './route.ts';
import { StreamConnection } from './stream-connection.ts';
import * as z from 'zod/mini';

const DAY_MS = 86_400_000;
/** Days of market time that a client can have missed and still resume. */
const MAX_RESUME_DAYS = 7;
const RETRY_AFTER_SECONDS = 5;

const lastEventIdParameter = textParameter(
  {
    in: 'header',
    name: 'Last-Event-ID',
    description: 'As after; an EventSource sends it by itself when it connects again. It counts before after.',
    allowed: POSITION_ALLOWED,
  },
  z.optional(z.string().check(z.regex(POSITION_PATTERN))),
);

/** The place to resume at, when it is one that can be. */
function resumeAt(market: Market, id: string, field: 'Last-Event-ID' | 'after'): EventPosition {
  const refuse = (allowed: string) =>
    wrongFields([{ in: field === 'after' ? 'query' : 'header', field, came: id, allowed }]);
  const nowMs = market.clock.nowMs();
  const [digits = ''] = id.split('-', 1);
  const atMs = Number(digits);
  if (atMs < nowMs - MAX_RESUME_DAYS * DAY_MS) {
    const detail = `The event ${id} is more than ${MAX_RESUME_DAYS} days of market time old. Begin anew without an id; /api/quotes, /api/forex and /api/news have what was missed.`;
    throw new Problem(410, detail);
  }
  const position = readPosition(market, id);
  if (!position) throw refuse(POSITION_ALLOWED);
  const hasHappened = position.behind === undefined ? atMs <= nowMs : atMs < nowMs;
  if (!hasHappened) throw refuse(`an id from before market time, which is ${isoTime(nowMs)}`);
  return position;
}

export const streamRoute = (market: Market, stream: EventStream): Route =>
  defineRoute({
    path: '/api/stream',
    id: 'streamEvents',
    summary: 'Quotes, rates and news as they happen, as server-sent events',
    description: `id: is the event's place, event: its kind, data: its record. A client that connects again with the last id within ${MAX_RESUME_DAYS} days of market time misses nothing and gets nothing twice. One that does not read is cut off, and can resume.`,
    example: '/api/stream?symbols=META&kinds=quote,news',
    parameters: {
      symbols: symbolsParameter(market.symbols),
      pairs: pairsParameter(market.pairs),
      kinds: kindsParameter,
      after: afterParameter,
      lastEventId: lastEventIdParameter,
    },
    refusals: {
      410: 'The last event is too old to resume after',
      429: 'Too many streams are open; Retry-After says when to try again',
    },
    answer: {
      description: 'Events without end',
      content: { 'text/event-stream': { type: 'string', description: 'Server-sent events; data holds one record' } },
    },
    crossOrigin: true,
    answerWith({ lastEventId, after, kinds, symbols, pairs = market.pairs }, { incoming, outgoing }) {
      const position =
        lastEventId === undefined
          ? after === undefined
            ? undefined
            : resumeAt(market, after, 'after')
          : resumeAt(market, lastEventId, 'Last-Event-ID');
      const { open, limit } = stream.counts;
      if (open >= limit) {
        const headers = { 'retry-after': String(RETRY_AFTER_SECONDS) };
        throw new Problem(429, `All ${limit} streams are in use. Try again later.`, { headers });
      }
      if (incoming.method === 'HEAD') return new Response(null, { headers: { 'content-type': 'text/event-stream' } });
      void stream.add(new StreamConnection(outgoing), { kinds, symbols, pairs }, position);
      return undefined;
    },
  });
