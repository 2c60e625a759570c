import { eventsAfter, newestEventId } from './deployed-stack.ts';
import type { Ended } from './driver-context.ts';
import { EXIT } from './failures.ts';
import type { AwsSession } from './session.ts';
import { failureOf, failureText } from './stack-failure.ts';

/** The newest event of each stack: what comes after it is of the operation that follows. */
export type EventMarks = ReadonlyMap<string, string | undefined>;

export async function markEvents({ clients }: AwsSession, stacks: readonly string[]): Promise<EventMarks> {
  const marks = new Map<string, string | undefined>();
  for (const stack of stacks) marks.set(stack, await newestEventId(clients.cloudFormation, stack));
  return marks;
}

/** Says last, and in short, which resource failed and why; the answer is the exit code. */
export async function tellFailure(aws: AwsSession, { interrupted }: Ended, marks: EventMarks): Promise<number> {
  const { context, clients } = aws;
  const failures: string[] = [];
  for (const [stack, lastId] of marks) {
    const failure = failureOf(await eventsAfter(clients.cloudFormation, stack, lastId));
    if (failure) failures.push(failureText(failure));
  }
  if (interrupted) context.note(INTERRUPTED);
  else context.note(failures.length > 0 ? `\n${failures.join('\n\n')}` : NO_CAUSE);
  return interrupted ? EXIT.interrupted : EXIT.failed;
}

const INTERRUPTED =
  'Interrupted: CloudFormation goes on with a stack that it has begun. Run the same command again to see where it is.';
const NO_CAUSE = "No resource failed, as far as the stacks' events tell: why this ended is said above.";
