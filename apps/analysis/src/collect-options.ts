import type { Command } from 'commander';
import type { FaultPlan } from '@tickerlake/local-cloud';
import { DEFAULT_SYMBOLS } from './arguments.ts';
import { type AskedSource, type Source, SOURCES } from './choose-source.ts';
import type { CollectEvent } from './collect-report.ts';
import { choiceOption, seedOption, type SelectionOptions } from './command-options.ts';
import { UsageError } from './failures.ts';
import { faultsOption } from './faults.ts';
import type { DateRange } from './trading-range.ts';

/** What `run` and `collect` take beside the selection. */
export interface CollectOptions extends SelectionOptions {
  readonly source: AskedSource;
  readonly seed?: number;
  readonly extendedHours?: boolean;
  readonly faults?: FaultPlan;
}

/** Adds the options that say where bars come from. */
export function withSourceOptions(command: Command, fallback: AskedSource): Command {
  return command
    .addOption(choiceOption('--source <source>', 'where bars come from', SOURCES).default(fallback))
    .addOption(seedOption())
    .option('--extended-hours', 'pre- and post-market bars too')
    .addOption(faultsOption());
}

/** A seed means nothing to the real market. With `auto` it waits for the case that the simulated one is used. */
export function refuseSeedOfRealMarket({ seed, source }: CollectOptions): void {
  if (seed !== undefined && source === 'yahoo') {
    throw new UsageError('--seed picks a simulated market: give it with --source simulated.');
  }
}

/** The question to the collector that the options mean. */
export function collectEvent(options: CollectOptions, days: DateRange, source: Source): CollectEvent {
  return {
    symbols: options.symbols ?? DEFAULT_SYMBOLS,
    from: days.from,
    to: days.to,
    interval: options.interval ?? '1m',
    source,
    ...(options.seed !== undefined && source === 'simulated' && { seed: options.seed }),
    ...(options.extendedHours !== undefined && { extendedHours: options.extendedHours }),
  };
}

/** What the collector function finds in its environment. */
export const collectorEnv = (env: Readonly<Record<string, string | undefined>>): Record<string, string> => {
  const url = env['TICKERLAKE_YAHOO_URL'];
  return url === undefined || url === '' ? {} : { TICKERLAKE_YAHOO_URL: url };
};
