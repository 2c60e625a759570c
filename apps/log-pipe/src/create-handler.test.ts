import { createFakeQueue, kinesisEvent, lambdaContext, type QueueFaults } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { createHandler } from './create-handler.ts';
import { MAX_BODY_BYTES } from './message-limits.ts';

const quote = '{"kind":"quote","name":"DDOG","ts":"2026-11-20 09:30:01-05:00","price":67.5}';
const bar = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}';
/** An unreadable piece that fills a message. */
const large = (name: string): string => `{"kind":"quote","name":"${name}`.padEnd(MAX_BODY_BYTES - 1, ' ');

const world = (faults: QueueFaults = []) => {
  const client = createFakeQueue(faults);
  const lines: string[] = [];
  const metrics: Readonly<Record<string, number>>[] = [];
  const deadlines: number[] = [];
  const handler = createHandler({
    client,
    config: { queueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/logs' },
    sleep: async () => undefined,
    random: () => 0,
    deadline: (afterMs) => {
      deadlines.push(afterMs);
      return new AbortController().signal;
    },
    log: (line) => lines.push(line),
    count: (values) => metrics.push(values),
  });
  return { client, handler, metrics, deadlines, logs: () => lines.map((line): unknown => JSON.parse(line)), lines };
};

describe('the handler', () => {
  it('forwards the logs of an event and tells in one line and its metrics what it did', async () => {
    const { client, handler, logs, metrics } = world();
    const event = kinesisEvent([`${quote}\n${bar}`, '{"kind":"forex"', 'poison']);
    expect(await handler(event, lambdaContext())).toEqual({ batchItemFailures: [] });
    expect(client.bodies).toEqual([`${quote}\n`, '{"kind":"forex"\n']);
    expect(logs()).toEqual([
      {
        level: 'warn',
        message: 'forwarded',
        requestId: lambdaContext().awsRequestId,
        records: {
          in: 4,
          readable: 1,
          unreadable: 1,
          leftOut: { bars: 1, emptyBars: 0, unreadable: 1, internalErrors: 0 },
          forwarded: 2,
          unsent: 0,
        },
        messages: { sent: 2, unsent: 0 },
        requests: 1,
        resent: 0,
      },
    ]);
    expect(metrics).toEqual([{ RecordsIn: 4, RecordsForwarded: 2, RecordsLeftOut: 2, MessagesSent: 2 }]);
  });

  it('names the first record of which something is missing in the queue', async () => {
    const { handler, logs } = world([undefined, { kind: 'fail', takes: false }]);
    const event = kinesisEvent([bar, large('A'), bar, large('B'), large('C')]);
    expect(await handler(event, lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: event.Records[3]?.kinesis.sequenceNumber }],
    });
    expect(logs()).toMatchObject([
      { level: 'warn', problem: 'ECONNRESET: Connection reset', records: { forwarded: 1, unsent: 2 } },
    ]);
  });

  it('names the first record of which something is missing, where later ones share a message that arrived', async () => {
    const { handler } = world([{ kind: 'refuse', ids: ['0'], senderFault: true }]);
    const event = kinesisEvent(['{"kind":"quote"', bar, quote]);
    const answer = await handler(event, lambdaContext());
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: event.Records[0]?.kinesis.sequenceNumber }]);
  });

  it('stops sending a second before its time is over', async () => {
    const { handler, deadlines } = world();
    await handler(kinesisEvent([quote]), lambdaContext(30_000));
    await handler(kinesisEvent([quote]), lambdaContext(500));
    expect(deadlines).toEqual([29_000, 0]);
  });

  it('tells nothing of what a record holds', async () => {
    const { handler, lines } = world();
    await handler(kinesisEvent(['{"kind":"quote","name":"secret","price":"secret"}']), lambdaContext());
    expect(lines.join('')).not.toContain('secret');
  });

  it.each([
    undefined,
    null,
    {},
    { Records: 'x' },
    { Records: [{ body: 'x' }] },
    { Records: [{ kinesis: { data: '' } }] },
  ])('refuses an event that no stream sent: %j', async (event) => {
    const { handler } = world();
    await expect(handler(event as never, lambdaContext())).rejects.toThrow(
      /^Expected { Records: \[{ kinesis: .*, but got (undefined|null|an object with keys .+)\. Invoke this function by an event source mapping on a Kinesis stream\.$/,
    );
  });
});
