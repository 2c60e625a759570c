import type { Dependencies } from '../template/dependencies.ts';
import type { Stack } from './stack.ts';
import type { Leftover, ResourceStatus, StackResource } from './stack-record.ts';
import { reversed, walk } from './walk.ts';
import { assertGoesOn, handlerOf, reasonOf, type Workshop } from './workshop.ts';

/** What is said of each step. */
type Tell = (leftover: Leftover, status: ResourceStatus, reason?: string) => void;

/**
 * Deletes resources, each before what it depends on, and keeps those that are retained. What cannot be deleted keeps what
 * it depends on; all others go.
 */
async function removeAll(leftovers: readonly Leftover[], tell: Tell, workshop: Workshop): Promise<void> {
  const byKey = new Map(leftovers.map((one) => [keyOf(one), one]));
  const remove = async (key: string): Promise<boolean> => {
    const leftover = byKey.get(key);
    return leftover === undefined || (await removeOne(leftover, tell, workshop));
  };
  await walk(reversed(dependenciesAmong(leftovers)), remove, { stopAtFailure: false, goesOn: workshop.goesOn });
}

/** A replaced resource and its successor share their logical id. */
export const keyOf = ({ logicalId, state }: Leftover): string => `${logicalId}/${state.physicalId}`;

function dependenciesAmong(leftovers: readonly Leftover[]): Dependencies {
  const keysOf = (ids: readonly string[]) => leftovers.filter(({ logicalId }) => ids.includes(logicalId)).map(keyOf);
  return new Map(leftovers.map((one) => [keyOf(one), new Set(keysOf(one.dependsOn))]));
}

async function removeOne(leftover: Leftover, tell: Tell, workshop: Workshop): Promise<boolean> {
  const { state, isRetained } = leftover;
  try {
    if (isRetained) {
      workshop.retain(state);
      tell(leftover, 'DELETE_SKIPPED');
      return true;
    }
    tell(leftover, 'DELETE_IN_PROGRESS');
    await handlerOf(workshop, state.type).delete(state);
    tell(leftover, 'DELETE_COMPLETE');
    return true;
  } catch (error) {
    tell(leftover, 'DELETE_FAILED', reasonOf(error, state.physicalId));
    return false;
  }
}

/** What of a stack's resources there is to remove, where `isRetained` says which are kept. */
export const leftoversOf = (
  resources: readonly StackResource[],
  isRetained: (one: StackResource) => boolean,
): Leftover[] =>
  resources.flatMap((one) =>
    one.state
      ? [{ logicalId: one.logicalId, state: one.state, dependsOn: one.dependsOn, isRetained: isRetained(one) }]
      : [],
  );

/** Removes all that a stack has, what it has given up included. Returns the logical ids of what could not be deleted. */
export async function removeResources(
  stack: Stack,
  isRetained: (one: StackResource) => boolean,
  workshop: Workshop,
): Promise<string[]> {
  const own = leftoversOf(Object.values(stack.record.resources), isRetained);
  const tell: Tell = (one, status, reason) =>
    (own.includes(one) ? tellOfOwn : tellOfLeftover)(stack, one, status, reason);
  await removeAll([...own, ...stack.record.leftovers], tell, workshop);
  const left = [...leftoversOf(Object.values(stack.record.resources), () => false), ...stack.record.leftovers];
  return left.map(({ logicalId }) => logicalId);
}

/** Removes what the stack has given up. */
async function removeLeftovers(stack: Stack, workshop: Workshop): Promise<void> {
  const tell: Tell = (one, status, reason) => tellOfLeftover(stack, one, status, reason);
  await removeAll(stack.record.leftovers, tell, workshop);
}

const isGone = (status: ResourceStatus): boolean => status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED';

function tellOfOwn(stack: Stack, { logicalId }: Leftover, status: ResourceStatus, reason?: string): void {
  const resource = stack.resource(logicalId);
  if (!resource) return;
  const { state, reason: _, ...plain } = resource;
  const kept = !isGone(status) && state && { state };
  stack.setResource({ ...plain, status, ...(reason !== undefined && { reason }), ...kept });
}

function tellOfLeftover(stack: Stack, leftover: Leftover, status: ResourceStatus, reason?: string): void {
  const leftovers = stack.record.leftovers.filter((one) => !isGone(status) || keyOf(one) !== keyOf(leftover));
  stack.tell(leftover, status, reason, { leftovers });
}

export const failedTo = (verb: string, ids: readonly string[]): string =>
  `The following resource(s) failed to ${verb}: [${ids.join(', ')}].`;

/** Ends an operation that has only to remove what is left over. What cannot be deleted stays without a stack, as on AWS. */
export async function cleanUp(stack: Stack, workshop: Workshop): Promise<void> {
  await removeLeftovers(stack, workshop);
  assertGoesOn(workshop);
  for (const { state } of stack.record.leftovers) workshop.retain(state);
  const isRollback = stack.record.status === 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS';
  stack.enter(isRollback ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_COMPLETE', undefined, { leftovers: [] });
}

/** Deletes a stack's resources, but for those that `retained` names or whose policy keeps them. */
export async function deleteStack(stack: Stack, retained: readonly string[], workshop: Workshop): Promise<void> {
  const isKept = (id: string) => retained.includes(id);
  const failed = await removeResources(
    stack,
    (one) => isKept(one.logicalId) || one.deletionPolicy !== 'Delete',
    workshop,
  );
  assertGoesOn(workshop);
  if (failed.length > 0) return stack.enter('DELETE_FAILED', failedTo('delete', failed));
  stack.enter('DELETE_COMPLETE', undefined, { imports: [], outputs: [], before: undefined, changeSets: [] });
}
