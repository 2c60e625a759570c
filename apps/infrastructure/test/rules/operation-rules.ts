import { at, type Deployment, type Json, listOf, ofType, type Resource, targetOf, textOf } from '../deployment.ts';
import { lacking, type Rule, type Sabotage, withProperty, without } from './rule.ts';

const FUNCTION = 'AWS::Lambda::Function';
const LOG_GROUP = 'AWS::Logs::LogGroup';
const MAPPING = 'AWS::Lambda::EventSourceMapping';
const ASYNC = 'AWS::Lambda::EventInvokeConfig';
const QUEUE = 'AWS::SQS::Queue';
const SCHEDULE = 'AWS::Scheduler::Schedule';
const STAGE = 'AWS::ApiGatewayV2::Stage';
const STREAM = 'AWS::Kinesis::Stream';

/** The resource that a property of another stands for. */
const pointed = (deployment: Deployment, { stack, properties }: Resource, ...path: string[]): Resource | undefined =>
  targetOf(deployment, stack, at(properties, ...path));

const ownLog: Rule = {
  claim: 'every function writes a log group that its own stack declares, and no other function writes it',
  findings: (deployment) =>
    lacking(deployment, [FUNCTION], (one) => {
      const group = pointed(deployment, one, 'LoggingConfig', 'LogGroup');
      if (group?.type !== LOG_GROUP || group.stack !== one.stack) return 'has no log group of its stack';
      const writers = ofType(deployment, FUNCTION).filter(
        (other) => pointed(deployment, other, 'LoggingConfig', 'LogGroup') === group,
      );
      return writers.length === 1 ? undefined : 'shares its log group';
    }),
  sabotages: [without(FUNCTION, 'LoggingConfig')],
};

const logsEnd: Rule = {
  claim: 'no log is kept for ever',
  findings: (deployment) =>
    lacking(deployment, [LOG_GROUP], ({ properties }) =>
      typeof properties['RetentionInDays'] === 'number' ? undefined : 'is kept for ever',
    ),
  sabotages: [without(LOG_GROUP, 'RetentionInDays')],
};

const THROTTLES = ['ThrottlingRateLimit', 'ThrottlingBurstLimit'];

const guardedStages: Rule = {
  claim: 'every stage of an API is throttled and logs each access',
  findings: (deployment) =>
    lacking(deployment, [STAGE], (stage) => {
      const log = pointed(deployment, stage, 'AccessLogSettings', 'DestinationArn');
      if (log?.type !== LOG_GROUP) return 'logs no access';
      const isThrottled = THROTTLES.every((limit) => Number(at(stage.properties, 'DefaultRouteSettings', limit)) > 0);
      return isThrottled ? undefined : 'is not throttled';
    }),
  sabotages: [without(STAGE, 'AccessLogSettings'), without(STAGE, 'DefaultRouteSettings')],
};

const deadLettersOf = (deployment: Deployment): Set<Resource | undefined> =>
  new Set([
    ...ofType(deployment, QUEUE).map((queue) => pointed(deployment, queue, 'RedrivePolicy', 'deadLetterTargetArn')),
    ...ofType(deployment, SCHEDULE).map((schedule) =>
      pointed(deployment, schedule, 'Target', 'DeadLetterConfig', 'Arn'),
    ),
    ...ofType(deployment, ASYNC, MAPPING).map((one) =>
      pointed(deployment, one, 'DestinationConfig', 'OnFailure', 'Destination'),
    ),
  ]);

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const LONGEST_SECONDS = 1_209_600;

const queuesHaveDeadLetters: Rule = {
  claim:
    'every queue has a dead-letter queue, or is one and keeps its messages as long as SQS can, longer than the first',
  findings: (deployment) => {
    const deadLetters = deadLettersOf(deployment);
    return lacking(deployment, [QUEUE], (queue) => {
      const seconds = Number(queue.properties['MessageRetentionPeriod']);
      if (deadLetters.has(queue)) return seconds === LONGEST_SECONDS ? undefined : `forgets after ${seconds} s`;
      const target = pointed(deployment, queue, 'RedrivePolicy', 'deadLetterTargetArn');
      if (target?.type !== QUEUE) return 'has no dead-letter queue';
      return seconds < LONGEST_SECONDS
        ? undefined
        : 'keeps messages as long as its dead-letter queue: they arrive expired';
    });
  },
  sabotages: [
    {
      what: 'without anybody who uses it for dead letters, or a redrive policy',
      type: QUEUE,
      apply: (queue, deployment) => {
        delete queue.properties['RedrivePolicy'];
        for (const other of ofType(deployment, QUEUE, SCHEDULE, ASYNC)) {
          const text = JSON.stringify(other.properties);
          if (other.stack === queue.stack)
            Object.assign(other.properties, JSON.parse(text.replaceAll(queue.id, 'Nothing')));
        }
      },
    },
    withProperty(QUEUE, 'MessageRetentionPeriod', LONGEST_SECONDS + 1),
  ],
};

const VISIBILITY_TIMEOUTS = 6;
const reportsItems = ({ properties }: Resource): boolean =>
  listOf(properties['FunctionResponseTypes']).includes('ReportBatchItemFailures');

const sourceOf = (deployment: Deployment, mapping: Resource) => pointed(deployment, mapping, 'EventSourceArn');

const lackOfQueueMapping = (deployment: Deployment, mapping: Resource, queue: Resource): string | undefined => {
  if (!reportsItems(mapping)) return 'fails whole batches';
  const timeout = Number(pointed(deployment, mapping, 'FunctionName')?.properties['Timeout']);
  const visibility = Number(queue.properties['VisibilityTimeout']);
  if (!(visibility >= VISIBILITY_TIMEOUTS * timeout)) return `hides messages for ${visibility} s of ${timeout} s runs`;
  if (at(queue.properties, 'RedrivePolicy') === undefined) return 'tries messages until they expire';
  return at(mapping.properties, 'ScalingConfig', 'MaximumConcurrency') === undefined
    ? 'may take all the concurrency of the account'
    : undefined;
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DecreaseStreamRetentionPeriod.html */
const SHORTEST_RETENTION_SECONDS = 86_400;

const lackOfStreamMapping = (deployment: Deployment, mapping: Resource): string | undefined => {
  const { properties } = mapping;
  if (!reportsItems(mapping)) return 'fails whole batches';
  if (properties['BisectBatchOnFunctionError'] !== true) return 'does not look for the record that is at fault';
  const age = Number(properties['MaximumRecordAgeInSeconds']);
  if (!(age > 0 && age < SHORTEST_RETENTION_SECONDS)) return 'tries until the stream has forgotten the records';
  return pointed(deployment, mapping, 'DestinationConfig', 'OnFailure', 'Destination')
    ? undefined
    : 'loses what it gives up';
};

const mappingsGiveUpSafely: Rule = {
  claim: 'a mapping hands in only what failed, gives up in the end, and then loses nothing',
  findings: (deployment) =>
    lacking(deployment, [MAPPING], (mapping) => {
      const source = sourceOf(deployment, mapping);
      if (source?.type === QUEUE) return lackOfQueueMapping(deployment, mapping, source);
      if (source?.type === STREAM) return lackOfStreamMapping(deployment, mapping);
      return 'reads what is not of this deployment';
    }),
  sabotages: [
    without(MAPPING, 'FunctionResponseTypes'),
    without(MAPPING, 'BisectBatchOnFunctionError'),
    without(MAPPING, 'MaximumRecordAgeInSeconds'),
    {
      what: 'trying for a day',
      type: MAPPING,
      apply: ({ properties }) =>
        'MaximumRecordAgeInSeconds' in properties ? void (properties['MaximumRecordAgeInSeconds'] = 86_400) : false,
    },
    without(MAPPING, 'DestinationConfig'),
    without(MAPPING, 'ScalingConfig'),
    {
      what: 'on a function that runs longer',
      type: MAPPING,
      apply: (mapping, deployment) => {
        const isOfQueue = sourceOf(deployment, mapping)?.type === QUEUE;
        const target = pointed(deployment, mapping, 'FunctionName');
        if (!isOfQueue || !target) return false;
        target.properties['Timeout'] = 61;
        return undefined;
      },
    },
  ],
};

const asyncConfigOf = (deployment: Deployment, target: Resource): Resource | undefined =>
  ofType(deployment, ASYNC).find((config) => pointed(deployment, config, 'FunctionName') === target);

const schedulesAreBounded: Rule = {
  claim: 'a schedule fires on time, has a dead-letter queue, and neither it nor Lambda tries an event that is too old',
  findings: (deployment) =>
    lacking(deployment, [SCHEDULE], (schedule) => {
      const { properties } = schedule;
      if (at(properties, 'FlexibleTimeWindow', 'Mode') !== 'OFF') return 'fires some time later';
      if (pointed(deployment, schedule, 'Target', 'DeadLetterConfig', 'Arn')?.type !== QUEUE) return 'loses events';
      const target = pointed(deployment, schedule, 'Target', 'Arn');
      const config = target && asyncConfigOf(deployment, target);
      const ages: readonly (Json | undefined)[] = [
        at(properties, 'Target', 'RetryPolicy', 'MaximumEventAgeInSeconds'),
        config?.properties['MaximumEventAgeInSeconds'],
      ];
      return ages.every((age) => Number(age) <= 3_600) ? undefined : 'starts runs that are hours late';
    }),
  sabotages: [
    withProperty(SCHEDULE, 'FlexibleTimeWindow', { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 }),
    ...['DeadLetterConfig', 'RetryPolicy'].map((key): Sabotage => ({
      what: `without ${key}`,
      type: SCHEDULE,
      apply: ({ properties }) => void (properties['Target'] = { ...Object(properties['Target']), [key]: null }),
    })),
    {
      what: 'of a function that takes events of any age',
      type: SCHEDULE,
      apply: (schedule, deployment) => {
        const target = pointed(deployment, schedule, 'Target', 'Arn');
        const config = target && asyncConfigOf(deployment, target);
        if (config) delete config.properties['MaximumEventAgeInSeconds'];
      },
    },
  ],
};

const currentRuntime: Rule = {
  claim: 'every function runs on Node 24 and arm64, with a time-out and a memory that somebody chose',
  findings: (deployment) =>
    lacking(deployment, [FUNCTION], ({ properties }) => {
      const { Runtime: runtime, Architectures, Timeout: timeout, MemorySize: memory } = properties;
      const isArm = listOf(Architectures).includes('arm64');
      if (runtime !== 'nodejs24.x' || !isArm) return `runs on ${textOf(runtime)}, ${isArm ? 'arm64' : 'x86'}`;
      return Number(timeout) > 0 && Number(memory) > 0 ? undefined : "has Lambda's own limits";
    }),
  sabotages: [
    withProperty(FUNCTION, 'Runtime', 'nodejs20.x'),
    without(FUNCTION, 'Architectures'),
    without(FUNCTION, 'Timeout'),
    without(FUNCTION, 'MemorySize'),
  ],
};

const TAGS = ['project', 'deployment', 'part'];

const tagKeys = (tags: Json | undefined): readonly (Json | undefined)[] =>
  Array.isArray(tags) ? tags.map((tag) => at(tag, 'Key')) : Object.keys(Object(tags));

const tagged: Rule = {
  claim: `what can have tags says its ${TAGS.join(', ')}`,
  findings: (deployment) =>
    lacking(deployment, [...new Set(deployment.resources.map(({ type }) => type))], ({ tagProperty, properties }) => {
      if (tagProperty === undefined) return undefined;
      const keys = tagKeys(properties[tagProperty]);
      const missing = TAGS.filter((key) => !keys.includes(key));
      return missing.length === 0 ? undefined : `has no tag ${missing.join(', ')}`;
    }),
  sabotages: [without(FUNCTION, 'Tags'), without(QUEUE, 'Tags'), without('AWS::ApiGatewayV2::Api', 'Tags')],
};

const noCustomResource: Rule = {
  claim: 'nothing but AWS itself makes resources: no custom resource',
  findings: (deployment) =>
    deployment.resources
      .filter(({ type }) => /^Custom::|::CustomResource$/.test(type))
      .map(({ stack, id, type }) => `${stack}/${id}: is a ${type}`),
  sabotages: [
    {
      what: 'as a custom resource',
      type: FUNCTION,
      apply: (one, { resources }) => void resources.splice(resources.indexOf(one), 1, { ...one, type: 'Custom::One' }),
    },
  ],
};

export const operationRules: readonly Rule[] = [
  ownLog,
  logsEnd,
  guardedStages,
  queuesHaveDeadLetters,
  mappingsGiveUpSafely,
  schedulesAreBounded,
  currentRuntime,
  tagged,
  noCustomResource,
];
