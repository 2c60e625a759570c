import { type Deadline, type InvocationContext, type Telemetry, workMs } from '@tickerlake/lambda-app';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import type { FunctionConfig } from './config.ts';
import { EventError, LogsRejectedError } from './errors.ts';
import type { LogStatus } from './feed-log.ts';
import { toPlainRequest } from './function-url.ts';
import { isoTime } from './instant.ts';
import { logSpan, type LogProducer, type LogReport, madeIn, minuteBefore } from './log-minute.ts';
import { createMarket, type Market } from './market.ts';
import { createMarketClock } from './market-clock.ts';
import type { MarketFeedMetrics } from './metrics.ts';
import { type Pages, startPages } from './pages.ts';
import { shown } from './problem.ts';
import { readEvent } from './read-event.ts';
import { relay, type Respond } from './relay.ts';

/** What the handler needs from the world. */
export interface HandlerOptions extends Telemetry<MarketFeedMetrics> {
  readonly config: FunctionConfig;
  /** A producer onto the stream, one for each run: its account is the run's. It gives up when the signal aborts. */
  readonly producer: (signal: AbortSignal) => LogProducer;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly deadline: Deadline;
}

/** Resolves with what a run of the schedule did; with nothing for a request, which was answered by `respond`. */
export type FeedHandler = (
  event: unknown,
  context: InvocationContext,
  respond: Respond,
) => Promise<LogReport | undefined>;

/** Event streams end this long before the function's time is over, so that clients get what was sent, and resume. */
export const STREAM_RESERVE_MS = 3_000;
/** How far a schedule's clock may be ahead of this one. What lies further ahead has not happened. */
const MAX_CLOCK_DRIFT_MS = 60_000;

/** Only this function asks its server; any port will do. */
const LOOPBACK = { host: '127.0.0.1', port: 0 };

/** A function logs what its schedule asks for, in whichever container; none knows what the others did. */
const NO_LOG: LogStatus = { generated: { quote: 0, forex: 0, news: 0, bar: 0 }, log: null, logFile: null };

const errorFacts = (error: unknown) => {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { error: name, reason: message, stack };
};

/** The feed as a function: answers requests as the server does, and makes the logs of a minute when its schedule asks. */
class FeedFunction {
  readonly #options: HandlerOptions;
  readonly #market: Market;
  #pages: Promise<Pages> | undefined;

  constructor(options: HandlerOptions) {
    this.#options = options;
    this.#market = createMarket(options.config, createMarketClock({ ...options.config, now: options.now }));
  }

  readonly handle: FeedHandler = async (event, context, respond) => {
    const requestId = context.awsRequestId;
    try {
      const trigger = readEvent(event);
      if (trigger.kind === 'schedule') return await this.#log(trigger.atMs, context);
      await this.#answer(trigger.event, context, respond);
      return undefined;
    } catch (error) {
      this.#tell('error', 'failed', { requestId, ...errorFacts(error) });
      throw error;
    }
  };

  async #log(atMs: number, context: InvocationContext): Promise<LogReport> {
    const { now, deadline, producer, count } = this.#options;
    const span = minuteBefore(atMs);
    if (span.toMs > now() + MAX_CLOCK_DRIFT_MS) {
      throw new EventError(
        `The event was due at ${isoTime(atMs)}, but it is ${isoTime(now())}: what has not happened cannot be logged.`,
      );
    }
    const signal = deadline(workMs(context.getRemainingTimeInMillis()));
    const report = await logSpan(this.#market, span, producer(signal));
    this.#tell(report.rejected > 0 ? 'warn' : 'info', 'logged', { requestId: context.awsRequestId, ...report });
    count({ LogsProduced: report.delivered });
    if (report.rejected > 0) {
      const reason = `Why not: ${JSON.stringify(report.rejections)}.`;
      throw new LogsRejectedError({ ...report, made: madeIn(report), reason });
    }
    return report;
  }

  /**
   * Requests go to the server of `npm start`, over this machine's own loopback. Its routes write to Node's responses (an
   * event stream needs to know how much waits for its client), and its guards read Node's requests, so an adapter of
   * Fetch's Request and Response would be a second way through the app, with other limits; this way there is one, for a
   * connection that takes less than a millisecond. The server is started by the first request: most containers only log.
   */
  async #answer(event: LambdaFunctionURLEvent, context: InvocationContext, respond: Respond): Promise<void> {
    const { now, deadline } = this.#options;
    const startedMs = now();
    const pages = await (this.#pages ??= this.#startPages());
    const remainingMs = context.getRemainingTimeInMillis();
    const streamsEnd = deadline(workMs(remainingMs, STREAM_RESERVE_MS));
    const over = deadline(workMs(remainingMs));
    // Not later than this request: the container may be answering another one by then.
    const endStreams = (): void => pages.endStreams();
    streamsEnd.addEventListener('abort', endStreams, { once: true });
    try {
      const request = toPlainRequest(event);
      const { cutOff, ...answer } = await relay(new URL(pages.url), request, respond, over);
      this.#tell(cutOff ? 'warn' : 'info', cutOff ? 'cut off' : 'answered', {
        requestId: context.awsRequestId,
        method: shown(request.method ?? ''),
        path: shown(event.rawPath),
        ...answer,
        ms: now() - startedMs,
      });
    } finally {
      streamsEnd.removeEventListener('abort', endStreams);
    }
  }

  #startPages(): Promise<Pages> {
    const onUnexpected = (error: unknown, id?: string): void =>
      this.#tell('error', 'unexpected error', { id, ...errorFacts(error) });
    return startPages({ ...LOOPBACK, market: this.#market, logStatus: () => NO_LOG, onUnexpected });
  }

  #tell(level: 'info' | 'warn' | 'error', message: string, facts: Readonly<Record<string, unknown>>): void {
    this.#options.log(JSON.stringify({ level, message, ...facts }));
  }
}

/**
 * The handler of the feed.
 *
 * It rejects with a `LogsRejectedError`, after its log line, when the stream did not take all logs of a scheduled minute, and
 * with an `EventError` for an event that is neither a schedule's nor a request.
 */
export const createHandler = (options: HandlerOptions): FeedHandler => new FeedFunction(options).handle;
