import { Command, Option } from 'commander';
import type { BarInterval } from '@tickerlake/record-schema';
import type { FaultPlan, StageCounts } from '@tickerlake/local-cloud';
import type { Account } from '@tickerlake/stream-producer';
import type { CommandContext } from '../command-context.ts';
import { intervalOption, lakeOption } from '../command-options.ts';
import { CommandError, EXIT, UsageError } from '../failures.ts';
import { parseFaults } from '../faults.ts';
import { type ImportCount, importRecords } from '../import-records.ts';
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
  return new Command('import')
    .description('bring files or folders of JSON records into the lake')
    .argument('<path...>', 'files or folders; gzip is unpacked')
    .addOption(lakeOption())
    .addOption(intervalOption('interval of bars that name none; else their commonest spacing'))
    .addOption(
      new Option('--observed-at <instant>', 'when the records were seen, for those that do not say').argParser(
        parseInstant,
      ),
    )
    .addOption(
      new Option('--faults <plan>', 'rehearse failures in the local cloud, such as reject=0.4').argParser(parseFaults),
    )
    .addHelpText(
      'after',
      '\nExample:\n  tickerlake import ~/downloads/my-bucket && tickerlake query highest-hourly-high',
    )
    .action(async (paths: string[], options: ImportOptions) => {
      const files = await listFiles(paths);
      const pipeline = await openLocalPipeline(options);
      try {
        const producer = pipeline.producer();
        const { lake: _lake, faults: _faults, ...defaults } = options;
        const count = await importRecords(files, producer, defaults, (path) =>
          context.progress.step(`Reading ${path}`),
        );
        const account = await producer.close();
        context.progress.step('Storing');
        const stored = await pipeline.drain();
        tell(context.progress, count, account, stored);
        context.exitCode = exitCodeOf(count, account, stored, paths);
      } finally {
        await pipeline.close();
      }
    });
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

function exitCodeOf(count: ImportCount, account: Account, stored: StageCounts, paths: readonly string[]): number {
  if (count.read === 0) throw new CommandError(`There are no records in ${paths.join(', ')}.`);
  if (stored.errorOutput.rows + account.rejected.length === 0) return EXIT.done;
  return stored.delivered.rows === 0 ? EXIT.failed : EXIT.partial;
}

const plural = (n: number, word: string): string => `${n.toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`;

function tell(progress: Progress, count: ImportCount, account: Account, stored: StageCounts): void {
  progress.note(
    `${plural(count.read, 'record')} in ${plural(count.files, 'file')}: ${stored.delivered.rows.toLocaleString('en-US')} stored, ` +
      `${[...count.dropped.values()].reduce((a, b) => a + b, 0)} dropped, ${stored.errorOutput.rows} kept in quarantine.`,
  );
  for (const [reason, dropped] of count.dropped) progress.note(`  dropped ${dropped}: ${reason}`);
  for (const { path, reason } of count.failed.slice(0, LISTED_FAILURES))
    progress.note(`  unreadable: ${path}: ${reason}`);
  if (count.failed.length > LISTED_FAILURES)
    progress.note(`  and ${count.failed.length - LISTED_FAILURES} more unreadable`);
  for (const { reason } of account.rejected.slice(0, LISTED_FAILURES))
    progress.note(`  not accepted by the stream: ${reason}`);
  if (count.skipped.length > 0) progress.note(`  passed over, no JSON records: ${count.skipped.join(', ')}`);
  if (count.withoutInterval.size > 0) {
    progress.note(`  no interval could be told for ${[...count.withoutInterval].join(', ')}: name it with --interval`);
  }
}
