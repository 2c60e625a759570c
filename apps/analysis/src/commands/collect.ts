import type { Command } from 'commander';
import { chooseSource } from '../choose-source.ts';
import { collectDays, judge, type Collection } from '../collect-days.ts';
import {
  collectEvent,
  type CollectOptions,
  collectorEnv,
  refuseSeedOfRealMarket,
  withSourceOptions,
} from '../collect-options.ts';
import type { CommandContext } from '../command-context.ts';
import { selectingCommand } from '../command-options.ts';
import { addExamples } from '../help.ts';
import { openLocalPipeline } from '../local-pipeline.ts';
import { collectRange, daysText } from '../trading-range.ts';

/** `tickerlake collect`: one day or a range of bars into the lake. */
export function collectCommand(context: CommandContext): Command {
  const command = selectingCommand('collect', 'length of a bar; 1m when absent').description(
    'collect the bars of one New York day, or of a range, into the lake',
  );
  addExamples(command, 'tickerlake collect --symbols AAPL,MSFT --date 2026-11-20 --interval 5m');
  return withSourceOptions(command, 'yahoo').action(async (options: CollectOptions) => {
    const days = collectRange(options, context.nowMs());
    const env = collectorEnv(context.env);
    refuseSeedOfRealMarket(options);
    const { source, note } = await chooseSource(options.source, env['TICKERLAKE_YAHOO_URL']);
    if (note !== undefined) context.progress.note(note);
    const event = collectEvent(options, days, source);
    const pipeline = await openLocalPipeline({ ...options, collectorEnv: env });
    try {
      const collection = await collectDays(pipeline, event, context.progress);
      context.exitCode = judge(collection, context.progress);
      context.progress.note(summary(collection, options.lake));
    } finally {
      await pipeline.close();
    }
  });
}

function summary({ event, report, counts }: Collection, lake: string): string {
  const more = counts.delivered.rows - report.bars;
  const surplus = more > 0 ? ` (${count(more)} of them waited from a run that was cut off, or were sent twice)` : '';
  return `${count(report.bars)} ${event.interval} bars of ${daysText(event)} collected from ${event.source}; ${count(counts.delivered.rows)} stored in ${lake}${surplus}.`;
}

const count = (records: number): string => records.toLocaleString('en-US');
