import { type Form, items } from '../../query-service.ts';
import { notImplemented } from '../../service.ts';
import type { DeployOptions } from '../stacks/operations.ts';
import type { Submission } from '../stacks/prepare.ts';
import type { StackRecord, Tags } from '../stacks/stack-record.ts';
import type { GivenParameter } from '../template/parameters.ts';
import { validationError } from '../validation-error.ts';
import { type Buckets, templateOf } from './template-source.ts';

/** Parameters that ask for what is not here. To ignore them would be to lose what they say. */
const FOREIGN = [
  'ResourcesToImport',
  'ResourceTypes',
  'RollbackConfiguration.RollbackTriggers',
  'NotificationARNs',
  'StackPolicyBody',
  'StackPolicyURL',
  'StackPolicyDuringUpdate',
  'TimeoutInMinutes',
  'OnStackFailure',
];

/** Throws for a parameter whose meaning is not part of the local account. An empty list means nothing. */
export function assertKnown(form: Form, call: string): void {
  const foreign = FOREIGN.find((name) => [...form].some(([key, value]) => key.startsWith(name) && value !== ''));
  if (foreign !== undefined)
    throw notImplemented('CloudFormation', `${call} with ${foreign}`, 'creating, updating and deleting stacks');
  if (form.get('DeploymentMode') === 'REVERT_DRIFT')
    throw notImplemented('CloudFormation', `${call} that reverts drift`, 'creating, updating and deleting stacks');
}

export function required(form: Form, name: string): string {
  const value = form.get(name);
  if (value) return value;
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  throw validationError(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

export const texts = (form: Form, name: string): string[] =>
  [...form].filter(([key]) => key.startsWith(`${name}.member.`)).map(([, value]) => value);

/** What is asked to be deployed. What it leaves out stays as it is in the stack that is updated. */
export async function submissionOf(
  form: Form,
  current: StackRecord | undefined,
  buckets: Buckets,
): Promise<Submission> {
  const previous = form.get('UsePreviousTemplate') === 'true' ? current?.templateBody || undefined : undefined;
  const templateBody = (await templateOf(form, buckets)) ?? previous;
  if (templateBody === undefined) throw validationError('Either Template URL or Template Body must be specified.');
  return {
    templateBody,
    parameters: items(form, 'Parameters.member').map(parameterOf),
    tags: tagsOf(form) ?? current?.tags ?? {},
    capabilities: texts(form, 'Capabilities'),
    importExisting: form.get('ImportExistingResources') === 'true',
  };
}

function parameterOf(form: Form): GivenParameter {
  const key = required(form, 'ParameterKey');
  if (form.get('UsePreviousValue') === 'true') return { key, usePreviousValue: true };
  return { key, value: form.get('ParameterValue') ?? '' };
}

function tagsOf(form: Form): Tags | undefined {
  if (![...form.keys()].some((key) => key === 'Tags' || key.startsWith('Tags.'))) return undefined;
  return Object.fromEntries(items(form, 'Tags.member').map((tag) => [required(tag, 'Key'), tag.get('Value') ?? '']));
}

export function deployOptions(form: Form): DeployOptions {
  const onFailure = form.get('OnFailure') ?? 'ROLLBACK';
  if (onFailure === 'DELETE')
    throw notImplemented('CloudFormation', 'CreateStack with OnFailure=DELETE', 'ROLLBACK and DO_NOTHING');
  return {
    disableRollback: form.get('DisableRollback') === 'true' || onFailure === 'DO_NOTHING',
    capabilities: texts(form, 'Capabilities'),
    roleArn: form.get('RoleARN'),
    clientRequestToken: form.get('ClientRequestToken'),
  };
}

/** A page of a list, and where the next begins, as elements in which `write` tells an item. */
export function pageOf<T>(
  form: Form,
  list: readonly T[],
  pageSize: number,
): { page: readonly T[]; nextToken: string | undefined } {
  const token = form.get('NextToken') ?? '0';
  const start = Number(token);
  if (!/^\d+$/.test(token) || start > list.length) throw validationError(`NextToken ${token} is not one of this list`);
  const end = start + pageSize;
  return { page: list.slice(start, end), nextToken: end < list.length ? String(end) : undefined };
}
