import { parseFilterPolicy } from '../../sns/filter-policy.ts';
import type { Protocol, SubscriptionAttributes } from '../../sns/subscription.ts';
import type { Topic } from '../../sns/topic.ts';
import { ResourceError, type ResourceState } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { Properties } from './properties.ts';
import { alreadyExists } from './recorded/recorded-type.ts';
import type { TypeHandler } from './type-handler.ts';

const TYPE = 'AWS::SNS::Subscription';
const PROTOCOLS: readonly Protocol[] = ['sqs', 'http', 'email'];

export const readProtocol = (properties: Properties): Protocol =>
  properties.need('Protocol', properties.choice('Protocol', PROTOCOLS));

function read(properties: Properties): SubscriptionAttributes {
  const scope = properties.choice('FilterPolicyScope', ['MessageAttributes', 'MessageBody']);
  if (scope === 'MessageBody') throw properties.fault('FilterPolicyScope', 'policies look at message attributes here');
  const filterPolicy = properties.document('FilterPolicy')?.values;
  if (filterPolicy) parseFilterPolicy(filterPolicy);
  return { filterPolicy, rawMessageDelivery: properties.flag('RawMessageDelivery') ?? false };
}

/**
 * A subscription of a queue, of an HTTP endpoint on this machine, or of a mail address, which is never written to.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html
 */
export function snsSubscription({ parts }: AccountParts): TypeHandler {
  const topicOf = ({ properties }: Pick<ResourceState, 'properties'>): Topic | undefined =>
    [...parts.topics.values()].find(({ arn }) => arn === properties['TopicArn']);
  const stateOf = (arn: string, { properties }: Pick<ResourceState, 'properties'>): ResourceState => ({
    type: TYPE,
    physicalId: arn,
    attributes: { Arn: arn },
    properties,
  });
  return {
    type: TYPE,
    properties: {
      used: 'TopicArn Protocol Endpoint FilterPolicy FilterPolicyScope RawMessageDelivery',
      unused: 'Region SubscriptionRoleArn',
      refused: {
        DeliveryPolicy: 'posts to HTTP endpoints are tried four times within half a minute here.',
        RedrivePolicy: 'what cannot be delivered is only counted here.',
        ReplayPolicy: 'topics here keep no archive.',
      },
    },
    createOnly: 'TopicArn Protocol Endpoint',
    create: async (request) => {
      const properties = new Properties(request.properties);
      const topic = topicOf(request);
      if (!topic) throw new ResourceError(`Topic does not exist: ${properties.text('TopicArn')}`, 'NotFound');
      const protocol = readProtocol(properties);
      const endpoint = properties.need('Endpoint', properties.text('Endpoint'));
      const attributes = read(properties);
      const before = topic.subscriptions().map(({ arn }) => arn);
      const { arn } = topic.subscribe(protocol, endpoint, attributes);
      if (before.includes(arn)) throw alreadyExists(TYPE, arn);
      return stateOf(arn, request);
    },
    update: async (request, current) => {
      const attributes = read(new Properties(request.properties));
      if (!topicOf(current)?.setAttributes(current.physicalId, attributes))
        throw new ResourceError(`Subscription does not exist: ${current.physicalId}`, 'NotFound');
      return stateOf(current.physicalId, request);
    },
    delete: async (state) => void topicOf(state)?.unsubscribe(state.physicalId),
  };
}
