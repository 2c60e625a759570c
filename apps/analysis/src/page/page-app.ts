import { Hono } from 'hono';
import type { Clock } from './clock.ts';
import { hostCheck } from './host-check.ts';
import type { LiveBoard } from './live-board.ts';
import { liveEvents } from './live-events.ts';
import type { Asset } from './page-assets.ts';
import { securityHeaders } from './security-headers.ts';

/** Browsers that may listen at once; each costs a socket, a timer and one message. */
const MAX_LISTENERS = 64;
const RETRY_AFTER_SECONDS = '5';

export interface PageAppOptions {
  readonly board: LiveBoard;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly clock: Clock;
  /** Whether only this machine's own names are answered to. */
  readonly isLocalOnly: boolean;
  /** Ends the streams. */
  readonly signal: AbortSignal;
}

/** The page's answers: its files, everything at once as JSON, and everything live as server-sent events. */
export function createPageApp({ board, assets, clock, isLocalOnly, signal }: PageAppOptions): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  if (isLocalOnly) app.use(hostCheck);
  app.use(async (context, next) => {
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return next();
    return context.text('This page is only read: GET and HEAD.\n', 405, { allow: 'GET, HEAD' });
  });

  for (const [path, { body, type, etag }] of assets) {
    app.get(path, (context) => {
      const headers = { etag, 'cache-control': 'no-cache' };
      if (context.req.header('if-none-match') === etag) return context.body(null, 304, headers);
      return context.body(body, 200, { ...headers, 'content-type': type });
    });
  }

  app.get('/api/state', (context) => context.json(board.since(undefined), 200, { 'cache-control': 'no-store' }));

  let listeners = 0;
  app.get('/api/live', (context) => {
    const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
    if (context.req.method === 'HEAD') return context.body(null, 200, headers);
    if (listeners >= MAX_LISTENERS) {
      return context.text(`${MAX_LISTENERS} pages listen already: close some of them.\n`, 503, {
        'retry-after': RETRY_AFTER_SECONDS,
      });
    }
    listeners += 1;
    // What a browser received last is newer than what its page began with.
    const lastId = context.req.header('last-event-id') ?? context.req.query('after');
    const stream = streamOf(
      (left) => liveEvents(board, lastId, clock, AbortSignal.any([signal, left])),
      () => {
        listeners -= 1;
      },
    );
    return context.body(stream, 200, headers);
  });

  app.notFound((context) => context.text('There is nothing here. The page is at /\n', 404));
  app.onError((error, context) => context.text(`The page could not answer: ${error.message}\n`, 500));
  return app;
}

/** A body that asks its messages for the next one only when the socket takes it. */
function streamOf(start: (left: AbortSignal) => AsyncGenerator<string>, onEnd: () => void): ReadableStream<Uint8Array> {
  const left = new AbortController();
  const messages = start(left.signal);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await messages.next();
        if (left.signal.aborted) return;
        if (!next.done) return controller.enqueue(encoder.encode(next.value));
        onEnd();
        controller.close();
      },
      cancel() {
        left.abort();
        onEnd();
      },
    },
    { highWaterMark: 0 },
  );
}
