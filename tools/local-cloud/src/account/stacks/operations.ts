import { ServiceError } from '../../service.ts';
import { validationError } from '../validation-error.ts';
import { deploy } from './deploy.ts';
import { exportsInUse } from './exports.ts';
import { blueprintOf, prepare, type Submission } from './prepare.ts';
import { deleteStack } from './remove.ts';
import { rollBack, rollBackUpdate } from './roll-back.ts';
import type { Stack } from './stack.ts';
import type { StackBody, StackRecord, StackStatus, WantedBody } from './stack-record.ts';
import type { Stacks } from './stacks.ts';

/** How a deployment is carried out. */
export interface DeployOptions {
  readonly disableRollback: boolean;
  readonly capabilities: readonly string[];
  readonly roleArn?: string | undefined;
  readonly clientRequestToken?: string | undefined;
}

const UPDATABLE: ReadonlySet<StackStatus> = new Set([
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
]);

export function assertUpdatable({ id, status }: StackRecord): void {
  if (UPDATABLE.has(status)) return;
  throw validationError(`Stack:${id} is in ${status} state and can not be updated.`);
}

/** Whether a request was seen before: its client has had no answer and sends it again. */
const isRepeated = ({ record }: Stack, token: string | undefined): boolean =>
  token !== undefined && record.clientRequestToken === token;

/** Begins to make a stack what is wanted. What was there before is kept for a roll back. */
export function startDeploy(stacks: Stacks, stack: Stack, wanted: WantedBody, options: DeployOptions): void {
  const { record } = stack;
  const isNew = record.status === 'REVIEW_IN_PROGRESS';
  const before = isNew || record.status === 'CREATE_FAILED' ? undefined : (record.before ?? bodyOf(record));
  const updated = isNew ? {} : { updatedMs: stacks.now };
  stack.enter(isNew ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS', 'User Initiated', {
    ...wanted,
    ...options,
    ...updated,
    before,
  });
  const blueprint = blueprintOf(wanted, stacks.placeOf(record.name, record.id));
  stacks.run(stack, () => deploy(stack, blueprint, stacks.workshop));
}

const bodyOf = ({
  templateBody,
  description,
  parameters,
  tags,
  imports,
  resources,
  outputs,
}: StackRecord): StackBody => ({
  templateBody,
  description,
  parameters,
  tags,
  imports,
  resources,
  outputs,
});

/** CreateStack. */
export function createStack(stacks: Stacks, name: string, submission: Submission, options: DeployOptions): Stack {
  const existing = stacks.find(name);
  if (existing && isRepeated(existing, options.clientRequestToken)) return existing;
  if (existing && existing.record.status !== 'REVIEW_IN_PROGRESS')
    throw new ServiceError('AlreadyExistsException', `Stack [${name}] already exists`);
  const id = existing?.record.id ?? stacks.newId('stack', name);
  const { wanted } = prepare(submission, undefined, stacks.placeOf(name, id), stacks.workshop);
  const stack = existing ?? stacks.add(name, id);
  startDeploy(stacks, stack, wanted, options);
  return stack;
}

/** UpdateStack. */
export function updateStack(stacks: Stacks, name: string, submission: Submission, options: DeployOptions): Stack {
  const stack = stacks.at(name);
  const { record } = stack;
  if (isRepeated(stack, options.clientRequestToken)) return stack;
  assertUpdatable(record);
  const { wanted, plan } = prepare(submission, record, stacks.placeOf(record.name, record.id), stacks.workshop);
  if (plan.isEmpty) throw validationError('No updates are to be performed.');
  startDeploy(stacks, stack, wanted, options);
  return stack;
}

export interface DeleteOptions {
  /** Logical ids of resources that stay, of a stack that could not be deleted before. */
  readonly retain: readonly string[];
  readonly clientRequestToken?: string | undefined;
}

/** DeleteStack. One that is not there is deleted already. */
export function startDelete(stacks: Stacks, nameOrId: string, { retain, clientRequestToken }: DeleteOptions): void {
  const stack = stacks.find(nameOrId);
  if (!stack || stack.record.status === 'DELETE_COMPLETE' || isRepeated(stack, clientRequestToken)) return;
  const { name, status, terminationProtection } = stack.record;
  if (terminationProtection)
    throw validationError(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`);
  if (status === 'REVIEW_IN_PROGRESS') return stack.enter('DELETE_COMPLETE', undefined, { changeSets: [] });
  if (status.endsWith('_IN_PROGRESS'))
    throw validationError(`Stack [${name}] cannot be deleted while in status ${status}`);
  if (retain.length > 0 && status !== 'DELETE_FAILED')
    throw validationError(
      `RetainResources can only be given for a stack in DELETE_FAILED, and [${name}] is in ${status}`,
    );
  const inUse = exportsInUse(stack.record, stacks.workshop.exports);
  if (inUse !== undefined) return stack.enter(status, inUse);
  stack.enter('DELETE_IN_PROGRESS', 'User Initiated', { clientRequestToken });
  stacks.run(stack, () => deleteStack(stack, retain, stacks.workshop));
}

/** RollbackStack: takes back a deployment that failed with its roll back disabled, or that was interrupted. */
export function startRollback(stacks: Stacks, nameOrId: string, clientRequestToken: string | undefined): Stack {
  const stack = stacks.at(nameOrId);
  if (isRepeated(stack, clientRequestToken)) return stack;
  const { id, status } = stack.record;
  if (status !== 'CREATE_FAILED' && status !== 'UPDATE_FAILED')
    throw validationError(
      `Stack:${id} is in ${status} state and can not be rolled back. Allowed are CREATE_FAILED and UPDATE_FAILED.`,
    );
  stack.change({ clientRequestToken });
  stacks.run(stack, () => rollBack(stack, 'User Initiated', stacks.workshop));
  return stack;
}

/** ContinueUpdateRollback. */
export function continueRollback(
  stacks: Stacks,
  nameOrId: string,
  skipped: readonly string[],
  clientRequestToken: string | undefined,
): void {
  const stack = stacks.at(nameOrId);
  if (isRepeated(stack, clientRequestToken)) return;
  const { id, status, resources } = stack.record;
  if (status !== 'UPDATE_ROLLBACK_FAILED')
    throw validationError(
      `Stack:${id} is in ${status} state and its roll back can not be continued. Allowed is UPDATE_ROLLBACK_FAILED.`,
    );
  const unknown = skipped.filter((one) => resources[one]?.status !== 'UPDATE_FAILED');
  if (unknown.length > 0)
    throw validationError(`ResourcesToSkip names what is not UPDATE_FAILED: [${unknown.join(', ')}]`);
  stack.change({ clientRequestToken });
  stacks.run(stack, () => rollBackUpdate(stack, 'User Initiated', stacks.workshop, skipped));
}
