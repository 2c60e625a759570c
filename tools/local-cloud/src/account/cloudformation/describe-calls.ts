import { type Form, members, type QueryCall } from '../../query-service.ts';
import { element } from '../../s3/xml.ts';
import { changeSetAt } from '../stacks/change-sets.ts';
import type { StackRecord, StackResource } from '../stacks/stack-record.ts';
import type { Stacks } from '../stacks/stacks.ts';
import { validationError } from '../validation-error.ts';
import {
  changeElements,
  changeSetDetails,
  changeSetElements,
  eventElements,
  resourceElements,
  stackElements,
  stackSummary,
} from './elements.ts';
import { pageOf, required, texts } from './requests.ts';

/** Items of an answer; AWS cuts by bytes, at about as many. */
const PAGE = 100;

/** Calls that only look. */
export const describeCalls = (stacks: Stacks): Readonly<Record<string, QueryCall>> => ({
  DescribeStacks: (form) => describeStacks(stacks, form),
  DescribeStackEvents: (form) => {
    const { record } = stacks.at(required(form, 'StackName'));
    return paged(form, 'StackEvents', record.events.toReversed(), (event) => eventElements(record, event));
  },
  DescribeStackResources: (form) => {
    const found = describedResources(stacks, form);
    return members(
      'StackResources',
      found.map(([record, one]) => ofStack(record) + resourceElements(one, 'Timestamp')),
    );
  },
  DescribeStackResource: (form) => {
    const { record } = stacks.at(required(form, 'StackName'));
    const one = resourceAt(record, required(form, 'LogicalResourceId'));
    return `<StackResourceDetail>${ofStack(record)}${resourceElements(one, 'LastUpdatedTimestamp')}</StackResourceDetail>`;
  },
  ListStackResources: (form) => {
    const { resources } = stacks.at(required(form, 'StackName')).record;
    return paged(form, 'StackResourceSummaries', Object.values(resources), (one) =>
      resourceElements(one, 'LastUpdatedTimestamp'),
    );
  },
  ListStacks: (form) => {
    const wanted = texts(form, 'StackStatusFilter');
    const found = stacks.records().filter(({ status }) => wanted.length === 0 || wanted.includes(status));
    return paged(form, 'StackSummaries', found.toReversed(), stackSummary);
  },
  ListExports: (form) => {
    const all = stacks.records().flatMap(({ id, outputs }) => outputs.map((one) => ({ id, ...one })));
    const exported = all.filter(({ exportName }) => exportName !== undefined);
    return paged(
      form,
      'Exports',
      exported,
      ({ id, exportName, value }) =>
        element('ExportingStackId', id) + element('Name', exportName) + element('Value', value),
    );
  },
  ListImports: (form) => {
    const name = required(form, 'ExportName');
    const users = stacks.workshop.exports.usersOf(name);
    if (users.length === 0) throw validationError(`Export '${name}' is not imported by any stack.`);
    return `<Imports>${users.map((one) => element('member', one)).join('')}</Imports>`;
  },
  DescribeChangeSet: (form) => {
    const { stack, changeSet } = changeSetAt(stacks, form.get('StackName'), required(form, 'ChangeSetName'));
    const withValues = form.get('IncludePropertyValues') === 'true';
    const changes = paged(form, 'Changes', changeSet.changes, (one) => changeElements(one, withValues));
    return changeSetElements(stack.record, changeSet) + changeSetDetails(changeSet) + changes;
  },
  ListChangeSets: (form) => {
    const { record } = stacks.at(required(form, 'StackName'));
    return paged(form, 'Summaries', record.changeSets, (one) => changeSetElements(record, one));
  },
});

function paged<T>(form: Form, name: string, all: readonly T[], write: (one: T) => string): string {
  const { page, nextToken } = pageOf(form, all, PAGE);
  return members(name, page.map(write)) + element('NextToken', nextToken);
}

function describeStacks(stacks: Stacks, form: Form): string {
  const name = form.get('StackName');
  const all = stacks.records().filter(({ status }) => status !== 'DELETE_COMPLETE');
  if (name === undefined) return paged(form, 'Stacks', all.toReversed(), stackElements);
  const found = stacks.find(name);
  if (!found) throw validationError(`Stack with id ${name} does not exist`);
  return members('Stacks', [stackElements(found.record)]);
}

const ofStack = ({ id, name }: StackRecord): string => element('StackId', id) + element('StackName', name);

/** Resources of a stack, all or one, or that of a physical id with its stack's others. */
function describedResources(stacks: Stacks, form: Form): (readonly [StackRecord, StackResource])[] {
  const [name, physicalId, logicalId] = [
    form.get('StackName'),
    form.get('PhysicalResourceId'),
    form.get('LogicalResourceId'),
  ];
  const record = name === undefined ? holderOf(stacks, physicalId) : stacks.at(name).record;
  const all = logicalId === undefined ? Object.values(record.resources) : [resourceAt(record, logicalId)];
  return all.map((one) => [record, one] as const);
}

function holderOf(stacks: Stacks, physicalId: string | undefined): StackRecord {
  const found = stacks
    .records()
    .find(({ resources }) => Object.values(resources).some(({ state }) => state?.physicalId === physicalId));
  if (physicalId !== undefined && found) return found;
  throw validationError(`Stack for ${physicalId ?? 'no physical id and no stack name'} does not exist`);
}

function resourceAt({ name, resources }: StackRecord, logicalId: string): StackResource {
  const resource = Object.hasOwn(resources, logicalId) ? resources[logicalId] : undefined;
  if (resource) return resource;
  throw validationError(`Resource ${logicalId} does not exist for stack ${name}`);
}
