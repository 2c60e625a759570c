import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { ListSubscriptionsByTopicCommand, PublishCommand } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { handClock } from './hand-clock.ts';
import { resourceLab, type ResourceLab } from './resource-lab.ts';
import { snsOf, sqsOf } from './support.ts';

const QUEUE = 'AWS::SQS::Queue';
const TOPIC = 'AWS::SNS::Topic';
const SUBSCRIPTION = 'AWS::SNS::Subscription';

const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:000000000000:${name}`;
const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`;

const send = (lab: ResourceLab, name: string, MessageBody = 'x') =>
  sqsOf(lab).send(new SendMessageCommand({ QueueUrl: url(name), MessageBody }));
const receive = async (lab: ResourceLab, name: string) => {
  const input = { QueueUrl: url(name), MaxNumberOfMessages: 10 };
  const { Messages = [] } = await sqsOf(lab).send(new ReceiveMessageCommand(input));
  return Messages.map(({ Body }) => Body);
};
/** Receives and deletes, so that a restart brings nothing back. */
const take = async (lab: ResourceLab, name: string) => {
  const messages = (await lab.parts.queues.get(name)?.receive({ max: 10, waitMs: 0 })) ?? [];
  for (const { receiptHandle } of messages) lab.parts.queues.get(name)?.delete(receiptHandle);
  return messages.map(({ body }) => body);
};
const attributesOf = async (lab: ResourceLab, name: string) =>
  (await sqsOf(lab).send(new GetQueueAttributesCommand({ QueueUrl: url(name), AttributeNames: ['All'] }))).Attributes;

describe('a queue', () => {
  it('is there as it was asked for', async () => {
    const lab = await resourceLab();
    await lab.create(QUEUE, { QueueName: 'dead' });
    const { physicalId, attributes } = await lab.create(QUEUE, {
      QueueName: 'jobs',
      VisibilityTimeout: '60',
      DelaySeconds: 5,
      ReceiveMessageWaitTimeSeconds: 20,
      RedrivePolicy: { deadLetterTargetArn: arn('sqs', 'dead'), maxReceiveCount: 3 },
    });
    expect(physicalId).toBe(url('jobs'));
    expect(attributes).toEqual({ Arn: arn('sqs', 'jobs'), QueueName: 'jobs', QueueUrl: url('jobs') });
    expect(await attributesOf(lab, 'jobs')).toMatchObject({
      VisibilityTimeout: '60',
      DelaySeconds: '5',
      ReceiveMessageWaitTimeSeconds: '20',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('sqs', 'dead'), maxReceiveCount: 3 }),
    });
  });

  it('holds messages back and moves dead letters as it is told, from each change on', async () => {
    const clock = handClock();
    const lab = await resourceLab(clock);
    await lab.create(QUEUE, { QueueName: 'dead' });
    const made = await lab.create(QUEUE, { QueueName: 'jobs', DelaySeconds: 10 });
    await send(lab, 'jobs', 'late');
    expect(await receive(lab, 'jobs')).toEqual([]);
    clock.pass(10_000);
    expect(await receive(lab, 'jobs')).toEqual(['late']);
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn('sqs', 'dead'), maxReceiveCount: '1' });
    await lab.update(made, { QueueName: 'jobs', VisibilityTimeout: 1, RedrivePolicy });
    await send(lab, 'jobs', 'at once');
    expect(await receive(lab, 'jobs')).toEqual(['at once']);
    clock.pass(30_000);
    expect(await receive(lab, 'jobs')).toEqual([]);
    expect(new Set(await receive(lab, 'dead'))).toEqual(new Set(['at once', 'late']));
  });

  it('lets a receive wait as long as it is told, unless the receive says so itself', async () => {
    const clock = handClock();
    const lab = await resourceLab(clock);
    await lab.create(QUEUE, { QueueName: 'jobs', ReceiveMessageWaitTimeSeconds: 20 });
    const input = { QueueUrl: url('jobs'), WaitTimeSeconds: 0 };
    expect((await sqsOf(lab).send(new ReceiveMessageCommand(input))).Messages).toBeUndefined();
    const waiting = receive(lab, 'jobs');
    await send(lab, 'jobs');
    expect(await waiting).toEqual(['x']);
  });

  it('keeps messages and settings over a restart', async () => {
    const lab = await resourceLab();
    await lab.create(QUEUE, { QueueName: 'jobs', VisibilityTimeout: 7 });
    await send(lab, 'jobs');
    await lab.restart();
    expect(await attributesOf(lab, 'jobs')).toMatchObject({ VisibilityTimeout: '7' });
    expect(await receive(lab, 'jobs')).toEqual(['x']);
  });

  it('goes with its messages, but not while another sends it dead letters', async () => {
    const lab = await resourceLab();
    const dead = await lab.create(QUEUE, { QueueName: 'dead' });
    const redrive = { RedrivePolicy: { deadLetterTargetArn: arn('sqs', 'dead'), maxReceiveCount: 3 } };
    const jobs = await lab.create(QUEUE, { QueueName: 'jobs', ...redrive });
    await send(lab, 'jobs');
    await expect(lab.delete(dead)).rejects.toThrow('Queue dead is needed by jobs');
    await lab.delete(jobs);
    await lab.delete(jobs);
    await lab.delete(dead);
    const asked = sqsOf(lab).send(new GetQueueUrlCommand({ QueueName: 'jobs' }));
    await expect(asked).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    await lab.create(QUEUE, { QueueName: 'jobs' });
    expect(await receive(lab, 'jobs')).toEqual([]);
  });

  it.each([
    [{ FifoQueue: true }, 'queues here are standard queues'],
    [{ VisibilityTimeout: 43_201 }, '#/VisibilityTimeout: 43201 is not less or equal to 43200'],
    [{ MessageRetentionPeriod: 10 }, '#/MessageRetentionPeriod: 10 is not greater or equal to 60'],
    [
      { RedrivePolicy: { deadLetterTargetArn: arn('sqs', 'none'), maxReceiveCount: 1 } },
      'there is no queue arn:aws:sqs',
    ],
    [{ RedrivePolicy: '{' }, '#/RedrivePolicy: it is not JSON'],
    [{ QueueName: 'a.fifo' }, "A queue has the name 'a.fifo'"],
    [{ Queuename: 'a' }, 'Encountered unsupported property Queuename'],
  ])('is refused with %o', async (properties, reason) => {
    const lab = await resourceLab();
    await expect(lab.create(QUEUE, properties)).rejects.toThrow(reason);
    expect(lab.parts.queues.size).toBe(0);
  });
});

describe('a topic with subscriptions', () => {
  const publish = (lab: ResourceLab, name: string, kind = 'bar') =>
    snsOf(lab).send(
      new PublishCommand({
        TopicArn: arn('sns', name),
        Message: kind,
        MessageAttributes: { kind: { DataType: 'String', StringValue: kind } },
      }),
    );

  async function setUp() {
    const lab = await resourceLab();
    await lab.create(QUEUE, { QueueName: 'inbox' });
    const topic = await lab.create(TOPIC, { TopicName: 'stored', DisplayName: 'Stored' });
    const wanted = { TopicArn: arn('sns', 'stored'), Protocol: 'sqs', Endpoint: arn('sqs', 'inbox') };
    const subscription = await lab.create(SUBSCRIPTION, {
      ...wanted,
      RawMessageDelivery: 'true',
      FilterPolicy: { kind: ['bar'] },
    });
    return { lab, topic, subscription, wanted };
  }

  it('delivers what the filter lets through, also after an update and a restart', async () => {
    const { lab, topic, subscription, wanted } = await setUp();
    expect(topic).toMatchObject({
      physicalId: arn('sns', 'stored'),
      attributes: { TopicArn: arn('sns', 'stored'), TopicName: 'stored' },
    });
    expect(subscription.physicalId).toMatch(/^arn:aws:sns:us-east-1:000000000000:stored:[0-9a-f-]{36}$/);
    for (const kind of ['bar', 'news']) await publish(lab, 'stored', kind);
    expect(await take(lab, 'inbox')).toEqual(['bar']);
    const FilterPolicy = '{"kind":["news"]}';
    const changed = await lab.update(subscription, { ...wanted, RawMessageDelivery: true, FilterPolicy });
    expect(changed.physicalId).toBe(subscription.physicalId);
    await lab.restart();
    for (const kind of ['bar', 'news']) await publish(lab, 'stored', kind);
    expect(await take(lab, 'inbox')).toEqual(['news']);
    await lab.update(changed, { ...wanted, RawMessageDelivery: true });
    await publish(lab, 'stored', 'quote');
    expect(await take(lab, 'inbox')).toEqual(['quote']);
  });

  it('knows its queue after a restart that brings the topic back first', async () => {
    const lab = await resourceLab();
    await lab.create(TOPIC, { TopicName: 'stored' });
    await lab.create(QUEUE, { QueueName: 'inbox' });
    const target = { TopicArn: arn('sns', 'stored'), Protocol: 'sqs', Endpoint: arn('sqs', 'inbox') };
    await lab.create(SUBSCRIPTION, { ...target, RawMessageDelivery: true });
    await lab.restart();
    await publish(lab, 'stored');
    expect(await receive(lab, 'inbox')).toEqual(['bar']);
  });

  it('goes on without a queue that is gone, and counts what was for it', async () => {
    const { lab } = await setUp();
    await lab.parts.removeQueue('inbox');
    await publish(lab, 'stored');
    expect(lab.counts().topics['stored']).toMatchObject({ published: 1, delivered: 0, failed: 1 });
  });

  it('ends when its subscription or itself is deleted', async () => {
    const { lab, topic, subscription } = await setUp();
    await lab.delete(subscription);
    await lab.delete(subscription);
    await publish(lab, 'stored');
    expect(await receive(lab, 'inbox')).toEqual([]);
    await lab.delete(topic);
    await lab.delete(topic);
    await expect(publish(lab, 'stored')).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('waits for a mail address to confirm, which never happens', async () => {
    const { lab, topic } = await setUp();
    const Endpoint = 'someone@example.com';
    await lab.create(SUBSCRIPTION, { TopicArn: topic.physicalId, Protocol: 'email', Endpoint });
    const { Subscriptions } = await snsOf(lab).send(
      new ListSubscriptionsByTopicCommand({ TopicArn: topic.physicalId }),
    );
    expect(Subscriptions).toContainEqual(
      expect.objectContaining({ Protocol: 'email', Endpoint, SubscriptionArn: 'PendingConfirmation' }),
    );
    await publish(lab, 'stored');
    await lab.restart();
    expect(lab.counts().topics['stored']).toMatchObject({ failed: 0 });
  });

  it('takes and drops subscriptions that the topic itself lists', async () => {
    const lab = await resourceLab();
    for (const QueueName of ['one', 'two']) await lab.create(QUEUE, { QueueName });
    const list = (...names: string[]) => ({
      TopicName: 'stored',
      Subscription: names.map((name) => ({ Protocol: 'sqs', Endpoint: arn('sqs', name) })),
    });
    const topic = await lab.create(TOPIC, list('one'));
    await lab.update(topic, list('two'));
    await publish(lab, 'stored');
    expect([(await receive(lab, 'one')).length, (await receive(lab, 'two')).length]).toEqual([0, 1]);
  });

  it.each([
    [TOPIC, { FifoTopic: true }, 'topics here are standard topics'],
    [TOPIC, { TopicName: 'a b' }, 'Invalid parameter: Topic Name: a b'],
    [SUBSCRIPTION, { TopicArn: arn('sns', 'none'), Protocol: 'sqs', Endpoint: 'x' }, 'Topic does not exist'],
    [
      SUBSCRIPTION,
      { TopicArn: arn('sns', 'stored'), Protocol: 'sms', Endpoint: '1' },
      "'sms' is not one of sqs, http, email",
    ],
    [
      SUBSCRIPTION,
      { TopicArn: arn('sns', 'stored'), Protocol: 'sqs', Endpoint: arn('sqs', 'none') },
      'there is no queue',
    ],
    [
      SUBSCRIPTION,
      { TopicArn: arn('sns', 'stored'), Protocol: 'http', Endpoint: 'http://example.com' },
      'not on this machine',
    ],
    [
      SUBSCRIPTION,
      { TopicArn: arn('sns', 'stored'), Protocol: 'email', Endpoint: 'a@b', FilterPolicyScope: 'MessageBody' },
      'policies look at message attributes here',
    ],
    [
      SUBSCRIPTION,
      { TopicArn: arn('sns', 'stored'), Protocol: 'sqs', Endpoint: arn('sqs', 'inbox') },
      /already exists|other attributes/,
    ],
  ])('%s is refused with %o', async (type, properties, reason) => {
    const { lab } = await setUp();
    await expect(lab.create(type, properties)).rejects.toThrow(reason);
  });
});

describe('a parameter', () => {
  it('is refused with a value that its pattern does not allow, and has an ARN', async () => {
    const lab = await resourceLab();
    const type = 'AWS::SSM::Parameter';
    const wrong = lab.create(type, { Type: 'String', Value: 'x', AllowedPattern: '\\d+' });
    await expect(wrong).rejects.toThrow("'x' does not match the pattern \\d+");
    const made = await lab.create(type, { Name: '/a/b', Type: 'String', Value: '12', AllowedPattern: '\\d+' });
    expect(made.attributes).toEqual({
      Arn: 'arn:aws:ssm:us-east-1:000000000000:parameter/a/b',
      Type: 'String',
      Value: '12',
    });
  });
});
