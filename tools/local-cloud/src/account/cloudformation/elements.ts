import { members, wrap } from '../../query-service.ts';
import { element } from '../../s3/xml.ts';
import type { ChangeDetail, ResourceChange } from '../stacks/resource-change.ts';
import type { ChangeSet, StackEvent, StackOutput, StackRecord, StackResource, Tags } from '../stacks/stack-record.ts';
import type { ParameterValue } from '../template/parameters.ts';

/** What nobody may see is shown so. */
const HIDDEN = '****';

const time = (name: string, ms: number | undefined): string =>
  element(name, ms === undefined ? undefined : new Date(ms).toISOString());

export const list = (name: string, all: readonly string[]): string =>
  wrap(name, all.map((one) => element('member', one)).join(''));

const parameter = ({ key, value, resolved, noEcho }: ParameterValue): string =>
  element('ParameterKey', key) +
  element('ParameterValue', noEcho ? HIDDEN : value) +
  element('ResolvedValue', noEcho ? undefined : resolved);

const output = ({ key, value, description, exportName }: StackOutput): string =>
  element('OutputKey', key) +
  element('OutputValue', value) +
  element('Description', description) +
  element('ExportName', exportName);

const tags = (all: Tags): string =>
  members(
    'Tags',
    Object.entries(all).map(([key, value]) => element('Key', key) + element('Value', value)),
  );

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html */
export const stackElements = (record: StackRecord): string =>
  element('StackId', record.id) +
  element('StackName', record.name) +
  element('Description', record.description) +
  members('Parameters', record.parameters.map(parameter)) +
  time('CreationTime', record.createdMs) +
  time('LastUpdatedTime', record.updatedMs) +
  time('DeletionTime', record.deletedMs) +
  wrap('RollbackConfiguration', '') +
  element('StackStatus', record.status) +
  element('StackStatusReason', record.statusReason) +
  element('DisableRollback', record.disableRollback) +
  wrap('NotificationARNs', '') +
  list('Capabilities', record.capabilities) +
  members('Outputs', record.outputs.map(output)) +
  element('RoleARN', record.roleArn) +
  tags(record.tags) +
  element('EnableTerminationProtection', record.terminationProtection) +
  wrap('DriftInformation', element('StackDriftStatus', 'NOT_CHECKED'));

export const stackSummary = (record: StackRecord): string =>
  element('StackId', record.id) +
  element('StackName', record.name) +
  element('TemplateDescription', record.description) +
  time('CreationTime', record.createdMs) +
  time('LastUpdatedTime', record.updatedMs) +
  time('DeletionTime', record.deletedMs) +
  element('StackStatus', record.status) +
  element('StackStatusReason', record.statusReason);

export const eventElements = ({ id, name }: StackRecord, event: StackEvent): string =>
  element('StackId', id) +
  element('StackName', name) +
  element('EventId', event.id) +
  element('LogicalResourceId', event.logicalId) +
  element('PhysicalResourceId', event.physicalId) +
  element('ResourceType', event.type) +
  time('Timestamp', event.atMs) +
  element('ResourceStatus', event.status) +
  element('ResourceStatusReason', event.reason) +
  element('ClientRequestToken', event.clientRequestToken);

/** A resource; `timeName` is what the call at hand calls the time of its last change. */
export const resourceElements = (resource: StackResource, timeName: 'Timestamp' | 'LastUpdatedTimestamp'): string =>
  element('LogicalResourceId', resource.logicalId) +
  element('PhysicalResourceId', resource.state?.physicalId) +
  element('ResourceType', resource.type) +
  time(timeName, resource.changedMs) +
  element('ResourceStatus', resource.status) +
  element('ResourceStatusReason', resource.reason) +
  wrap('DriftInformation', element('StackResourceDriftStatus', 'NOT_CHECKED'));

export const changeSetElements = ({ id: stackId, name: stackName }: StackRecord, changeSet: ChangeSet): string =>
  element('ChangeSetId', changeSet.id) +
  element('ChangeSetName', changeSet.name) +
  element('StackId', stackId) +
  element('StackName', stackName) +
  element('Description', changeSet.description) +
  time('CreationTime', changeSet.createdMs) +
  element('ExecutionStatus', changeSet.executionStatus) +
  element('Status', changeSet.status) +
  element('StatusReason', changeSet.statusReason);

/** What a change set has beside its summary. */
export const changeSetDetails = ({ wanted, capabilities }: ChangeSet): string =>
  members('Parameters', wanted.parameters.map(parameter)) + list('Capabilities', capabilities) + tags(wanted.tags);

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html */
export function changeElements(change: ResourceChange, withValues: boolean): string {
  const { action, logicalId, physicalId, type, replacement, policyAction, details, before, after } = change;
  const context = (name: string, properties: ResourceChange['before']) =>
    element(name, withValues && properties ? JSON.stringify({ Properties: properties }) : undefined);
  const children =
    element('PolicyAction', policyAction) +
    element('Action', action) +
    element('LogicalResourceId', logicalId) +
    element('PhysicalResourceId', physicalId) +
    element('ResourceType', type) +
    element('Replacement', replacement) +
    list('Scope', [...new Set(details.map(({ attribute }) => attribute))]) +
    members('Details', details.map(detailElements)) +
    context('BeforeContext', before) +
    context('AfterContext', after);
  return element('Type', 'Resource') + wrap('ResourceChange', children);
}

const detailElements = ({ attribute, name, requiresRecreation, evaluation }: ChangeDetail): string =>
  wrap(
    'Target',
    element('Attribute', attribute) +
      element('Name', name) +
      element('RequiresRecreation', attribute === 'Properties' ? requiresRecreation : undefined),
  ) +
  element('Evaluation', evaluation) +
  element('ChangeSource', evaluation === 'Dynamic' ? 'ResourceAttribute' : 'DirectModification');
