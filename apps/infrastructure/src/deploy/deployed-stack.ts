import {
  type CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { isAccessDenied, messageOf } from './aws-failures.ts';
import { type Fate, fateOf, type PhysicalIds } from './retained-resources.ts';
import type { StackEvent } from './stack-failure.ts';

/** A stack as CloudFormation has it. */
export interface DeployedStack {
  readonly name: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Whether it may not be deleted. */
  readonly protected: boolean;
}

/** CloudFormation has no error of its own for a stack that is not there. */
const isMissing = (error: unknown): boolean => messageOf(error).includes('does not exist');

/** A stack, or `undefined` where there is none of that name. */
export async function findStack(client: CloudFormationClient, name: string): Promise<DeployedStack | undefined> {
  const answer = await client.send(new DescribeStacksCommand({ StackName: name })).catch((error: unknown) => {
    if (isMissing(error)) return { Stacks: [] };
    throw error;
  });
  const [stack] = answer.Stacks ?? [];
  if (!stack) return undefined;
  const outputs = (stack.Outputs ?? []).map(({ OutputKey: key = '', OutputValue: value = '' }) => [key, value]);
  return {
    name,
    status: stack.StackStatus ?? '',
    outputs: Object.fromEntries(outputs),
    protected: stack.EnableTerminationProtection === true,
  };
}

/** What happened to a stack, newest first; nothing where there is none, or where only cdk's own roles may look. */
async function* eventsOf(client: CloudFormationClient, stackName: string): AsyncGenerator<StackEvent> {
  try {
    for await (const page of paginateDescribeStackEvents({ client }, { StackName: stackName })) {
      for (const event of page.StackEvents ?? []) {
        yield {
          id: event.EventId ?? '',
          stackName,
          logicalId: event.LogicalResourceId ?? '',
          physicalId: event.PhysicalResourceId ?? '',
          type: event.ResourceType ?? '',
          status: event.ResourceStatus ?? '',
          reason: event.ResourceStatusReason ?? '',
        };
      }
    }
  } catch (error) {
    if (!isMissing(error) && !isAccessDenied(error)) throw error;
  }
}

/** The id of the newest event: what comes after it is news. `undefined` where there is no stack. */
export async function newestEventId(client: CloudFormationClient, stackName: string): Promise<string | undefined> {
  for await (const { id } of eventsOf(client, stackName)) return id;
  return undefined;
}

/** What happened since the event of that id, newest first. */
export async function eventsAfter(
  client: CloudFormationClient,
  stackName: string,
  lastId: string | undefined,
): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  for await (const event of eventsOf(client, stackName)) {
    if (event.id === lastId) break;
    events.push(event);
  }
  return events;
}

/** What becomes of a stack's resources when it is deleted, as its deployed template says. */
export async function findFate(client: CloudFormationClient, stackName: string): Promise<Fate> {
  const { TemplateBody: template = '{}' } = await client.send(new GetTemplateCommand({ StackName: stackName }));
  const physicalIds: PhysicalIds = new Map();
  for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
    for (const { LogicalResourceId: id, PhysicalResourceId: physicalId } of page.StackResourceSummaries ?? []) {
      if (id !== undefined && physicalId !== undefined) physicalIds.set(id, physicalId);
    }
  }
  return fateOf(JSON.parse(template), physicalIds);
}
