import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { collectCommand } from './commands/collect.ts';
import { completionCommand } from './commands/completion.ts';
import { configureCommand } from './commands/configure.ts';
import { costCommand } from './commands/cost.ts';
import { feedCommand } from './commands/feed.ts';
import { importCommand } from './commands/import.ts';
import { queryCommand } from './commands/query.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { sqlCommand } from './commands/sql.ts';
import { statusCommand } from './commands/status.ts';
import type { CommandContext } from './command-context.ts';
import { CommandError, EXIT } from './failures.ts';
import { configureCommands } from './help.ts';
import { reasonOf } from './output-file.ts';

/** The whole command line. Every message for people goes to stderr, results go to stdout. */
export function createProgram(context: CommandContext): Command {
  const bringing = [runCommand, collectCommand, importCommand, feedCommand, replayCommand];
  const asking = [queryCommand, sqlCommand, configureCommand, statusCommand, reportCommand, serveCommand, costCommand];
  const program = new Command('tickerlake')
    .description('Keeps the minute bars that Yahoo forgets, and answers questions over them.')
    .version(manifest.version)
    .commandsGroup('About the command itself:')
    .helpCommand('help [command]', 'the same as --help')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some symbols or records failed (listed on stderr).',
    );
  for (const create of bringing) program.addCommand(create(context).helpGroup('Bring records into the lake:'));
  for (const create of asking) program.addCommand(create(context).helpGroup('Ask it, and look at it:'));
  program.addCommand(completionCommand(context));
  configureCommands(program, context);
  return program;
}

/** Runs one command line; the answer is the exit code. */
export async function runCommandLine(argv: readonly string[], context: CommandContext): Promise<number> {
  try {
    const done = createProgram(context).parseAsync(argv, { from: 'user' });
    await Promise.race([done, interruption(context)]);
    return context.exitCode;
  } catch (error) {
    return explain(error, context);
  } finally {
    context.progress.end();
  }
}

/** Rejects when the user interrupts. What was under way needs no ending: the pipeline goes on where a killed run stopped. */
const interruption = (context: CommandContext): Promise<never> =>
  new Promise((_, reject) => {
    const interrupt = (): void => {
      if (context.handlesInterrupt !== true) reject(new CommandError(INTERRUPTED));
    };
    context.signal.addEventListener('abort', interrupt, { once: true });
  });

const INTERRUPTED = 'Interrupted: what had arrived is kept, run the same command again to go on.';

/** One sentence for the user, and the exit code that goes with it. */
function explain(error: unknown, context: CommandContext): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  context.progress.note(reasonOf(error));
  return error instanceof CommandError ? error.exitCode : EXIT.failed;
}
