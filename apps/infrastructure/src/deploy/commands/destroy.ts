import { withDependents } from '../assembly.ts';
import { type DeployedStack, findStack } from '../deployed-stack.ts';
import { markEvents, tellFailure } from '../failure-report.ts';
import { DriverError, EXIT, UsageError } from '../failures.ts';
import { foretell, type Foretold } from '../foretell.ts';
import { checkReady } from '../preflight.ts';
import { runCdk, STACKS_AT_ONCE } from '../programs.ts';
import { type AwsSession, namedStacks, type Session, synthesise, withAws } from '../session.ts';

/** `nx run collector:destroy`: the stack and those that need it, once somebody has read what goes and what stays. */
export const destroy = (session: Session): Promise<number> =>
  withAws(session, async (aws) => {
    await checkReady(aws);
    assertAnswerable(aws);
    const all = await synthesise(aws, aws.place);
    const doomed = await deployed(
      aws,
      withDependents(all, namedStacks(aws, all)).map(({ name }) => name),
    );
    if (doomed.length === 0) return nothingThere(aws);
    assertUnprotected(doomed);
    const foretold = await foretell(aws, doomed);
    if (!(await confirmed(aws, doomed, foretold))) return EXIT.failed;
    const names = doomed.map(({ name }) => name);
    const marks = await markEvents(aws, names);
    const ended = await runCdk(
      aws.context,
      ['destroy', '--force', '--concurrency', String(STACKS_AT_ONCE), '--app', aws.context.assemblyDir, ...names],
      aws.place,
    );
    if (ended.exitCode !== 0) return tellFailure(aws, ended, marks);
    aws.context.note(`Destroyed: ${names.join(', ')}.${foretold.staying}`);
    return EXIT.done;
  });

function assertAnswerable({ asked, context }: Session): void {
  if (asked.switches.has('yes') || context.ask) return;
  throw new UsageError('destroy asks before it does anything, and nobody is at a terminal here: give --yes.');
}

async function deployed({ clients }: AwsSession, names: readonly string[]): Promise<DeployedStack[]> {
  const found: DeployedStack[] = [];
  for (const name of names) {
    const stack = await findStack(clients.cloudFormation, name);
    if (stack) found.push(stack);
  }
  return found;
}

function nothingThere({ asked, config, context, place }: AwsSession): number {
  const what = asked.target === 'all' ? `no stack of ${config.name}` : `no stack ${config.name}-${asked.target}`;
  context.note(`There is ${what} in ${place.region}: nothing to destroy.`);
  return EXIT.done;
}

/** CloudFormation would refuse it, after the stacks that need it are gone already. */
function assertUnprotected(doomed: readonly DeployedStack[]): void {
  const guarded = doomed.find((stack) => stack.protected);
  if (!guarded) return;
  throw new DriverError(
    `${guarded.name} is protected against deletion, so nothing was destroyed. If you mean it: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${guarded.name}`,
  );
}

async function confirmed(
  { asked, context }: Session,
  doomed: readonly DeployedStack[],
  { staying, warning }: Foretold,
): Promise<boolean> {
  const names = doomed.map(({ name }) => name).join(', ');
  context.note(`${warning}These stacks are destroyed: ${names}.${staying}`);
  if (asked.switches.has('yes') || !context.ask) return true;
  const answer = await context.ask('Destroy them? (y/N) ');
  if (/^y(es)?$/i.test(answer.trim())) return true;
  context.note('Nothing was destroyed.');
  return false;
}
