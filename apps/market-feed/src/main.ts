/**
 * Web server of a simulated market: pages, a stream of events, and every record as a log on a Kinesis stream.
 *
 * Standard output has JSON lines: `listening` with the address first, `finished` with the account when market time reached its
 * end and the logs are delivered, `stopped` after SIGTERM or Ctrl-C. Troubles go to standard error, a JSON line each.
 * Environment variables: see the table in config.ts. Exit codes: 0 stopped, 1 failed or stopped with records undelivered,
 * 2 wrong environment.
 */
import { ConfigError } from '@tickerlake/lambda-app';
import { readConfig } from './config.ts';
import { type Feed, startFeed } from './feed.ts';
import { isoTime } from './instant.ts';
import type { LogStatus } from './feed-log.ts';

type Facts = Readonly<Record<string, unknown>>;

const write = (stream: NodeJS.WriteStream, level: string, message: string, facts: Facts): void => {
  stream.write(`${JSON.stringify({ level, message, ...facts })}\n`);
};
const say = (message: string, facts: Facts): void => write(process.stdout, 'info', message, facts);

/** Ends the process with what was said written. */
const fail = (error: unknown, exitCode: number): void => {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  write(process.stderr, 'error', 'failed', { error: name, reason: message, ...(exitCode === 1 && { stack }) });
  process.exitCode = exitCode;
};

const undelivered = ({ log }: LogStatus): boolean => log !== null && log.accepted !== log.delivered;

async function stop(feed: Feed): Promise<void> {
  const status = await feed.stop();
  say('stopped', { ...status });
  process.exitCode = undelivered(status) ? 1 : 0;
}

/** Stops the feed at the first signal; at the second the process ends at once. One that another program started ends with it. */
const stopInOrder = (feed: Feed): void => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(feed));
  process.once('disconnect', () => process.exit(1));
  process.channel?.unref();
};

async function main(): Promise<void> {
  const config = readConfig(process.env, Date.now());
  const feed = await startFeed(config, {
    onNotice: (level, message, facts) => write(process.stderr, level, message, facts),
  });
  const { symbols, pairs, speed, seed } = config;
  say('listening', { url: feed.url, marketTime: isoTime(config.fromMs), speed, seed, symbols, pairs });
  stopInOrder(feed);
  if (await feed.finished) say('finished', { ...feed.status() });
}

try {
  await main();
} catch (error) {
  fail(error, error instanceof ConfigError ? 2 : 1);
}
