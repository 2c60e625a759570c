import { fromNewYork, lastFinishedSession, newYorkDate, sessionOn } from '@tickerlake/market-calendar';
import { type Command, Option } from 'commander';
import type { FaultPlan } from '@tickerlake/local-cloud';
import { DEFAULT_PAIRS, DEFAULT_SYMBOLS, parseCount, parsePairs, parseSpeed } from '../arguments.ts';
import { dateOption, lakeOption, seedOption, symbolsOption } from '../command-options.ts';
import { UsageError } from '../failures.ts';
import { faultsOption } from '../faults.ts';
import type { FeedPlan } from './feed-process.ts';

/** What `feed` and `serve` take. */
export interface FeedOptions {
  readonly lake: string;
  readonly date?: string;
  readonly symbols?: string[];
  readonly pairs?: string[];
  readonly seed?: number;
  readonly minutes?: number;
  readonly speed: number;
  readonly faults?: FaultPlan;
}

/** A market minute a second. */
export const DEFAULT_SPEED = 60;

/** Adds the options that say which simulated market is played, and how fast. */
export function withFeedOptions(command: Command): Command {
  return command
    .addOption(lakeOption())
    .addOption(dateOption())
    .addOption(symbolsOption())
    .addOption(new Option('--pairs <list>', 'currency pairs separated by commas').argParser(parsePairs))
    .addOption(seedOption())
    .addOption(
      new Option(
        '--minutes <n>',
        'market minutes to play, from the opening bell on; the whole day when absent',
      ).argParser((text) => parseCount('--minutes', 1, text)),
    )
    .addOption(
      new Option('--speed <n>', 'market seconds a second, 1 to 86400').argParser(parseSpeed).default(DEFAULT_SPEED),
    )
    .addOption(faultsOption());
}

/** The day that is played: the one asked for, else the last finished session's. It must have begun. */
function feedDate({ date }: Pick<FeedOptions, 'date'>, nowMs: number): string {
  const today = newYorkDate(nowMs);
  if (date !== undefined && date > today)
    throw new UsageError(`--date ${date} has not begun yet: it is ${today} in New York.`);
  return date ?? lastFinishedSession(nowMs).date;
}

const MINUTE_MS = 60_000;

/** A New York day from midnight to midnight; or so many minutes of it, from the opening bell where it has one. */
export function feedPlan(options: FeedOptions, nowMs: number): FeedPlan {
  const date = feedDate(options, nowMs);
  const [midnight, nextMidnight] = [fromNewYork(date), fromNewYork(date, 24)];
  const { minutes } = options;
  const fromMs = minutes === undefined ? midnight : (sessionOn(date)?.openMs ?? midnight);
  return {
    symbols: options.symbols ?? DEFAULT_SYMBOLS,
    pairs: options.pairs ?? DEFAULT_PAIRS,
    seed: options.seed ?? 1,
    fromMs,
    untilMs: minutes === undefined ? nextMidnight : Math.min(fromMs + minutes * MINUTE_MS, nextMidnight),
    speed: options.speed,
    bars: true,
  };
}
