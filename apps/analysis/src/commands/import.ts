import { Command, Option } from 'commander';
import type { BarInterval } from '@tickerlake/record-schema';
import type { CloudCounts, FaultPlan } from '@tickerlake/local-cloud';
import type { Account } from '@tickerlake/stream-producer';
import type { CommandContext } from '../command-context.ts';
import { intervalOption, lakeOption } from '../command-options.ts';
import { EXIT, UsageError } from '../failures.ts';
import { addExamples } from '../help.ts';
import { faultsOption } from '../faults.ts';
import { type ImportCount, sendRecords, type Survey, surveyFiles } from '../import-records.ts';
import { openLocalPipeline } from '../local-pipeline.ts';
import type { Progress } from '../progress.ts';
import { listFiles } from '../record-files.ts';

interface ImportOptions {
  readonly lake: string;
  readonly interval?: BarInterval;
  readonly observedAt?: string;
  readonly faults?: FaultPlan;
}

/** How many failures are told one by one. */
const LISTED_FAILURES = 5;

/** `tickerlake import PATH…`: files of records, as real sources wrote them, through the pipeline into the lake. */
export function importCommand(context: CommandContext): Command {
  const command = new Command('import')
    .description('bring files or folders of JSON records into the lake')
    .argument('<path...>', 'files or folders; gzip is unpacked')
    .addOption(lakeOption())
    .addOption(intervalOption('interval of bars that name none; else their commonest spacing'))
    .addOption(
      new Option('--observed-at <instant>', 'when the records were seen, for those that do not say').argParser(
        parseInstant,
      ),
    )
    .addOption(faultsOption())
    .action(async (paths: string[], options: ImportOptions) => {
      const { progress } = context;
      const { lake: _lake, faults: _faults, ...defaults } = options;
      progress.step('Looking through the files');
      const survey = await surveyFiles(await listFiles(paths), defaults);
      const pipeline = await openLocalPipeline(options);
      try {
        const producer = pipeline.producer();
        const count = await sendRecords(survey, producer, defaults, (path) => progress.step(`Reading ${path}`));
        const account = await producer.close();
        progress.step('Storing');
        const outcome = outcomeOf(await pipeline.drain());
        tell(progress, { survey, count, account, ...outcome });
        context.exitCode = exitCodeOf(account, outcome);
      } finally {
        await pipeline.close();
      }
    });
  return addExamples(command, 'tickerlake import ~/downloads/my-bucket && tickerlake query highest-hourly-high');
}

function parseInstant(text: string): string {
  const instant = new Date(text);
  if (!/\dT\d.*(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(instant.getTime())) {
    throw new UsageError(
      `--observed-at takes an instant with its offset, such as 2026-11-20T21:00:00Z; got "${text}".`,
    );
  }
  return instant.toISOString();
}

/** Records that are in the lake, and those kept because nobody could read them: of both legs of the pipeline. */
interface Outcome {
  readonly stored: number;
  readonly kept: number;
}

function outcomeOf({ delivered, errorOutput, functions }: CloudCounts): Outcome {
  const { RecordsStored: logs = 0, DeadLettered: letters = 0 } = functions['processor']?.metrics ?? {};
  return { stored: delivered.rows + logs, kept: errorOutput.rows + letters };
}

/** What an import has to tell of. */
interface Told extends Outcome {
  readonly survey: Survey;
  readonly count: ImportCount;
  readonly account: Account;
}

function exitCodeOf(account: Account, { stored, kept }: Outcome): number {
  if (kept + account.rejected.length === 0) return EXIT.done;
  return stored === 0 ? EXIT.failed : EXIT.partial;
}

const plural = (n: number, word: string): string => `${n.toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`;

function tell(progress: Progress, { survey, count, account, stored, kept }: Told): void {
  progress.note(
    `${plural(count.read, 'record')} in ${plural(survey.readable.length, 'file')}: ${stored.toLocaleString('en-US')} stored, ` +
      `${[...count.dropped.values()].reduce((a, b) => a + b, 0)} dropped, ${kept} unreadable and kept.`,
  );
  for (const [reason, dropped] of count.dropped) progress.note(`  dropped ${dropped}: ${reason}`);
  for (const { path, reason } of count.failed.slice(0, LISTED_FAILURES))
    progress.note(`  unreadable: ${path}: ${reason}`);
  if (count.failed.length > LISTED_FAILURES)
    progress.note(`  and ${count.failed.length - LISTED_FAILURES} more unreadable`);
  if (kept > 0) progress.note('  "tickerlake replay" puts back what can be read by then');
  for (const { reason } of account.rejected.slice(0, LISTED_FAILURES))
    progress.note(`  not accepted by the stream: ${reason}`);
  if (survey.skipped.length > 0) progress.note(`  passed over, no JSON records: ${survey.skipped.join(', ')}`);
  if (count.withoutInterval.size > 0) {
    progress.note(`  no interval could be told for ${[...count.withoutInterval].join(', ')}: name it with --interval`);
  }
}
