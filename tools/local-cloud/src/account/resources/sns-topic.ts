import type { Topic } from '../../sns/topic.ts';
import { physicalName } from '../physical-name.ts';
import { ResourceError, type ResourceState } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { Properties } from './properties.ts';
import { alreadyExists } from './recorded/recorded-type.ts';
import { readProtocol } from './sns-subscription.ts';
import type { TypeHandler } from './type-handler.ts';

const TYPE = 'AWS::SNS::Topic';
/** @see https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
const NAME = /^[\w-]{1,256}$/;
const NAME_MAX_LENGTH = 256;

const nameOf = ({ physicalId }: ResourceState): string => physicalId.slice(physicalId.lastIndexOf(':') + 1);

/**
 * A standard topic.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html
 */
export function snsTopic({ parts }: AccountParts): TypeHandler {
  const stateOf = ({ name, arn }: Topic, properties: ResourceState['properties']): ResourceState => ({
    type: TYPE,
    physicalId: arn,
    attributes: { TopicArn: arn, TopicName: name },
    properties,
  });
  return {
    type: TYPE,
    properties: {
      used: 'TopicName Subscription',
      unused: 'DisplayName KmsMasterKeyId SignatureVersion TracingConfig DeliveryStatusLogging Tags',
      refused: {
        FifoTopic: 'topics here are standard topics.',
        ContentBasedDeduplication: 'topics here are standard topics.',
        FifoThroughputScope: 'topics here are standard topics.',
        ArchivePolicy: 'topics here keep no archive.',
        DataProtectionPolicy: 'nothing is looked for in messages here.',
        MaximumMessageSize: 'messages here have 256 KiB at most, the default of AWS.',
      },
    },
    createOnly: 'TopicName FifoTopic',
    create: async (request) => {
      const properties = new Properties(request.properties);
      const name = properties.text('TopicName') ?? physicalName(request, NAME_MAX_LENGTH);
      if (!NAME.test(name)) throw new ResourceError(`Invalid parameter: Topic Name: ${name}`);
      if (parts.topics.has(name)) throw alreadyExists(TYPE, name);
      const subscriptions = readSubscriptions(properties);
      await parts.removeTopic(name);
      const topic = parts.addTopic(name);
      for (const { protocol, endpoint } of subscriptions)
        topic.subscribe(protocol, endpoint, { rawMessageDelivery: false });
      return stateOf(topic, request.properties);
    },
    update: async ({ properties }, current) => {
      const topic = parts.topics.get(nameOf(current));
      if (!topic) throw new ResourceError(`There is no topic ${nameOf(current)}`, 'NotFound');
      const wanted = readSubscriptions(new Properties(properties));
      const given = readSubscriptions(new Properties(current.properties));
      for (const { protocol, endpoint } of wanted.filter((one) => !given.some((old) => isSame(old, one))))
        topic.subscribe(protocol, endpoint, { rawMessageDelivery: false });
      for (const old of given.filter((one) => !wanted.some((next) => isSame(next, one))))
        for (const { arn } of topic.subscriptions().filter((one) => isSame(one, old))) topic.unsubscribe(arn);
      return stateOf(topic, properties);
    },
    delete: (state) => parts.removeTopic(nameOf(state)),
    restore: async (state) => void parts.addTopic(nameOf(state)),
  };
}

type Subscribed = Pick<ReturnType<Topic['subscriptions']>[number], 'protocol' | 'endpoint'>;
const isSame = (a: Subscribed, b: Subscribed): boolean => a.protocol === b.protocol && a.endpoint === b.endpoint;

const readSubscriptions = (properties: Properties): Subscribed[] =>
  properties.objects('Subscription').map((one) => ({
    protocol: readProtocol(one),
    endpoint: one.need('Endpoint', one.text('Endpoint')),
  }));
