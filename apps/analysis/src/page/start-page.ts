import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { CommandError, UsageError } from '../failures.ts';
import { type Clock, realClock } from './clock.ts';
import { isLoopback } from './host-check.ts';
import { LiveBoard } from './live-board.ts';
import { LiveFeed } from './live-feed.ts';
import { createPageApp } from './page-app.ts';
import { readAssets } from './page-assets.ts';
import type { PageSource } from './page-source.ts';

const MAX_PORT = 65_535;

export interface PageOptions {
  /** TCP port, 0 to 65535; 0 takes any free one. @default 4310 */
  readonly port?: number;
  /**
   * Address to listen on. While it is this machine's own, only its own names are answered to; on any other the page
   * is open to whoever reaches it. @default '127.0.0.1'
   */
  readonly host?: string;
  /** @default real time */
  readonly clock?: Clock;
}

/** A page that is being served. */
export interface RunningPage {
  readonly url: string;
  /** Ends every stream and the server. */
  close(): Promise<void>;
}

const LISTEN_ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses it. Choose another with --port (0 takes any free one).',
  EACCES: 'this user may not use it. Choose one above 1023 with --port.',
  EADDRNOTAVAIL: 'this machine has no such address. 127.0.0.1 always works.',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';

async function listen(server: Server, port: number, host: string): Promise<number> {
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    const code = codeOf(error);
    const message = `The page cannot listen on port ${port} of ${host}: ${LISTEN_ADVICE[code] ?? code}`;
    throw new CommandError(message, { cause: error });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has such an address
  return (server.address() as AddressInfo).port;
}

/**
 * Serves the page of a pipeline until it is closed.
 * @throws {UsageError} for a port that is none.
 * @throws {CommandError} when the port cannot be used.
 */
export async function startPage(source: PageSource, options: PageOptions = {}): Promise<RunningPage> {
  const { port = 4310, host = '127.0.0.1', clock = realClock } = options;
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT) {
    throw new UsageError(`The port of the page must be a whole number from 0 to ${MAX_PORT}; it was ${port}.`);
  }
  const stopped = new AbortController();
  const board = new LiveBoard(source.market, () => clock.now());
  const isLocalOnly = isLoopback(host);
  const app = createPageApp({ board, assets: await readAssets(), clock, isLocalOnly, signal: stopped.signal });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without options for TLS it is an HTTP server
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  const openPort = await listen(server, port, host);
  void new LiveFeed(source, board, clock, stopped.signal).run();
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${openPort}`,
    async close() {
      // What the source still answers is passed over: a query under way need not hold up the end.
      stopped.abort();
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
