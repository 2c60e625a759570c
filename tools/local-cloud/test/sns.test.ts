import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  NotFoundException,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  type SNSClient,
  SNSServiceException,
  SubscribeCommand,
  type SubscribeCommandInput,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { InvalidOptionsError, type LocalCloudOptions } from '../src/index.ts';
import { handClock } from './hand-clock.ts';
import { httpEndpoint } from './http-endpoint.ts';
import { bytes, cloudOf, snsOf, sqsOf } from './support.ts';

const TopicArn = 'arn:aws:sns:us-east-1:000000000000:notices';
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const textValue = (StringValue: string) => ({ DataType: 'String', StringValue });
const queues = [{ name: 'all' }, { name: 'news' }];

type Subscriptions = NonNullable<LocalCloudOptions['topics']>[number]['subscriptions'];

async function start(subscriptions: Subscriptions = [], options: Partial<LocalCloudOptions> = {}) {
  const cloud = await cloudOf({ queues, topics: [{ name: 'notices', subscriptions }], ...options });
  const receive = async (name: string) => {
    const input = { QueueUrl: `${cloud.endpoint}/000000000000/${name}`, MaxNumberOfMessages: 10 };
    const { Messages = [] } = await sqsOf(cloud).send(
      new ReceiveMessageCommand({ ...input, MessageAttributeNames: ['All'] }),
    );
    return Messages;
  };
  return { cloud, client: snsOf(cloud), receive };
}

const publish = (client: SNSClient, input: Partial<PublishCommandInput> = {}) =>
  client.send(new PublishCommand({ TopicArn, Message: 'hello', ...input }));
const subscribe = (client: SNSClient, input: Partial<SubscribeCommandInput>) =>
  client.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn('all'), ...input }));
const errorOf = async (promise: Promise<unknown>): Promise<SNSServiceException> => {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (error instanceof SNSServiceException) return error;
  throw new Error(`No error of SNS: ${String(error)}`);
};

describe('a queue that is subscribed', () => {
  it('gets the envelope that AWS writes, unsigned', async () => {
    const { cloud, client, receive } = await start([{ protocol: 'sqs', endpoint: 'all' }]);
    const attributes = { kind: textValue('news'), raw: { DataType: 'Binary', BinaryValue: bytes('ÿ') } };
    const Message = '{"id":"1","text":"<b>&\\"ä🙂\\n"}';
    const { MessageId } = await publish(client, { Message, Subject: 'A notice', MessageAttributes: attributes });
    const [message, ...others] = await receive('all');
    expect(others).toEqual([]);
    const envelope = JSON.parse(message?.Body ?? '') as Record<string, string>;
    expect(envelope).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'A notice',
      Message,
      Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      SignatureVersion: '1',
      Signature: 'UNSIGNED',
      SigningCertURL: `${cloud.endpoint}/UNSIGNED.pem`,
      UnsubscribeURL: expect.stringContaining(`${cloud.endpoint}/?Action=Unsubscribe&SubscriptionArn=arn%3Aaws%3Asns`),
      MessageAttributes: { kind: { Type: 'String', Value: 'news' }, raw: { Type: 'Binary', Value: 'w78=' } },
    });
    expect(message?.MessageAttributes).toBeUndefined();
    expect(cloud.counts().topics['notices']).toEqual({ published: 1, refused: 0, delivered: 1, failed: 0 });
  });

  it('gets the message itself with raw delivery, and its attributes', async () => {
    const { client, receive, cloud } = await start([{ protocol: 'sqs', endpoint: 'all', rawMessageDelivery: true }]);
    await publish(client, {
      MessageAttributes: { kind: textValue('news'), tags: { DataType: 'String.Array', StringValue: '["a"]' } },
    });
    expect(await receive('all')).toMatchObject([
      { Body: 'hello', MessageAttributes: { kind: textValue('news'), tags: { DataType: 'String.Array' } } },
    ]);
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, textValue('x')]));
    await publish(client, { MessageAttributes: many });
    expect(await receive('all')).toEqual([]);
    expect(cloud.counts().topics['notices']).toMatchObject({ published: 2, delivered: 1, failed: 1 });
  });

  it('gets only what its filter policy takes, which can be changed', async () => {
    const { client, receive } = await start([
      { protocol: 'sqs', endpoint: 'news', filterPolicy: { kind: ['news'] }, rawMessageDelivery: true },
    ]);
    const publishKinds = async () => {
      for (const kind of ['news', 'forex'])
        await publish(client, { Message: kind, MessageAttributes: { kind: textValue(kind) } });
      return (await receive('news')).map(({ Body }) => Body);
    };
    expect(await publishKinds()).toEqual(['news']);
    const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    const SubscriptionArn = Subscriptions[0]?.SubscriptionArn;
    const AttributeValue = '{"kind":[{"prefix":"for"}]}';
    await client.send(
      new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue }),
    );
    expect(await publishKinds()).toEqual(['forex']);
    const { Attributes } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({
      FilterPolicy: AttributeValue,
      RawMessageDelivery: 'true',
      PendingConfirmation: 'false',
      Endpoint: queueArn('news'),
    });
  });

  it('can be subscribed and taken off at any time, and is remembered', async () => {
    const { client, cloud } = await start();
    const Attributes = { RawMessageDelivery: 'true', FilterPolicy: '{"kind":["news"]}' };
    const { SubscriptionArn } = await subscribe(client, { Attributes });
    expect(SubscriptionArn).toMatch(/^arn:aws:sns:us-east-1:000000000000:notices:[0-9a-f-]{36}$/);
    expect((await subscribe(client, { Attributes })).SubscriptionArn).toBe(SubscriptionArn);
    expect(await errorOf(subscribe(client, {}))).toMatchObject({ name: 'InvalidParameterException' });
    await cloud.stop();
    const again = await start([], { dir: cloud.dir });
    await publish(again.client, { MessageAttributes: { kind: textValue('news') } });
    expect(await again.receive('all')).toMatchObject([{ Body: 'hello' }]);
    await again.client.send(new UnsubscribeCommand({ SubscriptionArn }));
    await publish(again.client, { MessageAttributes: { kind: textValue('news') } });
    expect(await again.receive('all')).toEqual([]);
    expect(await errorOf(again.client.send(new UnsubscribeCommand({ SubscriptionArn })))).toBeInstanceOf(
      NotFoundException,
    );
  });

  it('keeps its subscription’s name over restarts while the options name it, and is dropped with them or with its queue', async () => {
    const listed = async ({ client }: { client: SNSClient }) =>
      (await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions?.map(
        (one) => one.SubscriptionArn,
      ) ?? [];
    const first = await start([{ protocol: 'sqs', endpoint: 'all' }]);
    const [name] = await listed(first);
    const { SubscriptionArn: added } = await subscribe(first.client, { Endpoint: queueArn('news') });
    await first.cloud.stop();
    const second = await start([{ protocol: 'sqs', endpoint: 'all' }], { dir: first.cloud.dir });
    expect(await listed(second)).toEqual([name, added]);
    await second.cloud.stop();
    const third = await start([], { dir: first.cloud.dir });
    expect(await listed(third)).toEqual([added]);
    await third.cloud.stop();
    const fourth = await start([], { dir: first.cloud.dir, queues: [{ name: 'all' }] });
    expect(await listed(fourth)).toEqual([]);
  });
});

describe('a batch', () => {
  it('publishes its good entries and tells what is wrong with the bad ones', async () => {
    const { client, receive } = await start([{ protocol: 'sqs', endpoint: 'all', rawMessageDelivery: true }]);
    const PublishBatchRequestEntries = [
      { Id: 'a', Message: 'A' },
      { Id: 'b', Message: 'B', Subject: 'line\nbreak' },
      { Id: 'c', Message: 'C', MessageAttributes: { n: { DataType: 'Number', StringValue: 'x' } } },
      { Id: 'd', Message: 'D' },
    ];
    const { Successful, Failed } = await client.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a', 'd']);
    expect(Failed).toMatchObject([
      { Id: 'b', Code: 'InvalidParameter', SenderFault: true },
      { Id: 'c', Code: 'ParameterValueInvalid', SenderFault: true },
    ]);
    expect((await receive('all')).map(({ Body }) => Body)).toEqual(['A', 'D']);
  });

  it('loses single entries to the fault of rejections, a publish alone is answered 500', async () => {
    const { client, cloud } = await start([{ protocol: 'sqs', endpoint: 'all' }], {
      faults: { rejectRate: 0.5, seed: 2 },
    });
    const PublishBatchRequestEntries = Array.from({ length: 10 }, (_, i) => ({ Id: String(i), Message: 'm' }));
    const { Successful = [], Failed = [] } = await client.send(
      new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }),
    );
    expect(Failed[0]).toMatchObject({ Code: 'InternalError', SenderFault: false });
    expect(Successful.length + Failed.length).toBe(10);
    expect(cloud.counts().topics['notices']).toMatchObject({ published: Successful.length, refused: Failed.length });
    const all = await start([], { faults: { rejectRate: 1 } });
    expect(await errorOf(publish(all.client))).toMatchObject({
      name: 'InternalErrorException',
      $metadata: { httpStatusCode: 500 },
    });
  });
});

describe('an HTTP endpoint', () => {
  it('is asked to confirm by a link, and then gets notifications with the headers of AWS', async () => {
    const endpoint = await httpEndpoint();
    const { client, cloud } = await start([{ protocol: 'http', endpoint: endpoint.url }]);
    await publish(client, { Message: 'too early' });
    await expect.poll(() => endpoint.received.length).toBe(1);
    const [request] = endpoint.typed('SubscriptionConfirmation');
    const asked = JSON.parse(request?.body ?? '') as { SubscribeURL: string; Token: string; Type: string };
    expect(asked).toMatchObject({ Type: 'SubscriptionConfirmation', TopicArn, SignatureVersion: '1' });
    const wrong = await fetch(asked.SubscribeURL.replace(asked.Token, 'guessed'));
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('<Code>InvalidParameter</Code>')]);
    const confirmed = await fetch(asked.SubscribeURL);
    expect([confirmed.status, await confirmed.text()]).toEqual([
      200,
      expect.stringContaining(`<SubscriptionArn>${TopicArn}:`),
    ]);
    const { MessageId } = await publish(client, { MessageAttributes: { kind: textValue('news') } });
    await expect.poll(() => endpoint.received.length).toBe(2);
    const [{ headers, body } = { headers: {}, body: '{}' }] = endpoint.typed('Notification');
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-id': MessageId,
      'x-amz-sns-topic-arn': TopicArn,
      'x-amz-sns-subscription-arn': expect.stringContaining(`${TopicArn}:`),
    });
    const notification = JSON.parse(body) as { UnsubscribeURL: string };
    expect(notification).toMatchObject({ Type: 'Notification', MessageId, Message: 'hello' });
    await expect.poll(() => cloud.counts().topics['notices']?.delivered).toBe(1);
    expect((await fetch(notification.UnsubscribeURL)).status).toBe(200);
    await publish(client);
    const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toEqual([]);
  });

  it('subscribed by a call is pending until its token is confirmed by a call', async () => {
    const endpoint = await httpEndpoint();
    const { client } = await start();
    const answer = await subscribe(client, {
      Protocol: 'http',
      Endpoint: endpoint.url,
      Attributes: { RawMessageDelivery: 'true' },
    });
    expect(answer.SubscriptionArn).toBe('pending confirmation');
    const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toMatchObject([
      { SubscriptionArn: 'PendingConfirmation', Protocol: 'http', Endpoint: endpoint.url },
    ]);
    await expect.poll(() => endpoint.received.length).toBe(1);
    const { Token } = JSON.parse(endpoint.received[0]?.body ?? '') as { Token: string };
    const { SubscriptionArn } = await client.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    expect(SubscriptionArn).toContain(TopicArn);
    await publish(client, { Message: 'as it is' });
    await expect.poll(() => endpoint.typed('Notification').map(({ body }) => body)).toEqual(['as it is']);
    expect(endpoint.typed('Notification')[0]?.headers).toMatchObject({ 'x-amz-sns-rawdelivery': 'true' });
  });

  /** A topic over a clock that stands still, with a confirmed endpoint that answers as told. */
  async function confirmedEndpoint(status: () => number) {
    const clock = handClock();
    let answer = () => 200;
    const endpoint = await httpEndpoint({ status: () => answer() });
    const started = await start([{ protocol: 'http', endpoint: endpoint.url, rawMessageDelivery: true }], { clock });
    await expect.poll(() => endpoint.received.length).toBe(1);
    const { Token } = JSON.parse(endpoint.received[0]?.body ?? '') as { Token: string };
    await started.client.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    answer = status;
    const counts = () => started.cloud.counts().topics['notices'];
    return { ...started, endpoint, clock, counts };
  }

  it('that fails is tried again after 1, 5 and 20 s, then counted as failed', async () => {
    const triedMs: number[] = [];
    const { client, clock, counts } = await confirmedEndpoint(() => {
      triedMs.push(clock.now());
      return 503;
    });
    await publish(client);
    await expect
      .poll(() => (clock.pass(100), counts()), { timeout: 60_000, interval: 2 })
      .toMatchObject({ delivered: 0, failed: 1 });
    clock.pass(3_600_000);
    const waitsMs = triedMs.slice(1).map((atMs, i) => atMs - (triedMs[i] ?? 0));
    expect(waitsMs).toHaveLength(3);
    for (const [i, leastMs] of [1000, 5000, 20_000].entries()) expect(waitsMs[i]).toBeGreaterThanOrEqual(leastMs);
    expect(waitsMs[0]).toBeLessThan(5000);
    expect(waitsMs[1]).toBeLessThan(20_000);
  });

  it.each([
    ['no answer', 0],
    ['429', 429],
  ])('that gives %s once and then takes it gets it twice', async (_, first) => {
    const answers = [first, 204];
    const { client, endpoint, clock, counts } = await confirmedEndpoint(() => answers.shift() ?? 500);
    await publish(client);
    await expect.poll(() => endpoint.typed('Notification').length).toBe(1);
    await expect
      .poll(() => (clock.pass(1000), counts()), { timeout: 20_000 })
      .toMatchObject({ delivered: 1, failed: 0 });
    expect(endpoint.typed('Notification')).toHaveLength(2);
  });

  it.each([404, 302])('that answers %i is not tried again, nor sent elsewhere', async (status) => {
    const { client, endpoint, clock, counts } = await confirmedEndpoint(() => status);
    await publish(client);
    await expect.poll(counts).toMatchObject({ delivered: 0, failed: 1 });
    clock.pass(3_600_000);
    expect(endpoint.typed('Notification')).toHaveLength(1);
  });

  it('that is away gets what was published meanwhile after a restart', async () => {
    const { client, endpoint, cloud } = await confirmedEndpoint(() => 200);
    await endpoint.close();
    await publish(client, { Message: 'while you were away' });
    await cloud.stop();
    const back = await httpEndpoint({ port: endpoint.port });
    const again = await start([{ protocol: 'http', endpoint: back.url, rawMessageDelivery: true }], { dir: cloud.dir });
    await expect.poll(() => back.received.map(({ body }) => body)).toEqual(['while you were away']);
    await expect.poll(() => again.cloud.counts().topics['notices']).toMatchObject({ delivered: 1 });
  });

  it('whose last answer was cut off by the end of the cloud is asked once more after the next start', async () => {
    const answers = [503, 503, 503, -1];
    const { endpoint, client, clock, cloud } = await confirmedEndpoint(() => answers.shift() ?? 200);
    await publish(client, { Message: 'the last try' });
    const tries = () => endpoint.typed('Notification').length;
    await expect.poll(() => (clock.pass(tries() < 4 ? 500 : 0), tries()), { interval: 2, timeout: 60_000 }).toBe(4);
    await cloud.stop();
    expect(cloud.counts().topics['notices']).toMatchObject({ delivered: 0, failed: 0 });
    const again = await start([{ protocol: 'http', endpoint: endpoint.url, rawMessageDelivery: true }], {
      dir: cloud.dir,
    });
    await expect.poll(() => again.cloud.counts().topics['notices']).toMatchObject({ delivered: 1, failed: 0 });
  });

  it('that never answers is given up for this try after 15 s', async () => {
    const answers = [-1, 200];
    const { client, clock, counts, endpoint } = await confirmedEndpoint(() => answers.shift() ?? 500);
    await publish(client);
    await expect.poll(() => endpoint.typed('Notification').length).toBe(1);
    clock.pass(14_999);
    expect(endpoint.typed('Notification')).toHaveLength(1);
    await expect
      .poll(() => (clock.pass(1000), counts()), { timeout: 20_000 })
      .toMatchObject({ delivered: 1, failed: 0 });
  });

  it.each([
    'http://example.com/x',
    'https://127.0.0.1/x',
    'http://127.0.0.1.example.com/',
    'http://notlocalhost/',
    'http://10.0.0.1/',
    'http://u:p@127.0.0.1/',
    'x',
  ])('is on this machine: %s is refused', async (Endpoint) => {
    const { client } = await start();
    const error = await errorOf(subscribe(client, { Protocol: 'http', Endpoint }));
    expect(error).toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('is not on this machine'),
    });
  });
});

describe('a request that SNS refuses', () => {
  const MiB4 = 256 << 10;
  const batch = (entries: { Id: string; Message: string }[]) => () =>
    new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries });
  const publishing = (input: object) => () => new PublishCommand({ TopicArn, Message: 'a', ...input });
  const subscribing = (input: object) => () =>
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn('all'), ...input });
  const cases: [string, () => never, string, number?][] = (
    [
      ['a topic that is not there', publishing({ TopicArn: `${TopicArn}x` }), 'NotFoundException', 404],
      ['no message', publishing({ Message: '' }), 'InvalidParameterException'],
      ['256 KiB and a byte', publishing({ Message: 'a'.repeat(MiB4 + 1) }), 'InvalidParameterException'],
      [
        '256 KiB with an attribute',
        publishing({ Message: 'a'.repeat(MiB4), MessageAttributes: { a: textValue('x') } }),
        'InvalidParameterException',
      ],
      ['a subject of 101 characters', publishing({ Subject: 'a'.repeat(101) }), 'InvalidParameterException'],
      [
        'an array that is none',
        publishing({ MessageAttributes: { a: { DataType: 'String.Array', StringValue: 'x' } } }),
        'InvalidParameterValueException',
      ],
      [
        'a type that is none',
        publishing({ MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } }),
        'InvalidParameterValueException',
      ],
      ['a text for each protocol', publishing({ MessageStructure: 'json' }), 'NotImplemented', 501],
      [
        'a text message',
        () => new PublishCommand({ PhoneNumber: '+15550100', Message: 'a' }),
        'InvalidParameterException',
      ],
      ['a batch without entries', batch([]), 'EmptyBatchRequestException'],
      [
        'eleven entries',
        batch(Array.from({ length: 11 }, (_, i) => ({ Id: String(i), Message: 'a' }))),
        'TooManyEntriesInBatchRequestException',
      ],
      [
        'an id twice',
        batch([
          { Id: 'a', Message: 'a' },
          { Id: 'a', Message: 'b' },
        ]),
        'BatchEntryIdsNotDistinctException',
      ],
      ['an id with a dot', batch([{ Id: 'a.b', Message: 'a' }]), 'InvalidBatchEntryIdException'],
      [
        'a batch of 256 KiB and 2 bytes',
        batch(['a', 'b'].map((Id) => ({ Id, Message: 'a'.repeat(MiB4 / 2 + 1) }))),
        'BatchRequestTooLongException',
      ],
      ['mail', subscribing({ Protocol: 'email' }), 'InvalidParameterException'],
      ['a queue that is not there', subscribing({ Endpoint: queueArn('x') }), 'InvalidParameterException'],
      ['a policy that is no JSON', subscribing({ Attributes: { FilterPolicy: '{' } }), 'InvalidParameterException'],
      [
        'a policy that is wrong',
        subscribing({ Attributes: { FilterPolicy: '{"a":"x"}' } }),
        'InvalidParameterException',
      ],
      [
        'a policy on bodies',
        subscribing({ Attributes: { FilterPolicyScope: 'MessageBody' } }),
        'InvalidParameterException',
      ],
      ['half raw', subscribing({ Attributes: { RawMessageDelivery: 'perhaps' } }), 'InvalidParameterException'],
      [
        'a subscription that is not there',
        () => new GetSubscriptionAttributesCommand({ SubscriptionArn: `${TopicArn}:x` }),
        'NotFoundException',
        404,
      ],
      ['a topic to be made', () => new CreateTopicCommand({ Name: 'x' }), 'NotImplemented', 501],
    ] as const
  ).map((one) => one as never);

  it('gets the error of AWS, as the client knows it', async () => {
    const { client } = await start();
    const answers = await Promise.all(
      cases.map(async ([what, command]) => {
        const { name, $metadata } = await errorOf(client.send(command()));
        return [what, name, $metadata.httpStatusCode];
      }),
    );
    expect(answers).toEqual(cases.map(([what, , name, status = 400]) => [what, name, status]));
    const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toEqual([]);
  });

  it('is not one of exactly 256 KiB', async () => {
    const { client } = await start();
    await publish(client, { Message: 'ä'.repeat(MiB4 / 2) });
  });

  it('without a signature is refused, links apart', async () => {
    const { cloud } = await start();
    const body = new URLSearchParams({ Action: 'Publish', TopicArn, Message: 'from a web page' });
    const posted = await fetch(cloud.endpoint, { method: 'POST', body });
    const linked = await fetch(`${cloud.endpoint}/?${body.toString()}`);
    const unsubscribing = `${cloud.endpoint}/?Action=Unsubscribe&SubscriptionArn=${TopicArn}:x`;
    const headers = { authorization: 'Bearer x/us-east-1/sns/aws4_request' };
    const others = [
      await fetch(unsubscribing, { method: 'POST' }),
      await fetch(cloud.endpoint, { method: 'POST', body, headers }),
    ];
    // A link is followed, never posted; no other service answers to what is left.
    expect([posted, linked, ...others].map(({ status }) => status)).toEqual([501, 501, 501, 403]);
    expect(cloud.counts().topics['notices']).toMatchObject({ published: 0 });
  });
});

it('lists topics and tells of one how many subscribe to it', async () => {
  const endpoint = await httpEndpoint();
  const { client } = await start([
    { protocol: 'sqs', endpoint: 'all' },
    { protocol: 'http', endpoint: endpoint.url },
  ]);
  expect((await client.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
  const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({ TopicArn, SubscriptionsConfirmed: '1', SubscriptionsPending: '1' });
});

it.each([
  ['a queue that is not there', { protocol: 'sqs', endpoint: 'x' }],
  ['an endpoint elsewhere', { protocol: 'http', endpoint: 'http://example.com/' }],
  ['a policy that is wrong', { protocol: 'sqs', endpoint: 'all', filterPolicy: { a: 'x' } }],
] as const)('options with %s fail at the start', async (_, subscription) => {
  await expect(start([subscription])).rejects.toThrow(InvalidOptionsError);
});
