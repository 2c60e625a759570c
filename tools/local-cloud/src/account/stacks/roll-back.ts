import { ResourceError } from '../resource-handler.ts';
import { isSame } from '../template/json.ts';
import { stateFor } from './converge.ts';
import { cleanUp, failedTo, keyOf, leftoversOf, removeResources } from './remove.ts';
import type { Stack } from './stack.ts';
import type { StackBody, StackResource } from './stack-record.ts';
import { walk } from './walk.ts';
import { assertGoesOn, handlerOf, reasonOf, type Workshop } from './workshop.ts';

/** Takes a deployment back: to what was there before an update, or to nothing. */
export async function rollBack(stack: Stack, reason: string, workshop: Workshop): Promise<void> {
  if (stack.record.before) return rollBackUpdate(stack, reason, workshop);
  stack.enter('ROLLBACK_IN_PROGRESS', reason);
  const failed = await removeResources(stack, ({ deletionPolicy }) => deletionPolicy === 'Retain', workshop);
  assertGoesOn(workshop);
  if (failed.length > 0) return stack.enter('ROLLBACK_FAILED', failedTo('delete', failed));
  stack.enter('ROLLBACK_COMPLETE', undefined, { outputs: [], imports: [] });
}

/**
 * Takes an update back: what was changed is changed back, what was replaced is the stack's again, what is new goes last.
 * @param skipped logical ids that are left as they are, for a roll back that failed at them before.
 */
export async function rollBackUpdate(
  stack: Stack,
  reason: string | undefined,
  workshop: Workshop,
  skipped: readonly string[] = [],
): Promise<void> {
  const { before } = stack.record;
  if (!before) return;
  stack.enter('UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const all = Object.values(before.resources);
  const waits = new Map(all.map(({ logicalId, dependsOn }) => [logicalId, new Set(dependsOn)]));
  const revert = (id: string) => revertOne({ stack, before, workshop }, id, skipped.includes(id));
  await walk(waits, revert, { stopAtFailure: false, goesOn: workshop.goesOn });
  assertGoesOn(workshop);
  const failed = all.map(({ logicalId }) => logicalId).filter((id) => stack.resource(id)?.status === 'UPDATE_FAILED');
  if (failed.length > 0) return stack.enter('UPDATE_ROLLBACK_FAILED', failedTo('update', failed));
  const added = Object.values(stack.record.resources).filter(({ logicalId }) => !(logicalId in before.resources));
  const kept = all.flatMap((was) => {
    const now = stack.resource(was.logicalId);
    return now ? [[was.logicalId, withOldTies(now, was)] as const] : [];
  });
  const resources = Object.fromEntries(kept);
  const leftovers = [
    ...stack.record.leftovers,
    ...leftoversOf(added, ({ deletionPolicy }) => deletionPolicy === 'Retain'),
  ];
  const { description } = before;
  const patch = { ...before, description, resources, leftovers, before: undefined };
  stack.enter('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', undefined, patch);
  await cleanUp(stack, workshop);
}

interface Site {
  readonly stack: Stack;
  readonly before: StackBody;
  readonly workshop: Workshop;
}

async function revertOne({ stack, before, workshop }: Site, id: string, isSkipped: boolean): Promise<boolean> {
  const was = before.resources[id];
  const now = stack.resource(id);
  if (!was?.state || !now) return true;
  if (now.token !== was.token) return takeBack(stack, was, now);
  if (!isTouched(stack, before, was, now, workshop)) return true;
  // The events say so in AWS's words, by which the CDK CLI tells a skipped resource.
  if (isSkipped) return settled(stack, was, 'Resource skipped during UpdateRollback');
  const { reason: _, ...plain } = was;
  try {
    const { type, state, token } = was;
    const request = {
      stackName: stack.record.name,
      logicalId: id,
      type,
      properties: state.properties,
      tags: before.tags,
      clientToken: token,
    };
    stack.setResource({ ...plain, state: now.state ?? state, status: 'UPDATE_IN_PROGRESS' });
    const reverted = await handlerOf(workshop, type).update(request, now.state ?? state);
    if (reverted === 'replace') throw new ResourceError('It cannot be changed back in place', 'NotUpdatable');
    stack.setResource({ ...plain, state: stateFor(request, reverted), status: 'UPDATE_COMPLETE' });
    return true;
  } catch (error) {
    stack.setResource({
      ...plain,
      state: now.state ?? was.state,
      status: 'UPDATE_FAILED',
      reason: reasonOf(error, was.token),
    });
    return false;
  }
}

/** Whether an update has begun to change a resource. */
function isTouched(
  stack: Stack,
  before: StackBody,
  was: StackResource,
  now: StackResource,
  { handlers }: Workshop,
): boolean {
  const isTagged = handlers.get(was.type)?.taggable === true && !isSame(before.tags, stack.record.tags);
  return isTagged || !now.status.endsWith('_COMPLETE') || !isSame(now.state?.properties, was.state?.properties);
}

/** What only the stack knows of a resource is as it was, even where the resource itself was not touched. */
const withOldTies = (
  now: StackResource,
  { dependsOn, deletionPolicy, updateReplacePolicy }: StackResource,
): StackResource => ({ ...now, dependsOn, deletionPolicy, updateReplacePolicy });

/** The stack has its old resource again, and gives the new one up. */
function takeBack(stack: Stack, was: StackResource, now: StackResource): boolean {
  const [old] = leftoversOf([was], () => false);
  const others = stack.record.leftovers.filter((one) => !old || keyOf(one) !== keyOf(old));
  const given = leftoversOf([now], ({ updateReplacePolicy }) => updateReplacePolicy === 'Retain');
  stack.setResource({ ...was, status: 'UPDATE_COMPLETE' }, { leftovers: [...others, ...given] });
  return true;
}

function settled(stack: Stack, resource: StackResource, reason: string): boolean {
  stack.setResource({ ...resource, status: 'UPDATE_COMPLETE', reason });
  return true;
}
