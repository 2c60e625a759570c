import { setTimeout as delay } from 'node:timers/promises';
import { createKinesisSink, createProducer, type Producer } from '@tickerlake/stream-producer';
import type { Config } from './config.ts';
import { FeedLog, type LogStatus } from './feed-log.ts';
import { FileLog } from './file-log.ts';
import { createMarket, type Market } from './market.ts';
import { createMarketClock } from './market-clock.ts';
import { startPages } from './pages.ts';
import { StreamLog, type StreamLogProducerOptions } from './stream-log.ts';

/** What the feed needs from the world. */
export interface FeedWorld {
  /** The machine's clock, milliseconds since 1970 UTC. @default Date.now */
  readonly now?: () => number;
  /** Makes what puts onto a stream. @default a producer for Kinesis, with endpoint and credentials as the SDK finds them */
  readonly producer?: (stream: string, options: StreamLogProducerOptions) => Producer;
  /** Streams open at once at most. @default 500 */
  readonly maxStreams?: number;
  /** Told what happens that somebody should know of; never a record's own values. */
  readonly onNotice: (
    level: 'info' | 'warn' | 'error',
    message: string,
    facts: Readonly<Record<string, unknown>>,
  ) => void;
}

/** A feed that runs. */
export interface Feed {
  readonly url: string;
  readonly market: Market;
  /** Resolves with true when market time reached its end and every record is settled, with false when it was stopped before. */
  readonly finished: Promise<boolean>;
  status(): LogStatus;
  /** Makes no more records, delivers what was made, ends all connections. What is not delivered in time is given up. */
  stop(): Promise<LogStatus>;
}

/** Milliseconds that the logs have to deliver what was made when the feed is stopped: less than whoever stops a process waits. */
const MAX_FLUSH_MS = 5_000;

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);

const kinesisProducer = (streamName: string, options: StreamLogProducerOptions): Producer =>
  createProducer({ sink: createKinesisSink({ streamName }), ...options });

function openLog(config: Config, market: Market, world: FeedWorld, signal: AbortSignal): FeedLog {
  const { stream: name, logFile, bars } = config;
  const open = world.producer ?? kinesisProducer;
  const onTrouble = (trouble: string | undefined): void =>
    trouble === undefined
      ? world.onNotice('info', 'stream takes records again', {})
      : world.onNotice('warn', 'stream takes no records', { reason: trouble });
  const onFileTrouble = (reason: string): void => world.onNotice('error', 'log file given up', { reason });
  return new FeedLog({
    market,
    bars,
    sleep,
    ...(name !== undefined && {
      stream: new StreamLog({ producer: (options) => open(name, options), signal, sleep, onTrouble }),
    }),
    ...(logFile !== undefined && { file: new FileLog({ path: logFile, onTrouble: onFileTrouble }) }),
  });
}

/**
 * Starts the feed: the market's clock, the pages, the event stream and the logs.
 * @throws {ListenError} when the address cannot be listened on
 */
export async function startFeed(config: Config, world: FeedWorld): Promise<Feed> {
  const { now = Date.now, maxStreams, onNotice } = world;
  const onUnexpected = (error: unknown, id?: string): void => {
    const { stack, message } = error instanceof Error ? error : new Error(String(error));
    onNotice('error', 'unexpected error', { id, reason: message, stack });
  };
  const givingUp = new AbortController();
  const market = createMarket(config, createMarketClock({ ...config, now }));
  const log = openLog(config, market, world, givingUp.signal);
  const pages = await startPages({ ...config, market, logStatus: () => log.status, maxStreams, onUnexpected });
  const finished = log.run();

  const stop = async (): Promise<LogStatus> => {
    log.stop();
    const deadline = setTimeout(() => givingUp.abort(), MAX_FLUSH_MS);
    await finished.catch(() => false);
    await log.close();
    clearTimeout(deadline);
    await pages.stop();
    return log.status;
  };
  let stopped: Promise<LogStatus> | undefined;
  return { url: pages.url, market, finished, status: () => log.status, stop: () => (stopped ??= stop()) };
}
