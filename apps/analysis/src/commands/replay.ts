import { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { lakeOption } from '../command-options.ts';
import { EXIT } from '../failures.ts';
import { openLocalPipeline } from '../local-pipeline.ts';
import { replayDeadLetters } from '../replay/dead-letters.ts';
import { replayQuarantine } from '../replay/quarantine.ts';
import { bothOf, type Replay } from '../replay/replay.ts';

/** How many of those left are told one by one. */
const LISTED = 10;

/** `tickerlake replay`: what could not be read before and can be now goes through the pipeline again. */
export function replayCommand(context: CommandContext): Command {
  return new Command('replay')
    .description('put back what lies in quarantine or among the dead letters and can be read now')
    .addOption(lakeOption())
    .option('--dry-run', 'only say what would be put back')
    .addHelpText('after', '\nExample:\n  tickerlake replay --dry-run')
    .action(async ({ lake, dryRun = false }: { readonly lake: string; readonly dryRun?: boolean }) => {
      const pipeline = await openLocalPipeline({ lake });
      try {
        const letters = await replayDeadLetters(pipeline.sqs, dryRun);
        const replay = bothOf(letters, await replayQuarantine(pipeline.s3, pipeline.producer(), dryRun));
        if (!dryRun) await pipeline.drain();
        tell(context, replay, dryRun);
        context.exitCode = replay.left.length > 0 ? EXIT.partial : EXIT.done;
      } finally {
        await pipeline.close();
      }
    });
}

function tell({ progress }: CommandContext, { records, left }: Replay, dryRun: boolean): void {
  const done = dryRun ? 'can be put back' : 'put back';
  progress.note(`${records.toLocaleString('en-US')} records ${done}, ${left.length} pieces stay unreadable.`);
  for (const { place, reason } of left.slice(0, LISTED)) progress.note(`  ${place}: ${reason}`);
  if (left.length > LISTED) progress.note(`  and ${left.length - LISTED} more`);
}
