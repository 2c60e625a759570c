import { Command, Option } from 'commander';
import { parseCount } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { addExamples } from '../help.ts';
import { formatOption, intervalOption, outputOption } from '../command-options.ts';
import { COST_FIRST_TO_GO, COST_LOOKS, costRows, DATA_COLUMNS, TABLE_COLUMNS } from '../cost/cost-rows.ts';
import { costSentences, titleOf } from '../cost/cost-sentences.ts';
import { estimateCost } from '../cost/estimate.ts';
import { nextMonth, parseMonth } from '../cost/trading-month.ts';
import type { CostQuestion } from '../cost/workload.ts';
import type { TextFormat } from '../row-format.ts';
import { writeRows } from '../write-rows.ts';

interface CostOptions extends Omit<CostQuestion, 'month' | 'feed' | 'queriesPerDay'> {
  readonly month?: string;
  readonly feed?: true;
  readonly queries: number;
  readonly format: TextFormat;
  readonly output?: string;
}

const countOption = (flags: string, name: string, minimum: number, text: string): Option =>
  new Option(flags, text).argParser((given) => parseCount(name, minimum, given));

/** `tickerlake cost`: what a month of the pipeline costs on AWS. */
export function costCommand(context: CommandContext): Command {
  const command = new Command('cost')
    .description('estimate what a month of the pipeline costs on AWS, service by service')
    .addOption(countOption('--symbols <n>', '--symbols', 1, 'how many symbols are collected').default(10))
    .addOption(intervalOption('length of a bar').default('1m'))
    .addOption(new Option('--month <month>', 'YYYY-MM; the next whole one when absent').argParser(parseMonth))
    .option('--feed', "add the log leg with the market feed's quotes, rates and stories")
    .addOption(countOption('--queries <n>', '--queries', 0, 'questions asked each day').default(10))
    .addOption(countOption('--scanned-mb <n>', '--scanned-mb', 0, 'megabytes that each scans').default(10))
    .addOption(formatOption())
    .addOption(outputOption('write the rows to a file instead of stdout'))
    .action(async ({ symbols, interval, scannedMb, ...options }: CostOptions) => {
      const estimate = estimateCost({
        symbols,
        interval,
        month: options.month ?? nextMonth(context.nowMs()),
        feed: options.feed === true,
        queriesPerDay: options.queries,
        scannedMb,
      });
      const table = options.format === 'table' && options.output === undefined;
      const tell = (text: string): void => (table ? context.print(`${text}\n`) : context.progress.note(text));
      const columns = options.format === 'table' ? TABLE_COLUMNS : DATA_COLUMNS;
      tell(`${titleOf(estimate)}\n`);
      await writeRows(context, options, {
        columns,
        rows: costRows(estimate),
        looks: COST_LOOKS,
        firstToGo: COST_FIRST_TO_GO,
      });
      tell(`\n${costSentences(estimate).join('\n')}`);
    });
  return addExamples(command, 'tickerlake cost --symbols 500 --interval 1m --feed');
}
