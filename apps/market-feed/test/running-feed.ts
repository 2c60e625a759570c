import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Config } from '../src/config.ts';
import { type Feed, type FeedWorld, startFeed } from '../src/feed.ts';
import { handClock, OPEN_MS, testConfig } from './test-market.ts';

export interface RunningFeed extends Feed {
  /** Sets market time forward. */
  pass(marketMs: number): void;
  /** What the feed told of, in order. */
  readonly notices: readonly { readonly level: string; readonly message: string; readonly [fact: string]: unknown }[];
  /** Status, headers and body of a GET. */
  get(path: string, init?: RequestInit): Promise<Page>;
}

export interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

export async function getPage(url: string, init: RequestInit = {}): Promise<Page> {
  const response = await fetch(url, init);
  const body = await response.text();
  return { status: response.status, headers: response.headers, text: body, body: parse(body) };
}

/** A feed on a free port of this machine, whose clock is set by hand, until the test is over. */
export async function runFeed(
  changes: Partial<Config> = {},
  world: Partial<FeedWorld> = {},
  startMs = OPEN_MS + 90_000,
): Promise<RunningFeed> {
  const notices: RunningFeed['notices'][number][] = [];
  const { hand, now } = handClock(0);
  const feed = await startFeed(testConfig({ fromMs: startMs, ...changes }), {
    now,
    onNotice: (level, message, facts) => notices.push({ level, message, ...facts }),
    ...world,
  });
  onTestFinished(async () => void (await feed.stop()));
  return {
    ...feed,
    notices,
    pass: (marketMs) => (hand.ms += marketMs),
    get: (path, init) => getPage(feed.url + path, init),
  };
}

/** What a server answers to bytes, until it ends the connection. */
export async function sendRaw(url: string, bytes: string | Uint8Array): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port: Number(new URL(url).port) });
  socket.on('error', () => undefined);
  socket.end(bytes);
  return text(socket).catch(() => '');
}
