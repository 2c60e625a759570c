import type { Blueprint } from '../template/blueprint.ts';
import { evaluate } from '../template/evaluate.ts';
import { converge, liveScope } from './converge.ts';
import { exportFault } from './exports.ts';
import { outputsOf } from './plan.ts';
import { cleanUp, failedTo, leftoversOf } from './remove.ts';
import { rollBack } from './roll-back.ts';
import type { Stack } from './stack.ts';
import type { StackOutput } from './stack-record.ts';
import { assertGoesOn, reasonOf, type Workshop } from './workshop.ts';

/** Brings a stack that is CREATE_IN_PROGRESS or UPDATE_IN_PROGRESS to what the blueprint says, or back. */
export async function deploy(stack: Stack, blueprint: Blueprint, workshop: Workshop): Promise<void> {
  const isUpdate = stack.record.status === 'UPDATE_IN_PROGRESS';
  await converge(stack, blueprint, workshop);
  assertGoesOn(workshop);
  const result = failureOf(stack) ?? finish(stack, blueprint, workshop);
  if (typeof result !== 'string')
    return isUpdate
      ? completeUpdate(stack, blueprint, result, workshop)
      : stack.enter('CREATE_COMPLETE', undefined, { outputs: result });
  if (stack.record.disableRollback) return stack.enter(isUpdate ? 'UPDATE_FAILED' : 'CREATE_FAILED', result);
  await rollBack(stack, isUpdate ? result : `${result} Rollback requested by user.`, workshop);
}

function failureOf({ record }: Stack): string | undefined {
  const idsIn = (status: string) =>
    Object.values(record.resources)
      .filter((one) => one.status === status)
      .map(({ logicalId }) => logicalId);
  const [created, updated] = [idsIn('CREATE_FAILED'), idsIn('UPDATE_FAILED')];
  const parts = [
    created.length > 0 ? failedTo('create', created) : '',
    updated.length > 0 ? failedTo('update', updated) : '',
  ];
  return parts.filter((part) => part !== '').join(' ') || undefined;
}

/** The outputs of a stack whose resources are there, or why it cannot have them. */
function finish(stack: Stack, blueprint: Blueprint, workshop: Workshop): readonly StackOutput[] | string {
  try {
    const scope = liveScope(stack, blueprint, workshop);
    const outputs = outputsOf(blueprint, (value) => evaluate(value, scope));
    return exportFault(stack.record, outputs, workshop.exports) ?? outputs;
  } catch (error) {
    return reasonOf(error, '');
  }
}

async function completeUpdate(
  stack: Stack,
  blueprint: Blueprint,
  outputs: readonly StackOutput[],
  workshop: Workshop,
): Promise<void> {
  const all = Object.entries(stack.record.resources);
  const dropped = all.filter(([id]) => !blueprint.resources.has(id)).map(([, one]) => one);
  const resources = Object.fromEntries(all.filter(([id]) => blueprint.resources.has(id)));
  const given = leftoversOf(dropped, ({ deletionPolicy }) => deletionPolicy !== 'Delete');
  const leftovers = [...stack.record.leftovers, ...given];
  // From here on nothing is taken back.
  stack.enter('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', undefined, { outputs, resources, leftovers, before: undefined });
  await cleanUp(stack, workshop);
}
