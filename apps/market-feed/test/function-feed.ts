import { PassThrough, type Writable } from 'node:stream';
import { createMemorySink, createProducer, type MemorySinkOptions } from '@tickerlake/stream-producer';
import { lambdaContext } from '@tickerlake/testing';
import { readFunctionConfig } from '../src/config.ts';
import { createHandler } from '../src/create-handler.ts';
import type { ResponseHead } from '../src/function-url.ts';
import type { MarketFeedMetrics } from '../src/metrics.ts';
import { handClock, OPEN_MS } from './test-market.ts';
import { SseParser } from './sse-client.ts';

/** What a client of the function's URL got so far. */
interface UrlAnswer {
  head: ResponseHead | undefined;
  readonly text: () => string;
  readonly body: () => unknown;
  readonly parser: SseParser;
}

/** Takes an answer: as fast as it comes, or nothing of its body until it is told to. */
function urlClient({ reads = true } = {}) {
  const body = new PassThrough({ highWaterMark: reads ? 16_384 : 1 });
  let text = '';
  const answer: UrlAnswer = {
    head: undefined,
    text: () => text,
    body: (): unknown => JSON.parse(text),
    parser: new SseParser(),
  };
  if (reads) body.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const respond = (head: ResponseHead): Writable => {
    answer.head = head;
    return body;
  };
  return { answer, respond, body };
}

/** The feed as a function, whose clock and deadlines are set by hand, over a stream in memory. */
export function functionFeed(
  env: Record<string, string> = {},
  options: MemorySinkOptions = {},
  nowMs = OPEN_MS + 90_000,
) {
  const { hand, now } = handClock(nowMs);
  const sink = createMemorySink(options);
  const lines: Record<string, unknown>[] = [];
  const metrics: MarketFeedMetrics[] = [];
  const deadlines: { readonly afterMs: number; readonly abort: () => void }[] = [];
  const handle = createHandler({
    config: readFunctionConfig({ TICKERLAKE_STREAM: 'records', ...env }, now()),
    producer: (signal) => createProducer({ sink, signal, backoffBaseMs: 0, lingerMs: 0, maxAttempts: 2 }),
    now,
    deadline(afterMs) {
      const controller = new AbortController();
      deadlines.push({ afterMs, abort: () => controller.abort() });
      return controller.signal;
    },
    log(line) {
      const facts: Record<string, unknown> = JSON.parse(line);
      lines.push(facts);
    },
    count: (values) => metrics.push(values),
  });
  return {
    lines,
    metrics,
    deadlines,
    texts: () => sink.texts().map((text) => text.trim()),
    pass: (ms: number) => void (hand.ms += ms),
    schedule: (time: string, remainingMs?: number) =>
      handle({ source: 'aws.scheduler', time }, lambdaContext(remainingMs), () => {
        throw new Error('A schedule has nobody to answer');
      }),
    /** Asks, and gives the answer as it grows and when it is whole. */
    ask(event: unknown, { reads = true, remainingMs = 60_000 } = {}) {
      const { answer, respond, body } = urlClient({ reads });
      const done = handle(event, lambdaContext(remainingMs), respond);
      return { answer, body, done };
    },
  };
}
