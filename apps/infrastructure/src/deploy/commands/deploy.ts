import { withNeeds } from '../assembly.ts';
import { markEvents, tellFailure } from '../failure-report.ts';
import { EXIT } from '../failures.ts';
import { checkReady } from '../preflight.ts';
import { runCdk, STACKS_AT_ONCE } from '../programs.ts';
import { namedStacks, type Session, synthesise, withAws } from '../session.ts';

/** `nx run collector:deploy`: the stack and what it needs, once it is known that it can be and what it changes is shown. */
export const deploy = (session: Session): Promise<number> =>
  withAws(session, async (aws) => {
    await checkReady(aws);
    const all = await synthesise(aws, aws.place);
    const names = withNeeds(all, namedStacks(aws, all)).map(({ name }) => name);
    const cdk = (...args: string[]) =>
      runCdk(aws.context, [...args, '--app', aws.context.assemblyDir, ...names], aws.place);
    if ((await cdk('diff')).interrupted) return EXIT.interrupted;
    const marks = await markEvents(aws, names);
    const ended = await cdk('deploy', ...(asks(aws) ? ASKING : AT_ONCE));
    return ended.exitCode === 0 ? EXIT.done : tellFailure(aws, ended, marks);
  });

/** cdk asks one question at a time. */
const ASKING = ['--require-approval', 'broadening'];
/** Each stack as soon as those that it needs are there. */
const AT_ONCE = ['--require-approval', 'never', '--concurrency', String(STACKS_AT_ONCE)];

/** Whether somebody is there to be asked, and wants to be. */
const asks = ({ asked, context }: Session): boolean => context.ask !== undefined && !asked.switches.has('yes');
