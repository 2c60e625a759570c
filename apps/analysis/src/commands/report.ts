import type { Command } from 'commander';
import { type BarScopeOptions, type Lake, latestBars } from '@tickerlake/athena-query';
import { BAR_INTERVALS } from '@tickerlake/record-schema';
import type { CommandContext } from '../command-context.ts';
import { outputOption, selectingCommand, type SelectionOptions } from '../command-options.ts';
import { CommandError } from '../failures.ts';
import { addExamples } from '../help.ts';
import { requireBars } from '../lake-contents.ts';
import { openLake } from '../open-lake.ts';
import { writeOutput } from '../output-file.ts';
import { renderReport } from '../report/report.ts';
import { readReportData, type ReportScope } from '../read-report.ts';
import { queryDays } from '../trading-range.ts';

interface ReportOptions extends SelectionOptions {
  readonly output: string;
}

/** `tickerlake report`: the report of any days in the lake. */
export function reportCommand(context: CommandContext): Command {
  const command = selectingCommand('report', 'bars to show; the finest that the lake holds when absent')
    .description('write the report of days in the lake as one HTML page (the newest day when none is named)')
    .addOption(outputOption('where the page is written').default('report.html'))
    .action(async (options: ReportOptions) => {
      const lake = await openLake(options.lake);
      try {
        const held = await requireBars(lake, options.lake);
        const asked = queryDays(options);
        const nothingAsked = asked.from === undefined && asked.to === undefined;
        const days = nothingAsked ? { from: held.to, to: held.to } : { ...held, ...asked };
        const { symbols, interval } = options;
        const scope = { ...days, ...(symbols && { symbols }), ...(interval && { interval }) };
        const told = await describeBars(lake, scope);
        const data = await readReportData(lake, { scope, ...days, ...told, stages: [], failures: [] });
        context.progress.note(`Report written to ${await writeOutput(options.output, renderReport(data))}`);
      } finally {
        await lake.close();
      }
    });
  return addExamples(command, 'tickerlake report --from 2026-11-16 --to 2026-11-20 --output week.html');
}

/** Interval and origin of what the page shows: those of the newest bar. */
async function describeBars(lake: Lake, scope: BarScopeOptions): Promise<Pick<ReportScope, 'interval' | 'market'>> {
  const [newest] = await lake.ask(latestBars(scope));
  if (newest === undefined) {
    throw new CommandError(
      `The lake holds no such bars from ${scope.from ?? ''} to ${scope.to ?? ''}: there is nothing to report.`,
    );
  }
  const source = newest.source ?? 'unknown source';
  const interval = BAR_INTERVALS.find((known) => known === newest.interval) ?? '1m';
  return { interval, market: { source, simulated: source === 'simulated' } };
}
