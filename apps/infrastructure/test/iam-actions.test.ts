import { describe, expect, it } from 'vitest';
import { at, type Deployment, listOf, nameOf, ofType, type Resource, synthesise, targetOf } from './deployment.ts';
import {
  bundledCommandNames,
  commandsIn,
  externalClients,
  type SdkCommand,
  writtenCommandNames,
} from './sdk-commands.ts';
import { statementsOfRole } from './statements.ts';

const deployment = synthesise();
const functions = ofType(deployment, 'AWS::Lambda::Function').map((resource) => ({
  resource,
  app: deployment.apps[nameOf(resource)] ?? '',
}));

/** Commands whose action has another name. https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const OTHER_ACTIONS: Readonly<Record<string, string>> = {
  's3:HeadObject': 's3:GetObject',
  's3:HeadBucket': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  'sns:PublishBatch': 'sns:Publish',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
};

/** Commands that are bundled and never sent, each with its reason. */
const NEVER_SENT: Readonly<Record<string, string>> = {
  's3:CreateSession': 'The S3 client itself brings it, for directory buckets, which are named so; the lake is none',
};

/** Services whose actions begin with the client's own name. */
const SERVICES: ReadonlySet<string> = new Set(['kinesis', 's3', 'sns', 'sqs']);

function actionOf({ client, command }: SdkCommand): string[] {
  if (!SERVICES.has(client)) throw new Error(`Say here what the actions of @aws-sdk/client-${client} begin with.`);
  const name = `${client}:${command}`;
  return name in NEVER_SENT ? [] : [OTHER_ACTIONS[name] ?? name];
}

/**
 * What Lambda's pollers do in the function's name. Of what the page of Kinesis lists, SubscribeToShard is for consumers
 * with enhanced fan-out, and ListStreams for the console: it knows no resource, and a mapping works without.
 */
const POLLER_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  /** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html */
  'AWS::Kinesis::Stream': [
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards',
  ],
  /** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions */
  'AWS::SQS::Queue': ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
};

/** What Lambda does in the function's name with an event or a batch that was given up. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
const DESTINATION_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'AWS::S3::Bucket': ['s3:ListBucket', 's3:PutObject'],
  'AWS::SNS::Topic': ['sns:Publish'],
  'AWS::SQS::Queue': ['sqs:SendMessage'],
};

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html; the log group is there already. */
const LOG_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** Event sources and settings of asynchronous invocation that belong to a function. */
const attachments = (one: Resource): Resource[] =>
  ofType(deployment, 'AWS::Lambda::EventSourceMapping', 'AWS::Lambda::EventInvokeConfig').filter(
    ({ stack, properties }) => targetOf(deployment, stack, properties['FunctionName']) === one,
  );

const actionsBy = (table: Readonly<Record<string, readonly string[]>>, one: Resource, ...path: string[]) => {
  const target = targetOf(deployment, one.stack, at(one.properties, ...path));
  return target ? (table[target.type] ?? [`actions on a ${target.type}: say here which`]) : [];
};

/** What Lambda does on behalf of a function that has this event source or these settings. */
const actionsOfAttachment = (attached: Resource): string[] => {
  const polling = actionsBy(POLLER_ACTIONS, attached, 'EventSourceArn');
  return polling.concat(actionsBy(DESTINATION_ACTIONS, attached, 'DestinationConfig', 'OnFailure', 'Destination'));
};

/** What a function and Lambda on its behalf do: from its bundle, its event sources and its destinations. */
const neededBy = (app: string, one: Resource): string[] =>
  unique([
    ...LOG_ACTIONS,
    ...commandsIn(app).flatMap(actionOf),
    ...attachments(one).flatMap((attached) => actionsOfAttachment(attached)),
  ]);

const unique = (values: readonly string[]): string[] => [...new Set(values)].toSorted();

const statementsOf = ({ stack, properties }: Resource, of: Deployment = deployment) => {
  const role = targetOf(of, stack, properties['Role']);
  return role ? statementsOfRole(of, role) : [];
};

const grantedTo = (one: Resource, of?: Deployment): string[] =>
  unique(statementsOf(one, of).flatMap(({ actions }) => actions));

it('looks at every function of the deployment', () => {
  expect(functions.map(({ app }) => app).toSorted()).toEqual([
    'collector',
    'log-pipe',
    'market-feed',
    'processor',
    'transformer',
  ]);
});

describe.each(functions)('the role of $app', ({ app, resource }) => {
  it('allows what its bundle calls, what Lambda does for it, and nothing else', () => {
    expect(grantedTo(resource)).toEqual(neededBy(app, resource));
  });

  it('allows it on resources of this deployment only', () => {
    const strangers = statementsOf(resource).flatMap(({ holder, actions, resources }) =>
      resources
        .filter((reference) => targetOf(deployment, holder.stack, reference) === undefined)
        .map((reference) => `${actions.join(', ')} on ${JSON.stringify(reference)}`),
    );
    expect(strangers).toEqual([]);
  });

  it("is held against all of the bundle's commands: its report and its text name the same, and none is left to the runtime", () => {
    expect(writtenCommandNames(app)).toEqual(bundledCommandNames(app));
    expect(externalClients(app)).toEqual([]);
  });
});

it('has no exception that nothing needs', () => {
  const commands = functions.flatMap(({ app }) => commandsIn(app));
  const called = new Set(commands.map(({ client, command }) => `${client}:${command}`));
  expect(Object.keys(NEVER_SENT).filter((name) => !called.has(name))).toEqual([]);
});

describe.each(functions)('a role of $app with another action', ({ app, resource }) => {
  it.each(['more', 'less'])('is seen: one %s', (change) => {
    const broken = structuredClone(deployment);
    const [statement] = statementsOf(resource, broken);
    const document = at(statement?.holder.properties, 'PolicyDocument', 'Statement');
    const [first] = listOf(document);
    const action = change === 'more' ? [...listOf(at(first, 'Action')), 's3:DeleteObject'] : 'logs:PutLogEvents';
    Object.assign(Object(first), { Action: action });
    expect(grantedTo(resource, broken)).not.toEqual(neededBy(app, resource));
  });
});
