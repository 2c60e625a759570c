import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
  SQSServiceException,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { LocalCloudOptions } from '../src/index.ts';
import { handClock } from './hand-clock.ts';
import { bytes, cloudOf, sqsOf, text } from './support.ts';

const queues = [
  { name: 'logs', visibilityTimeoutMs: 30_000, redrive: { deadLetterQueue: 'dead', maxReceiveCount: 2 } },
  { name: 'dead' },
];

async function start(options: Partial<LocalCloudOptions> = {}) {
  const cloud = await cloudOf({ queues, ...options });
  const urlOf = (name: string) => `${cloud.endpoint}/000000000000/${name}`;
  return { cloud, client: sqsOf(cloud), url: urlOf('logs'), deadUrl: urlOf('dead') };
}

const receive = async (client: SQSClient, QueueUrl: string, input: Partial<ReceiveMessageCommandInput> = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...input }))).Messages ?? [];

const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const textValue = (StringValue: string) => ({ DataType: 'String', StringValue });

describe('the SDK’s SQS client', () => {
  it('sends a message with attributes and gets back what it sent, with checksums as on AWS', async () => {
    const { client, url } = await start();
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: 'derp',
        MessageAttributes: { timestamp: { DataType: 'Number', StringValue: '1493147359900' } },
      }),
    );
    // Both sums are public examples of what AWS answers.
    expect(sent).toMatchObject({
      MD5OfMessageBody: '58fd9edd83341c29f1aebba81c31e257',
      MD5OfMessageAttributes: '235c5c510d26fb653d073faed50ae77c',
    });
    const [message, ...others] = await receive(client, url, {
      MessageAttributeNames: ['All'],
      AttributeNames: ['All'],
    });
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'derp',
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      MessageAttributes: { timestamp: { DataType: 'Number', StringValue: '1493147359900' } },
      Attributes: { ApproximateReceiveCount: '1', SenderId: '000000000000' },
    });
    expect(Math.abs(Date.now() - Number(message?.Attributes?.SentTimestamp))).toBeLessThan(60_000);
    expect(message?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
  });

  it('gets the attributes that it asks for: by name, by prefix, none by default', async () => {
    const { client, url } = await start();
    const MessageAttributes = {
      'trace.id': textValue('t'),
      'trace.span': textValue('s'),
      raw: { DataType: 'Binary', BinaryValue: bytes('\u0000ÿ') },
    };
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a', MessageAttributes }));
    const asked = async (MessageAttributeNames?: string[]) => {
      const names = MessageAttributeNames && { MessageAttributeNames };
      const [message] = await receive(client, url, { VisibilityTimeout: 0, ...names });
      return message?.MessageAttributes;
    };
    // Two receives are all that this queue allows.
    expect(Object.keys((await asked(['trace.*'])) ?? {})).toEqual(['trace.id', 'trace.span']);
    const raw = await asked(['raw', 'other']);
    expect(Object.keys(raw ?? {})).toEqual(['raw']);
    expect(text(raw?.['raw']?.BinaryValue)).toBe('\u0000ÿ');
  });

  it('sends a batch whose good entries are taken and whose bad one is told', async () => {
    const { client, url, cloud } = await start();
    const Entries = [
      { Id: 'good', MessageBody: 'a' },
      { Id: 'control', MessageBody: 'b\u0001' },
      { Id: 'typeless', MessageBody: 'c', MessageAttributes: { kind: { DataType: 'Text', StringValue: 'x' } } },
      { Id: 'late', MessageBody: 'd', DelaySeconds: 901 },
      { Id: 'fine', MessageBody: '🙂', MessageAttributes: { kind: textValue('x') } },
    ];
    const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(Successful?.map(({ Id }) => Id)).toEqual(['good', 'fine']);
    expect(Failed).toMatchObject([
      { Id: 'control', Code: 'InvalidMessageContents', SenderFault: true },
      { Id: 'typeless', Code: 'InvalidParameterValue' },
      { Id: 'late', Code: 'InvalidParameterValue' },
    ]);
    expect((await receive(client, url)).map(({ Body }) => Body)).toEqual(['a', '🙂']);
    expect(cloud.counts().queues['logs']).toMatchObject({ sent: 2, received: 2, inFlight: 2, waiting: 0 });
  });

  it('waits for a message that comes later', async () => {
    const { client, url, cloud } = await start();
    const waiting = receive(client, url, { WaitTimeSeconds: 20 });
    await sqsOf(cloud).send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a' }));
    expect(await waiting).toMatchObject([{ Body: 'a' }]);
  });

  it('waits and hides for as many seconds as it says', async () => {
    const clock = handClock();
    const { client, url } = await start({ clock });
    /** Lets time pass until a long poll is answered, and tells how much did. */
    const waited = async (WaitTimeSeconds: number): Promise<number> => {
      const startMs = clock.now();
      let endMs: number | undefined;
      const polling = receive(client, url, { WaitTimeSeconds, VisibilityTimeout: 60 }).then(
        () => (endMs = clock.now()),
      );
      await expect.poll(() => (clock.pass(endMs === undefined ? 500 : 0), endMs), { interval: 2 }).toBeDefined();
      return (await polling) - startMs;
    };
    expect(await waited(20)).toBeGreaterThanOrEqual(20_000);
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a', DelaySeconds: 5 }));
    const delayedMs = await waited(20);
    expect(delayedMs).toBeGreaterThanOrEqual(5000);
    expect(delayedMs).toBeLessThan(20_000);
    const [again] = await receive(client, url);
    expect(again).toBeUndefined();
    clock.pass(60_000);
    expect(await receive(client, url)).toMatchObject([{ Body: 'a' }]);
  });

  it('deletes and hides, one by one and in batches', async () => {
    const { client, url } = await start();
    const Entries = ['a', 'b', 'c'].map((Id) => ({ Id, MessageBody: Id }));
    await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    const [a, b, c] = (await receive(client, url)).map(({ ReceiptHandle = '' }) => ({ ReceiptHandle }));
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: url, VisibilityTimeout: 0, ReceiptHandle: a?.ReceiptHandle }),
    );
    const changes = [
      { Id: 'b', ...b, VisibilityTimeout: 0 },
      { Id: 'a', ...a, VisibilityTimeout: 0 },
      { Id: 'x', ReceiptHandle: 'x', VisibilityTimeout: 0 },
    ];
    const changed = await client.send(
      new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries: changes as never }),
    );
    expect(changed.Successful).toEqual([{ Id: 'b' }]);
    expect(changed.Failed).toMatchObject([
      { Id: 'a', Code: 'MessageNotInflight' },
      { Id: 'x', Code: 'ReceiptHandleIsInvalid', SenderFault: true },
    ]);
    const again = await receive(client, url);
    expect(again.map(({ Body }) => Body)).toEqual(['a', 'b']);
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: c?.ReceiptHandle }));
    const deletes = again.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
    const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: deletes }));
    expect(deleted).toMatchObject({ Successful: [{ Id: '0' }, { Id: '1' }] });
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
  });

  it('finds queues and what they are like', async () => {
    const { client, url, deadUrl, cloud } = await start();
    const list = async (QueueNamePrefix?: string) =>
      (await client.send(new ListQueuesCommand(QueueNamePrefix ? { QueueNamePrefix } : {}))).QueueUrls;
    expect([await list(), await list('lo'), await list('x')]).toEqual([[deadUrl, url], [url], undefined]);
    expect(await client.send(new GetQueueUrlCommand({ QueueName: 'logs' }))).toMatchObject({ QueueUrl: url });
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'late', DelaySeconds: 900 }));
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({
      QueueArn: arn('logs'),
      VisibilityTimeout: '30',
      MaximumMessageSize: '1048576',
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesDelayed: '1',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('dead'), maxReceiveCount: 2 }),
    });
    await client.send(new PurgeQueueCommand({ QueueUrl: url }));
    expect(cloud.counts().queues['logs']).toMatchObject({ waiting: 0 });
    await expect(client.send(new PurgeQueueCommand({ QueueUrl: url }))).rejects.toMatchObject({
      name: 'PurgeQueueInProgress',
    });
  });

  it('gets dead letters with the queue that they came from, and sends them back there', async () => {
    const { client, url, deadUrl } = await start();
    await client.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: 'bad', MessageAttributes: { kind: textValue('x') } }),
    );
    const [first] = await receive(client, url, { VisibilityTimeout: 0 });
    await receive(client, url, { VisibilityTimeout: 0 });
    expect(await receive(client, url)).toEqual([]);
    const system = { MessageSystemAttributeNames: ['DeadLetterQueueSourceArn', 'ApproximateReceiveCount'] as const };
    const [letter] = await receive(client, deadUrl, {
      VisibilityTimeout: 0,
      MessageSystemAttributeNames: [...system.MessageSystemAttributeNames],
    });
    expect(letter).toMatchObject({
      MessageId: first?.MessageId,
      Body: 'bad',
      Attributes: { DeadLetterQueueSourceArn: arn('logs'), ApproximateReceiveCount: '3' },
    });
    const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn('dead') }));
    expect(TaskHandle).toBeTypeOf('string');
    const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: arn('dead') }));
    expect(Results).toMatchObject([
      { Status: 'COMPLETED', SourceArn: arn('dead'), ApproximateNumberOfMessagesMoved: 1 },
    ]);
    const [again] = await receive(client, url, { MessageAttributeNames: ['All'] });
    expect(again).toMatchObject({ Body: 'bad', MessageAttributes: { kind: textValue('x') } });
    expect(again?.MessageId).not.toBe(letter?.MessageId);
    expect(await receive(client, deadUrl)).toEqual([]);
  });
});

describe('a request that AWS refuses', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, i) => ({ Id: String(i), MessageBody: 'a' }));
  const attributes = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, textValue('x')]));
  const MiB = 1 << 20;
  const send = (message: object) => (QueueUrl: string) =>
    new SendMessageCommand({ QueueUrl, MessageBody: 'a', ...message });
  const sendBatch = (Entries: { Id: string; MessageBody: string }[]) => (QueueUrl: string) =>
    new SendMessageBatchCommand({ QueueUrl, Entries });
  const receiveWith = (input: object) => (QueueUrl: string) => new ReceiveMessageCommand({ QueueUrl, ...input });
  const cases: [string, (url: string) => never, string, number?][] = (
    [
      [
        'a queue that is not there',
        (url: string) => new SendMessageCommand({ QueueUrl: `${url}x`, MessageBody: 'a' }),
        'QueueDoesNotExist',
      ],
      [
        'a URL that is none',
        () => new SendMessageCommand({ QueueUrl: 'logs', MessageBody: 'a' }),
        'InvalidAddress',
        404,
      ],
      ['an empty body', send({ MessageBody: '' }), 'MissingParameter'],
      ['a character that is not XML', send({ MessageBody: 'a\u000b' }), 'InvalidMessageContents'],
      ['half of a surrogate pair', send({ MessageBody: '\ufffe' }), 'InvalidMessageContents'],
      ['a message of more than 1 MiB', send({ MessageBody: 'a'.repeat(MiB + 1) }), 'InvalidParameterValue'],
      [
        'a message of 1 MiB with attributes',
        send({ MessageBody: 'a'.repeat(MiB), MessageAttributes: attributes(1) }),
        'InvalidParameterValue',
      ],
      ['eleven attributes', send({ MessageAttributes: attributes(11) }), 'InvalidParameterValue'],
      [
        'an attribute of a reserved name',
        send({ MessageAttributes: { 'AWS.x': textValue('x') } }),
        'InvalidParameterValue',
      ],
      ['an attribute without a value', send({ MessageAttributes: { x: textValue('') } }), 'InvalidParameterValue'],
      [
        'a number that is none',
        send({ MessageAttributes: { x: { DataType: 'Number', StringValue: 'many' } } }),
        'InvalidParameterValue',
      ],
      ['a delay of 901 s', send({ DelaySeconds: 901 }), 'InvalidParameterValue'],
      ['a group of messages', send({ MessageGroupId: 'g' }), 'InvalidParameterValue'],
      ['a batch without entries', sendBatch([]), 'EmptyBatchRequest'],
      ['eleven entries', sendBatch(ids(11)), 'TooManyEntriesInBatchRequest'],
      ['an id twice', sendBatch([...ids(1), ...ids(1)]), 'BatchEntryIdsNotDistinct'],
      ['an id with a blank', sendBatch([{ Id: 'a b', MessageBody: 'a' }]), 'InvalidBatchEntryId'],
      [
        'a batch of more than 1 MiB',
        sendBatch(ids(2).map((one) => ({ ...one, MessageBody: 'a'.repeat(MiB / 2 + 1) }))),
        'BatchRequestTooLong',
      ],
      ['eleven messages', receiveWith({ MaxNumberOfMessages: 11 }), 'InvalidParameterValue'],
      ['a wait of 21 s', receiveWith({ WaitTimeSeconds: 21 }), 'InvalidParameterValue'],
      ['a timeout of 12 h and 1 s', receiveWith({ VisibilityTimeout: 43_201 }), 'InvalidParameterValue'],
      ['an unknown attribute', receiveWith({ AttributeNames: ['Colour'] }), 'InvalidAttributeName'],
      [
        'an unknown attribute of a queue',
        (QueueUrl: string) => new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Colour' as never] }),
        'InvalidAttributeName',
      ],
      [
        'a handle that is none',
        (QueueUrl: string) => new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'x' }),
        'ReceiptHandleIsInvalid',
        404,
      ],
      [
        'a move from a queue without dead letters',
        () => new StartMessageMoveTaskCommand({ SourceArn: arn('logs') }),
        'InvalidParameterValue',
      ],
      [
        'a move from nowhere',
        () => new StartMessageMoveTaskCommand({ SourceArn: arn('x') }),
        'ResourceNotFoundException',
        404,
      ],
      [
        'a slow move',
        () => new StartMessageMoveTaskCommand({ SourceArn: arn('dead'), MaxNumberOfMessagesPerSecond: 5 }),
        'NotImplemented',
        501,
      ],
      ['a queue to be made', () => new CreateQueueCommand({ QueueName: 'x' }), 'NotImplemented', 501],
    ] as const
  ).map((one) => one as never);

  it('gets the error of AWS, as the client knows it', async () => {
    const { client, url } = await start();
    const answers = await Promise.all(
      cases.map(async ([what, command]) => {
        const error: unknown = await client.send(command(url)).catch((reason: unknown) => reason);
        const { name, $metadata } =
          error instanceof SQSServiceException ? error : { name: String(error), $metadata: {} };
        return [what, name, $metadata.httpStatusCode];
      }),
    );
    expect(answers).toEqual(cases.map(([what, , name, status = 400]) => [what, name, status]));
  });

  it('gets the error’s class and its code of the query protocol', async () => {
    const { client, url } = await start();
    const error: unknown = await client
      .send(new GetQueueUrlCommand({ QueueName: 'x' }))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(QueueDoesNotExist);
    expect(error).toMatchObject({ Error: { Code: 'AWS.SimpleQueueService.NonExistentQueue', Type: 'Sender' } });
    const empty = client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [] }));
    await expect(empty).rejects.toMatchObject({ Error: { Code: 'AWS.SimpleQueueService.EmptyBatchRequest' } });
  });

  it('is not one of exactly 1 MiB, single or as a batch', async () => {
    const { client, url } = await start();
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'ä'.repeat(MiB / 2) }));
    const Entries = ids(8).map((one) => ({ ...one, MessageBody: 'a'.repeat(MiB / 8) }));
    const { Successful } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(Successful).toHaveLength(8);
  });
});

describe('faults', () => {
  it('refuse entries of a batch one by one, and a single message with 500', async () => {
    const { client, url, cloud } = await start({ faults: { rejectRate: 0.5, seed: 3 } });
    const Entries = Array.from({ length: 10 }, (_, i) => ({ Id: String(i), MessageBody: 'a' }));
    const { Successful = [], Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(Successful.length + Failed.length).toBe(10);
    expect(Failed[0]).toMatchObject({ Code: 'InternalError', SenderFault: false });
    expect(cloud.counts().queues['logs']).toMatchObject({ sent: Successful.length, refused: Failed.length });
    const all = await start({ faults: { rejectRate: 1 } });
    const refused = all.client.send(new SendMessageCommand({ QueueUrl: all.url, MessageBody: 'a' }));
    await expect(refused).rejects.toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 500 } });
  });
});
