import { ConfigError, InfrastructureError } from '../errors.ts';
import { readConfig } from '../read-config.ts';
import { type Action, parseArguments } from './arguments.ts';
import { bootstrap } from './commands/bootstrap.ts';
import { deploy } from './commands/deploy.ts';
import { destroy } from './commands/destroy.ts';
import { diff } from './commands/diff.ts';
import { invoke } from './commands/invoke.ts';
import { synth } from './commands/synth.ts';
import type { DriverContext } from './driver-context.ts';
import { DriverError, EXIT } from './failures.ts';
import type { Session } from './session.ts';

const COMMANDS: Readonly<Record<Action, (session: Session) => Promise<number>>> = {
  deploy,
  diff,
  synth,
  destroy,
  bootstrap,
  invoke,
};

/** Runs one command line; the answer is the exit code. What somebody can mend is told in a sentence, a fault of ours is thrown. */
export async function runDriver(argv: readonly string[], context: DriverContext): Promise<number> {
  try {
    const asked = parseArguments(argv);
    const config = readConfig({ env: context.env, context: asked.context });
    return await COMMANDS[asked.action]({ context, asked, config });
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error;
    context.note(error.message);
    if (error instanceof DriverError) return error.exitCode;
    return error instanceof ConfigError ? EXIT.usage : EXIT.failed;
  }
}
