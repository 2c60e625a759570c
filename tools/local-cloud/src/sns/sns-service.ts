import { isObject, parseJson } from '../json-value.ts';
import { element } from '../s3/xml.ts';
import { ACCOUNT_ID, internalFailure, notImplemented, type Service, ServiceError } from '../service.ts';
import { attempt, batchTooLong, checkBatch } from '../sqs/batch.ts';
import type { MessageAttribute } from '../sqs/message.ts';
import { attributeFault, messageBytes } from '../sqs/message-attributes.ts';
import type { SendOutcome } from '../sqs/queue.ts';
import type { Publication } from './notification.ts';
import { entries, type Form, items, members, queryService, required } from '../query-service.ts';
import type { Subscription, SubscriptionAttributes } from './subscription.ts';
import type { Topic } from './topic.ts';

/** A message with its attributes, and all of a batch together. @see https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const PUBLISH_MAX_BYTES = 256 << 10;
/** Printable ASCII, at most 100 characters. @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT = /^[!-~][ -~]{0,99}$/;
/** Parameters that ask for what is not here. */
const FOREIGN = ['PhoneNumber', 'MessageStructure', 'MessageGroupId', 'MessageDeduplicationId'];

/** SNS: topics with subscriptions of queues and of HTTP endpoints on this machine. */
export function snsService(topics: ReadonlyMap<string, Topic>): Service {
  const all = (): Topic[] => [...topics.values()];
  const at = (form: Form, name = 'TopicArn'): Topic => {
    const wanted = required(form, name);
    return all().find(({ arn }) => arn === wanted) ?? notFound(`Topic does not exist: ${wanted}`);
  };
  return queryService({
    name: 'SNS',
    scope: 'sns',
    namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    links: ['ConfirmSubscription', 'Unsubscribe'],
    calls: {
      Publish: (form) => publish(at(form, form.has('TopicArn') ? 'TopicArn' : 'TargetArn'), form),
      PublishBatch: (form) => publishBatch(at(form), form),
      Subscribe: (form) => subscribe(at(form), form),
      ConfirmSubscription: (form) => subscriptionArn(at(form).confirm(required(form, 'Token'))),
      Unsubscribe: (form) => unsubscribe(all(), required(form, 'SubscriptionArn')),
      ListTopics: () =>
        members(
          'Topics',
          all().map(({ arn }) => element('TopicArn', arn)),
        ),
      ListSubscriptionsByTopic: (form) => listSubscriptions(at(form)),
      GetTopicAttributes: (form) => topicAttributes(at(form)),
      GetSubscriptionAttributes: (form) => subscriptionAttributes(all(), required(form, 'SubscriptionArn')),
      SetSubscriptionAttributes: (form) => setSubscriptionAttributes(all(), form),
    },
  });
}

function notFound(message: string): never {
  throw new ServiceError('NotFound', message, 404);
}
const invalid = (why: string): ServiceError => new ServiceError('InvalidParameter', `Invalid parameter: ${why}`);

/** The message of a publish or of an entry of a batch. */
function readPublication(form: Form): Publication {
  const foreign = FOREIGN.find((name) => form.has(name));
  if (foreign !== undefined)
    throw notImplemented('SNS', `Publish with ${foreign}`, 'standard topics, one text for all subscribers');
  const subject = form.get('Subject');
  if (subject !== undefined && !SUBJECT.test(subject))
    throw invalid(`Subject: it must be 1 to 100 printable ASCII characters and not begin with a space`);
  const attributes = Object.fromEntries(items(form, 'MessageAttributes.entry').map(readAttribute));
  return { message: required(form, 'Message'), subject, attributes };
}

function readAttribute(form: Form): [string, MessageAttribute] {
  const name = form.get('Name') ?? '';
  const attribute = {
    dataType: form.get('Value.DataType') ?? '',
    stringValue: form.get('Value.StringValue'),
    binaryValue: form.get('Value.BinaryValue'),
  };
  const fault = attributeFault(name, attribute);
  if (fault !== undefined) throw new ServiceError('ParameterValueInvalid', fault);
  if (attribute.dataType === 'String.Array' && !Array.isArray(parseJson(attribute.stringValue ?? '')))
    throw new ServiceError(
      'ParameterValueInvalid',
      `The message attribute '${name}' is a String.Array, but not a JSON list`,
    );
  return [name, attribute];
}

const sizeOf = ({ message, attributes }: Publication): number => messageBytes(message, attributes);

function publish(topic: Topic, form: Form): string {
  const publication = readPublication(form);
  const bytes = sizeOf(publication);
  if (bytes > PUBLISH_MAX_BYTES)
    throw invalid(`Message too long: ${bytes} bytes with its attributes, and ${PUBLISH_MAX_BYTES} are allowed`);
  const [outcome] = topic.publish([publication]);
  if (!outcome || outcome instanceof ServiceError) throw outcome ?? internalFailure('No message');
  return element('MessageId', outcome.messageId);
}

function publishBatch(topic: Topic, form: Form): string {
  const batch = items(form, 'PublishBatchRequestEntries.member').map((fields) => ({
    id: fields.get('Id') ?? '',
    fields,
  }));
  const publications = checkBatch(batch).map(({ fields }) => attempt(() => readPublication(fields)));
  const valid = publications.flatMap((one) => (one instanceof ServiceError ? [] : one));
  const bytes = valid.reduce((sum, one) => sum + sizeOf(one), 0);
  if (bytes > PUBLISH_MAX_BYTES) throw batchTooLong(bytes, PUBLISH_MAX_BYTES);
  const published = topic.publish(valid).values();
  const outcomes = publications.map((one) => (one instanceof ServiceError ? one : published.next().value));
  const answers = batch.map(({ id }, i) => ({ id, outcome: outcomes[i] ?? internalFailure('No outcome') }));
  const isFailed = ({ outcome }: { outcome: SendOutcome }) => outcome instanceof ServiceError;
  const write = ({ id, outcome }: { id: string; outcome: SendOutcome }) => element('Id', id) + outcomeElements(outcome);
  return (
    members('Successful', answers.filter((one) => !isFailed(one)).map(write)) +
    members('Failed', answers.filter(isFailed).map(write))
  );
}

function outcomeElements(outcome: SendOutcome): string {
  if (!(outcome instanceof ServiceError)) return element('MessageId', outcome.messageId);
  const { code, message, status } = outcome;
  return element('Code', code) + element('Message', message) + element('SenderFault', status < 500);
}

const subscriptionArn = ({ arn }: Subscription): string => element('SubscriptionArn', arn);

function subscribe(topic: Topic, form: Form): string {
  const protocol = required(form, 'Protocol');
  if (protocol !== 'sqs' && protocol !== 'http')
    throw invalid(`Protocol: '${protocol}' is not part of the local cloud, which has sqs and http`);
  const attributes = items(form, 'Attributes.entry').map((entry) => readSetting(entry.get('key'), entry.get('value')));
  const defaults: SubscriptionAttributes = { rawMessageDelivery: false };
  const chosen = attributes.reduce<SubscriptionAttributes>((all, one) => ({ ...all, ...one }), defaults);
  const subscription = topic.subscribe(protocol, required(form, 'Endpoint'), chosen);
  if (subscription.isConfirmed || form.get('ReturnSubscriptionArn') === 'true') return subscriptionArn(subscription);
  return element('SubscriptionArn', 'pending confirmation');
}

function readSetting(name = '', value = ''): Partial<SubscriptionAttributes> {
  const json = parseJson(value);
  if (name === 'FilterPolicy') {
    if (isObject(json)) return { filterPolicy: json };
    throw invalid(`FilterPolicy: failed to parse JSON: ${value}`);
  }
  if (name === 'RawMessageDelivery' && typeof json === 'boolean') return { rawMessageDelivery: json };
  if (name === 'FilterPolicyScope' && value === 'MessageAttributes') return {};
  throw invalid(
    `Attributes: ${name} = '${value}'. The local cloud has FilterPolicy on message attributes, and RawMessageDelivery (true or false)`,
  );
}

function setSubscriptionAttributes(topics: readonly Topic[], form: Form): string {
  const arn = required(form, 'SubscriptionArn');
  const setting = readSetting(required(form, 'AttributeName'), form.get('AttributeValue'));
  if (!topics.some((topic) => topic.setAttributes(arn, setting))) notFound(`Subscription does not exist: ${arn}`);
  return '';
}

function unsubscribe(topics: readonly Topic[], arn: string): string {
  if (!topics.some((topic) => topic.unsubscribe(arn))) notFound(`Subscription does not exist: ${arn}`);
  return '';
}

function listSubscriptions(topic: Topic): string {
  const write = ({ arn, isConfirmed, protocol, endpoint }: Subscription) =>
    element('SubscriptionArn', isConfirmed ? arn : 'PendingConfirmation') +
    element('Owner', ACCOUNT_ID) +
    element('Protocol', protocol) +
    element('Endpoint', endpoint) +
    element('TopicArn', topic.arn);
  return members('Subscriptions', topic.subscriptions().map(write));
}

function topicAttributes(topic: Topic): string {
  const confirmed = topic.subscriptions().filter(({ isConfirmed }) => isConfirmed).length;
  return entries('Attributes', {
    TopicArn: topic.arn,
    Owner: ACCOUNT_ID,
    DisplayName: '',
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(topic.subscriptions().length - confirmed),
    SubscriptionsDeleted: '0',
  });
}

function subscriptionAttributes(topics: readonly Topic[], arn: string): string {
  const topic = topics.find((one) => one.subscriptions().some((subscription) => subscription.arn === arn));
  const found = topic?.subscriptions().find((one) => one.arn === arn);
  if (!topic || !found) return notFound(`Subscription does not exist: ${arn}`);
  return entries('Attributes', {
    SubscriptionArn: arn,
    TopicArn: topic.arn,
    Owner: ACCOUNT_ID,
    Protocol: found.protocol,
    Endpoint: found.endpoint,
    RawMessageDelivery: String(found.rawMessageDelivery),
    PendingConfirmation: String(!found.isConfirmed),
    ...(found.filterPolicy && {
      FilterPolicy: JSON.stringify(found.filterPolicy),
      FilterPolicyScope: 'MessageAttributes',
    }),
  });
}
