import { dirname, join } from 'node:path';
import { lastFinishedSession, previousSession } from '@tickerlake/market-calendar';
import { type Command, Option } from 'commander';
import { chooseSource, type ChosenSource, THROTTLED_NOTE, UNREACHABLE_NOTE } from '../choose-source.ts';
import { collectDays, type Collection, judge, whyUnreached } from '../collect-days.ts';
import {
  collectEvent,
  type CollectOptions,
  collectorEnv,
  refuseSeedOfRealMarket,
  withSourceOptions,
} from '../collect-options.ts';
import type { CommandContext } from '../command-context.ts';
import { addExamples } from '../help.ts';
import { formatOption, outputOption, selectingCommand } from '../command-options.ts';
import { type LocalPipeline, openLocalPipeline } from '../local-pipeline.ts';
import { publishResults } from '../publish-results.ts';
import type { TextFormat } from '../row-format.ts';
import { collectRange, type DateRange } from '../trading-range.ts';
import { portOption, SERVE_DEFAULTS, servePage } from './serve.ts';

interface RunOptions extends CollectOptions {
  readonly format: TextFormat;
  readonly output: string;
  readonly report?: string;
  readonly watch?: true;
  readonly port: number;
}

/** `tickerlake run`: the whole flow on this machine, from fetch to table, CSV and report. */
export function runCommand(context: CommandContext): Command {
  const command = selectingCommand('run', 'length of a bar; 1m when absent')
    .description('collect one New York day, then answer the highest hourly high per company: table, CSV and report')
    .addOption(formatOption())
    .addOption(outputOption('where the rows are written as CSV').default('results.csv'))
    .addOption(new Option('--report <file>', 'where the report is written; beside the CSV when absent'))
    .option('--watch', 'then play the simulated market live, and show the pipeline on a page as "serve" does')
    .addOption(portOption());
  addExamples(command, 'tickerlake run --source yahoo --date 2026-11-20 --interval 5m --symbols AAPL,MSFT');
  return withSourceOptions(command, 'auto').action(async (options: RunOptions) => {
    const days = options.watch ? daysBeforeWatch(options, context.nowMs()) : collectRange(options, context.nowMs());
    const env = collectorEnv(context.env);
    refuseSeedOfRealMarket(options);
    const chosen = await chooseSource(options.source, env['TICKERLAKE_YAHOO_URL']);
    const pipeline = await openLocalPipeline({ ...options, collectorEnv: env });
    let collection: Collection;
    try {
      collection = await collectChosen(context, pipeline, options, days, chosen);
    } finally {
      await pipeline.close();
    }
    context.exitCode = judge(collection, context.progress);
    await publishResults(context, collection, {
      lake: options.lake,
      format: options.format,
      csv: options.output,
      report: options.report ?? join(dirname(options.output), 'report.html'),
    });
    if (options.watch) await servePage(context, { ...SERVE_DEFAULTS, ...watched(options) });
  });
}

/** What is played live of the options of a run. The day is the last session, whatever was collected. */
const watched = ({ lake, port, symbols, seed, faults }: RunOptions) => ({
  lake,
  port,
  ...(symbols && { symbols }),
  ...(seed !== undefined && { seed }),
  ...(faults && { faults }),
});

/** Where no day is asked for, the session before the one that is then played: its table fills while one looks. */
function daysBeforeWatch(options: RunOptions, nowMs: number): DateRange {
  if (options.date !== undefined || options.from !== undefined || options.to !== undefined)
    return collectRange(options, nowMs);
  const { date } = previousSession(lastFinishedSession(nowMs).date);
  return { from: date, to: date };
}

/** Collects from the chosen source; where `auto` met a Yahoo that then gave nothing, from the simulated market. */
async function collectChosen(
  context: CommandContext,
  pipeline: LocalPipeline,
  options: RunOptions,
  days: DateRange,
  chosen: ChosenSource,
): Promise<Collection> {
  const { progress } = context;
  if (chosen.note !== undefined) progress.note(chosen.note);
  const collection = await collectDays(pipeline, collectEvent(options, days, chosen.source), progress);
  const why = whyUnreached(collection);
  if (options.source !== 'auto' || why === undefined) return collection;
  progress.note(why === 'throttled' ? THROTTLED_NOTE : UNREACHABLE_NOTE);
  return await collectDays(pipeline, collectEvent(options, days, 'simulated'), progress);
}
