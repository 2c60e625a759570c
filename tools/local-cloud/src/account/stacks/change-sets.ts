import { ServiceError } from '../../service.ts';
import { CHANGE_SET_NAME } from '../limits.ts';
import { validationError } from '../validation-error.ts';
import { assertUpdatable, type DeployOptions, startDeploy } from './operations.ts';
import { prepare, type Submission } from './prepare.ts';
import type { Stack } from './stack.ts';
import type { ChangeSet } from './stack-record.ts';
import type { Stacks } from './stacks.ts';

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

export interface ChangeSetRequest extends Submission {
  readonly name: string;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly description?: string | undefined;
  readonly clientToken?: string | undefined;
  /** The role that CloudFormation acts in, which is only noted here. */
  readonly roleArn?: string | undefined;
}

/** Finds what a deployment would change, and keeps it to be executed. A new stack comes into being with it, empty. */
export function createChangeSet(
  stacks: Stacks,
  stackName: string,
  request: ChangeSetRequest,
): { stack: Stack; changeSet: ChangeSet } {
  const { name, description, clientToken, roleArn, capabilities } = request;
  if (!CHANGE_SET_NAME.test(name))
    throw validationError(
      `Change set name '${name}' must be 1 to 128 letters, digits and hyphens, and begin with a letter`,
    );
  const existing = stacks.find(stackName);
  const known = existing?.record.changeSets.find((one) => one.name === name);
  if (existing && known && clientToken !== undefined && known.clientToken === clientToken)
    return { stack: existing, changeSet: known };
  if (known) throw new ServiceError('AlreadyExistsException', `ChangeSet [${name}] already exists`, 400);
  const isNew = assertKind(existing, stackName, request);
  const id = existing?.record.id ?? stacks.newId('stack', stackName);
  const { wanted, plan } = prepare(
    request,
    isNew ? undefined : existing?.record,
    stacks.placeOf(existing?.record.name ?? stackName, id),
    stacks.workshop,
  );
  const changeSet: ChangeSet = {
    id: stacks.newId('changeSet', name),
    name,
    createdMs: stacks.now,
    capabilities,
    wanted,
    changes: plan.changes,
    ...(plan.isEmpty
      ? { status: 'FAILED', statusReason: NO_CHANGES, executionStatus: 'UNAVAILABLE' }
      : { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' }),
    ...(description !== undefined && { description }),
    ...(clientToken !== undefined && { clientToken }),
    ...(roleArn !== undefined && { roleArn }),
  };
  const stack = existing ?? stacks.add(stackName, id);
  const changeSets = [...stack.record.changeSets, changeSet];
  if (existing) stack.change({ changeSets });
  else stack.enter('REVIEW_IN_PROGRESS', 'User Initiated', { changeSets });
  return { stack, changeSet };
}

/** Whether the change set is of a new stack. Throws when that does not fit what there is. */
function assertKind(existing: Stack | undefined, stackName: string, { name, kind }: ChangeSetRequest): boolean {
  const isNew = !existing || existing.record.status === 'REVIEW_IN_PROGRESS';
  if (kind === 'CREATE' && !isNew)
    throw new ServiceError(
      'AlreadyExistsException',
      `Stack [${stackName}] already exists and cannot be created again with the changeSet [${name}].`,
    );
  if (kind === 'UPDATE' && !existing) throw validationError(`Stack [${stackName}] does not exist`);
  if (existing && !isNew) assertUpdatable(existing.record);
  return isNew;
}

/** The change set of that name or id, and its stack, which only a name needs. */
export function changeSetAt(
  stacks: Stacks,
  stackName: string | undefined,
  nameOrId: string,
): { stack: Stack; changeSet: ChangeSet } {
  if (stackName === undefined && !nameOrId.startsWith('arn:'))
    throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.');
  const candidates =
    stackName === undefined ? stacks.records().flatMap(({ id }) => stacks.find(id) ?? []) : [stacks.at(stackName)];
  for (const stack of candidates) {
    const changeSet = stack.record.changeSets.find((one) => one.id === nameOrId || one.name === nameOrId);
    if (changeSet) return { stack, changeSet };
  }
  throw new ServiceError('ChangeSetNotFound', `ChangeSet [${nameOrId}] does not exist`, 404);
}

/** Carries out a change set. The others of its stack are void then. */
export function executeChangeSet(
  stacks: Stacks,
  stack: Stack,
  changeSet: ChangeSet,
  options: Omit<DeployOptions, 'capabilities' | 'roleArn'>,
): void {
  const { executionStatus, name, status, capabilities, roleArn } = changeSet;
  if (
    executionStatus === 'EXECUTE_COMPLETE' &&
    options.clientRequestToken !== undefined &&
    options.clientRequestToken === stack.record.clientRequestToken
  )
    return;
  if (executionStatus !== 'AVAILABLE')
    throw new ServiceError(
      'InvalidChangeSetStatus',
      `ChangeSet [${name}] cannot be executed in its current status of [${status}], ${executionStatus}`,
    );
  const isNew = stack.record.status === 'REVIEW_IN_PROGRESS';
  if (!isNew) assertUpdatable(stack.record);
  stack.change({ changeSets: [{ ...changeSet, executionStatus: 'EXECUTE_COMPLETE' }] });
  startDeploy(stacks, stack, changeSet.wanted, { ...options, capabilities, roleArn });
}

/** Deletes a change set. One that is not there is deleted already. */
export function deleteChangeSet(stacks: Stacks, stackName: string | undefined, nameOrId: string): void {
  const candidates =
    stackName === undefined ? stacks.records().flatMap(({ id }) => stacks.find(id) ?? []) : [stacks.at(stackName)];
  for (const stack of candidates) {
    const changeSets = stack.record.changeSets.filter((one) => one.id !== nameOrId && one.name !== nameOrId);
    if (changeSets.length < stack.record.changeSets.length) stack.change({ changeSets });
  }
}
