import { createApp } from './app.ts';
import { barsRoute } from './bars-route.ts';
import { chartRoute } from './chart-route.ts';
import { forexRoute, newsRoute, quotesRoute } from './event-routes.ts';
import { EventStream } from './event-stream.ts';
import type { LogStatus } from './feed-log.ts';
import { guideRoutes } from './guide-routes.ts';
import { healthRoute } from './health-route.ts';
import { closeServer, createFeedServer, listen } from './http-server.ts';
import type { Market } from './market.ts';
import { streamRoute } from './stream-route.ts';

export interface PagesOptions {
  readonly market: Market;
  /** Address to listen on. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** What `/healthz` tells of the logs. */
  readonly logStatus: () => LogStatus;
  /** Streams open at once at most. @default 500 */
  readonly maxStreams?: number | undefined;
  /** Told of an error that nobody foresaw, with the id that the client was given, where it was given one. */
  readonly onUnexpected: (error: unknown, id?: string) => void;
}

/** A web server of a market: its pages and its event stream. */
export interface Pages {
  readonly url: string;
  /** Ends the event streams that are open; new ones can be opened. */
  endStreams(): void;
  /** Ends all connections. */
  stop(): Promise<void>;
}

/**
 * Serves a market.
 * @throws {ListenError} when the address cannot be listened on
 */
export async function startPages(options: PagesOptions): Promise<Pages> {
  const { market, host, port, logStatus, maxStreams, onUnexpected } = options;
  const stream = new EventStream(market, { limit: maxStreams, onUnexpected });
  const routes = guideRoutes([
    barsRoute(market),
    quotesRoute(market),
    forexRoute(market),
    newsRoute(market),
    streamRoute(market, stream),
    chartRoute(market),
    healthRoute(market.clock, logStatus, stream),
  ]);
  const server = createFeedServer(host, createApp(routes, onUnexpected).fetch, onUnexpected);
  const url = await listen(server, host, port);
  return {
    url,
    endStreams: () => stream.endAll(),
    stop: async () => {
      stream.close();
      await closeServer(server);
    },
  };
}
