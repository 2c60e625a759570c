import { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../failures.ts';
import { addExamples } from '../help.ts';
import { feedAccount } from '../feed/feed-account.ts';
import { feedPlan, type FeedOptions, withFeedOptions } from '../feed/feed-options.ts';
import { playFeed } from '../feed/play-feed.ts';
import { openLocalPipeline } from '../local-pipeline.ts';

/** `tickerlake feed`: a day of the simulated market feed through the log pipeline, and the account of it. */
export function feedCommand(context: CommandContext): Command {
  const command = new Command('feed').description(
    'play a day of the simulated market feed through the pipeline, and account for every record',
  );
  addExamples(command, 'tickerlake feed --date 2026-11-20 --minutes 60 --speed 3600 --faults kill=0.05,duplicate=0.2');
  return withFeedOptions(command).action(async (options: FeedOptions) => {
    const plan = feedPlan(options, context.nowMs());
    const pipeline = await openLocalPipeline(options);
    try {
      const account = feedAccount(await playFeed(plan, { ...context, pipeline, lake: options.lake }));
      context.print(`${account.text}\n`);
      context.exitCode = account.addsUp ? EXIT.done : EXIT.failed;
    } finally {
      await pipeline.close();
    }
  });
}
