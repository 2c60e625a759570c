import { ACCOUNT_ID } from '../../service.ts';
import { DELAY_MAX_SECONDS } from '../../sqs/message-fields.ts';
import { type Queue, type QueueSettings, VISIBILITY_MAX_SECONDS } from '../../sqs/queue.ts';
import { WAIT_MAX_SECONDS } from '../../sqs/sqs-service.ts';
import { VISIBILITY_TIMEOUT_MS } from '../../options.ts';
import { physicalName } from '../physical-name.ts';
import { ResourceError, type ResourceState } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { parseArn } from './arn.ts';
import { Properties } from './properties.ts';
import { alreadyExists } from './recorded/recorded-type.ts';
import type { TypeHandler } from './type-handler.ts';

const TYPE = 'AWS::SQS::Queue';
/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const NAME_MAX_LENGTH = 80;
/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const RETENTION_SECONDS = { min: 60, max: 1_209_600 };
const RECEIVES = { min: 1, max: 1000 };

const nameOf = ({ physicalId }: ResourceState): string => physicalId.slice(physicalId.lastIndexOf('/') + 1);

/**
 * A standard queue. Its messages stay until they are deleted: the retention is checked, but nothing ends it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html
 */
export function sqsQueue({ parts, context }: AccountParts): TypeHandler {
  const { queues } = parts;
  const read = (properties: Properties): QueueSettings => {
    properties.number('MessageRetentionPeriod', RETENTION_SECONDS);
    const visibility = properties.seconds('VisibilityTimeout', { min: 0, max: VISIBILITY_MAX_SECONDS });
    return {
      visibilityTimeoutMs: visibility ?? VISIBILITY_TIMEOUT_MS,
      delayMs: properties.seconds('DelaySeconds', { min: 0, max: DELAY_MAX_SECONDS }),
      receiveWaitMs: properties.seconds('ReceiveMessageWaitTimeSeconds', { min: 0, max: WAIT_MAX_SECONDS }),
      redrive: readRedrive(properties, queues),
    };
  };
  const stateOf = ({ name, arn }: Queue, properties: ResourceState['properties']): ResourceState => {
    const url = `https://sqs.${context.region}.amazonaws.com/${ACCOUNT_ID}/${name}`;
    return { type: TYPE, physicalId: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url }, properties };
  };
  return {
    type: TYPE,
    properties: {
      used: 'QueueName VisibilityTimeout DelaySeconds ReceiveMessageWaitTimeSeconds MessageRetentionPeriod RedrivePolicy',
      unused: 'KmsMasterKeyId KmsDataKeyReusePeriodSeconds RedriveAllowPolicy SqsManagedSseEnabled Tags',
      refused: {
        FifoQueue: 'queues here are standard queues.',
        ContentBasedDeduplication: 'queues here are standard queues.',
        DeduplicationScope: 'queues here are standard queues.',
        FifoThroughputLimit: 'queues here are standard queues.',
        MaximumMessageSize: 'messages here have 1 MiB at most, the default of AWS.',
      },
    },
    createOnly: 'QueueName FifoQueue',
    create: async (request) => {
      const properties = new Properties(request.properties);
      const settings = read(properties);
      const name = properties.text('QueueName') ?? physicalName(request, NAME_MAX_LENGTH);
      if (queues.has(name)) throw alreadyExists(TYPE, name);
      await parts.removeQueue(name);
      return stateOf(parts.addQueue(name, settings), request.properties);
    },
    update: async ({ properties }, current) => {
      const settings = read(new Properties(properties));
      const queue = queues.get(nameOf(current));
      if (!queue) throw new ResourceError(`There is no queue ${nameOf(current)}`, 'NotFound');
      queue.configure(settings);
      return stateOf(queue, properties);
    },
    delete: async (state) => {
      const name = nameOf(state);
      const queue = queues.get(name);
      const user = queue && (nameOfReader(queue) ?? nameOfSender(queue));
      if (user !== undefined) throw new ResourceError(`Queue ${name} is needed by ${user}: delete that first`);
      await parts.removeQueue(name);
    },
    restore: async (state) => void parts.addQueue(nameOf(state), read(new Properties(state.properties))),
  };

  function nameOfReader(queue: Queue): string | undefined {
    return [...parts.mappings].find(({ source }) => source === queue)?.name;
  }

  function nameOfSender(queue: Queue): string | undefined {
    return [...queues.values()].find(({ setup }) => setup.redrive?.deadLetterQueue === queue)?.name;
  }
}

function readRedrive(properties: Properties, queues: ReadonlyMap<string, Queue>): QueueSettings['redrive'] {
  const policy = properties.document('RedrivePolicy');
  if (!policy) return undefined;
  const arn = policy.need('deadLetterTargetArn', policy.text('deadLetterTargetArn'));
  const deadLetterQueue = queues.get(parseArn(arn).resource);
  if (!deadLetterQueue) throw policy.fault('deadLetterTargetArn', `there is no queue ${arn}`);
  const maxReceiveCount = policy.need('maxReceiveCount', policy.number('maxReceiveCount', RECEIVES));
  return { deadLetterQueue, maxReceiveCount };
}
