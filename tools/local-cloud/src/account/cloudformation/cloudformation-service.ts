import { type QueryCall, queryService } from '../../query-service.ts';
import { element } from '../../s3/xml.ts';
import { notImplemented, type Service } from '../../service.ts';
import { changeSetAt, createChangeSet, deleteChangeSet, executeChangeSet } from '../stacks/change-sets.ts';
import { continueRollback, createStack, startDelete, startRollback, updateStack } from '../stacks/operations.ts';
import type { Stack } from '../stacks/stack.ts';
import type { Stacks } from '../stacks/stacks.ts';
import { describeCalls } from './describe-calls.ts';
import { assertKnown, deployOptions, required, submissionOf, texts } from './requests.ts';
import { templateCalls } from './template-calls.ts';
import type { Buckets } from './template-source.ts';

/** CloudFormation: stacks of the resource types that have a handler, by change sets or directly. */
export function cloudFormationService(stacks: Stacks, buckets: Buckets): Service {
  return queryService({
    name: 'CloudFormation',
    scope: 'cloudformation',
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    calls: {
      ...changeSetCalls(stacks, buckets),
      ...stackCalls(stacks, buckets),
      ...describeCalls(stacks),
      ...templateCalls(stacks, buckets),
    },
  });
}

type Calls = Readonly<Record<string, QueryCall>>;

const stackId = ({ record: { id } }: Stack): string => element('StackId', id);

const changeSetCalls = (stacks: Stacks, buckets: Buckets): Calls => ({
  CreateChangeSet: async (form) => {
    assertKnown(form, 'CreateChangeSet');
    const stackName = required(form, 'StackName');
    const kind = form.get('ChangeSetType') ?? 'UPDATE';
    if (kind !== 'CREATE' && kind !== 'UPDATE')
      throw notImplemented('CloudFormation', `CreateChangeSet of type ${kind}`, 'CREATE, UPDATE');
    const submission = await submissionOf(form, stacks.find(stackName)?.record, buckets);
    const { stack, changeSet } = createChangeSet(stacks, stackName, {
      ...submission,
      name: required(form, 'ChangeSetName'),
      kind,
      description: form.get('Description'),
      clientToken: form.get('ClientToken'),
      roleArn: form.get('RoleARN'),
    });
    return element('Id', changeSet.id) + stackId(stack);
  },
  ExecuteChangeSet: (form) => {
    const { stack, changeSet } = changeSetAt(stacks, form.get('StackName'), required(form, 'ChangeSetName'));
    executeChangeSet(stacks, stack, changeSet, deployOptions(form));
    return '';
  },
  DeleteChangeSet: (form) => {
    deleteChangeSet(stacks, form.get('StackName'), required(form, 'ChangeSetName'));
    return '';
  },
});

const stackCalls = (stacks: Stacks, buckets: Buckets): Calls => ({
  CreateStack: async (form) => {
    assertKnown(form, 'CreateStack');
    const submission = await submissionOf(form, undefined, buckets);
    const stack = createStack(stacks, required(form, 'StackName'), submission, deployOptions(form));
    if (form.get('EnableTerminationProtection') === 'true') stack.change({ terminationProtection: true });
    return stackId(stack);
  },
  UpdateStack: async (form) => {
    assertKnown(form, 'UpdateStack');
    const name = required(form, 'StackName');
    const submission = await submissionOf(form, stacks.at(name).record, buckets);
    return stackId(updateStack(stacks, name, submission, deployOptions(form)));
  },
  DeleteStack: (form) => {
    const clientRequestToken = form.get('ClientRequestToken');
    startDelete(stacks, required(form, 'StackName'), { retain: texts(form, 'RetainResources'), clientRequestToken });
    return '';
  },
  RollbackStack: (form) => stackId(startRollback(stacks, required(form, 'StackName'), form.get('ClientRequestToken'))),
  ContinueUpdateRollback: (form) => {
    continueRollback(
      stacks,
      required(form, 'StackName'),
      texts(form, 'ResourcesToSkip'),
      form.get('ClientRequestToken'),
    );
    return '';
  },
  UpdateTerminationProtection: (form) => {
    const stack = stacks.at(required(form, 'StackName'));
    stack.change({ terminationProtection: required(form, 'EnableTerminationProtection') === 'true' });
    return stackId(stack);
  },
});
