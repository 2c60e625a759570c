import { lambdaContext, sqsEvent } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { createFakeAws } from '../test/fake-aws.ts';
import { createHandler } from './create-handler.ts';

const quote = '{"kind":"quote","name":"DDOG","ts":"2026-11-20 09:30:01-05:00","price":67.5}';
const poison = '{"kind":"quote","name":"secret","price":"secret"}';

const world = () => {
  const aws = createFakeAws();
  const lines: string[] = [];
  const metrics: Readonly<Record<string, number>>[] = [];
  const deadlines: number[] = [];
  const handler = createHandler({
    config: {
      bucket: 'lake',
      topicArn: 'arn:aws:sns:us-east-1:123456789012:objects',
      deadLetterQueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/dead',
      maxReceives: 3,
    },
    clients: aws.clients,
    deadline: (afterMs) => {
      deadlines.push(afterMs);
      return new AbortController().signal;
    },
    log: (line) => lines.push(line),
    count: (values) => metrics.push(values),
  });
  return { aws, handler, lines, metrics, deadlines };
};

describe('the handler', () => {
  it('answers with the messages that must come again, and tells in one line and its metrics what it did', async () => {
    const { handler, lines, metrics } = world();
    const event = sqsEvent([`${quote}\n${quote}`, { body: `${quote}\n${poison}` }]);
    expect(await handler(event, lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: event.Records[1]?.messageId }],
    });
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      {
        level: 'warn',
        message: 'processed',
        requestId: lambdaContext().awsRequestId,
        messages: { in: 2, failed: 1 },
        lines: { in: 4, stored: 2, repeated: 1, unreadable: 1, undelivered: 0 },
        deadLettered: 0,
        objects: { written: 1, existing: 0 },
        notices: 1,
        problems: {},
      },
    ]);
    expect(metrics).toEqual([
      {
        MessagesIn: 2,
        RecordsIn: 4,
        RecordsStored: 2,
        RecordsFailed: 1,
        ObjectsWritten: 1,
        ObjectsExisting: 0,
        NoticesPublished: 1,
        DeadLettered: 0,
      },
    ]);
    expect(lines.join('')).not.toContain('secret');
  });

  it('knows by the receive count when a message came for the last time', async () => {
    const { aws, handler } = world();
    const answers = [];
    for (const receiveCount of [1, 2, 3])
      answers.push(await handler(sqsEvent([{ body: poison, messageId: 'm', receiveCount }]), lambdaContext()));
    const again = { batchItemFailures: [{ itemIdentifier: 'm' }] };
    expect(answers).toEqual([again, again, { batchItemFailures: [] }]);
    expect(aws.letters.map(({ body }) => body)).toEqual([poison]);
  });

  it('reads the encoding and the part that a message names', async () => {
    const { aws, handler } = world();
    const body = Buffer.from(quote).toString('base64');
    await handler(
      sqsEvent([
        { body, attributes: { encoding: 'base64', records: 1 } },
        { body, attributes: { encoding: 'base64', part: '1/2 of abc' }, receiveCount: 3 },
      ]),
      lambdaContext(),
    );
    expect(aws.objects.size).toBe(1);
    expect(aws.letters).toMatchObject([{ body: quote, attributes: { part: '1/2 of abc' } }]);
  });

  it('stops a second before its time is over', async () => {
    const { handler, deadlines } = world();
    await handler(sqsEvent([]), lambdaContext(30_000));
    await handler(sqsEvent([]), lambdaContext(10));
    expect(deadlines).toEqual([29_000, 0]);
  });

  it.each([undefined, null, {}, { Records: 'x' }, { Records: [{ kinesis: {} }] }, { Records: [{ body: '' }] }])(
    'refuses an event that no queue sent: %j',
    async (event) => {
      const { handler } = world();
      await expect(handler(event as never, lambdaContext())).rejects.toThrow(
        /^Expected { Records: \[{ messageId, body }\] }, but got (undefined|null|an object with keys .+)\. Invoke this function by an event source mapping on an SQS queue\.$/,
      );
    },
  );
});
