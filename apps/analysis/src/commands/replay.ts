import { Command } from 'commander';
import { LAKE_STACK, readSettings, settingsPath } from '../athena-settings.ts';
import { explainAwsFailure } from '../aws-failures.ts';
import type { CommandContext } from '../command-context.ts';
import { lakeOption } from '../command-options.ts';
import { EXIT, UsageError } from '../failures.ts';
import { addExamples } from '../help.ts';
import { openLocalPipeline } from '../local-pipeline.ts';
import { replayDeadLetters } from '../replay/dead-letters.ts';
import { replayQuarantine } from '../replay/quarantine.ts';
import { bothOf, type Replay } from '../replay/replay.ts';
import { localPlace, type ReplayPlace } from '../replay/replay-place.ts';
import type { StackQuestion } from '../stack-settings.ts';

interface ReplayOptions {
  readonly lake: string;
  /** True where no name was given. */
  readonly fromStack?: string | true;
  readonly region?: string;
  readonly dryRun?: boolean;
}

/** How many of those left are told one by one. */
const LISTED = 10;

/** `tickerlake replay`: what could not be read before and can be now goes through the pipeline again. */
export function replayCommand(context: CommandContext): Command {
  const command = new Command('replay')
    .description('put back what lies in quarantine or among the dead letters and can be read now')
    .addOption(lakeOption())
    .option('--from-stack [name]', "the lake's stack, of a deployment on AWS instead of a folder")
    .option('--region <region>', "the stack's region; as the AWS SDK finds it when absent")
    .option('--dry-run', 'only say what would be put back');
  addExamples(command, 'tickerlake replay --dry-run', 'tickerlake replay --from-stack tickerlake-lake');
  return command.action(async ({ lake, fromStack, region, dryRun = false }: ReplayOptions) => {
    if (fromStack === undefined && region !== undefined) throw new UsageError('--region goes with --from-stack.');
    if (fromStack !== undefined && command.getOptionValueSource('lake') !== 'default')
      throw new UsageError('replay takes --lake or --from-stack, not both.');
    const isLocal = fromStack === undefined;
    const replay = isLocal
      ? await replayLocally(lake, dryRun)
      : await replayDeployed({ ...(region !== undefined && { region }), ...deployed(context, fromStack) }, dryRun);
    tell(context, replay, dryRun);
    if (!isLocal && !dryRun && replay.records > 0) context.progress.note(ON_THEIR_WAY);
    context.exitCode = replay.left.length > 0 ? EXIT.partial : EXIT.done;
  });
}

const ON_THEIR_WAY = 'They are in the lake in a few minutes, bars and logs alike; what is read twice counts once.';

/** Which stack is meant: the one that is named, else the one that tickerlake configure has kept. */
const deployed = ({ env, signal }: CommandContext, fromStack: string | true) => ({
  stack: fromStack === true ? (readSettings(settingsPath(env))?.stack ?? LAKE_STACK) : fromStack,
  signal,
});

async function replayLocally(lake: string, dryRun: boolean): Promise<Replay> {
  const pipeline = await openLocalPipeline({ lake });
  try {
    const replay = await replayAll(localPlace(pipeline), dryRun);
    if (!dryRun) await pipeline.drain();
    return replay;
  } finally {
    await pipeline.close();
  }
}

async function replayDeployed(question: StackQuestion, dryRun: boolean): Promise<Replay> {
  // Loaded when asked for: who reads a folder does without AWS.
  const { openStacks } = await import('../replay/stack-place.ts');
  try {
    const place = await openStacks(question);
    try {
      return await replayAll(place, dryRun);
    } finally {
      place.close();
    }
  } catch (error) {
    throw explainAwsFailure(error);
  }
}

const replayAll = async (place: ReplayPlace, dryRun: boolean): Promise<Replay> =>
  bothOf(await replayDeadLetters(place, dryRun), await replayQuarantine(place, dryRun));

function tell({ progress }: CommandContext, { records, left }: Replay, dryRun: boolean): void {
  const done = dryRun ? 'can be put back' : 'put back';
  progress.note(`${records.toLocaleString('en-US')} records ${done}, ${left.length} pieces stay unreadable.`);
  for (const { place, reason } of left.slice(0, LISTED)) progress.note(`  ${place}: ${reason}`);
  if (left.length > LISTED) progress.note(`  and ${left.length - LISTED} more`);
}
