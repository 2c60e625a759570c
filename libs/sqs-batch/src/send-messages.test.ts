import fc from 'fast-check';
import { createFakeQueue, type QueueFault, type QueueFaults } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { MessageRefusedError } from './errors.ts';
import { MAX_REQUEST_BYTES, MAX_REQUEST_MESSAGES } from './limits.ts';
import type { Message } from './plan-requests.ts';
import type { Queue } from './queue.ts';
import { sendMessages } from './send-messages.ts';

/** What each message here has beside its body, bytes. */
const ATTRIBUTE_BYTES = 'recordsNumber1'.length;
/** Bodies are at most this large here: two of them are too much for a request, one leaves room for little. */
const MAX_BODY_BYTES = MAX_REQUEST_BYTES - 4_096;

const message = (body: string): Message => ({ body, attributes: { records: 1 } });
const numbered = (count: number) => Array.from({ length: count }, (_, place) => message(`message ${place}`));

/** A world in which waiting takes no time but is written down. */
const world = (faults: QueueFaults = [], options: Partial<Queue> = {}, signal = new AbortController().signal) => {
  const client = createFakeQueue(faults);
  const waits: number[] = [];
  const sleep = async (waitMs: number) => void waits.push(waitMs);
  const queueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/logs';
  const send = (messages: readonly Message[]) =>
    sendMessages(messages, { client, queueUrl, sleep, random: () => 0.5, ...options }, signal);
  return { client, waits, send };
};

describe('the limits', () => {
  it('are those of the service', () => {
    expect([MAX_REQUEST_BYTES, MAX_REQUEST_MESSAGES]).toEqual([1_048_576, 10]);
  });
});

describe('messages', () => {
  it('go ten a request, in order, with their attributes', async () => {
    const { client, send } = world();
    const parts = { records: 0, encoding: 'base64', part: '2/2 of abc' } as const;
    const report = await send([...numbered(11), { body: 'last', attributes: parts }]);
    expect(report).toEqual({ unsent: [], requests: 2, resent: 0 });
    expect(client.requests.map((entries) => entries.length)).toEqual([10, 2]);
    expect(client.bodies).toEqual([...numbered(11).map(({ body }) => body), 'last']);
    expect(client.requests[1]?.map(({ MessageAttributes }) => MessageAttributes)).toEqual([
      { records: { DataType: 'Number', StringValue: '1' } },
      {
        records: { DataType: 'Number', StringValue: '0' },
        encoding: { DataType: 'String', StringValue: 'base64' },
        part: { DataType: 'String', StringValue: '2/2 of abc' },
      },
    ]);
  });

  it('go alone where two would be too much for one request', async () => {
    const { client, send } = world();
    await send([message('a'.repeat(MAX_BODY_BYTES)), message('é'.repeat(MAX_BODY_BYTES / 2)), message('b')]);
    expect(client.requests.map((entries) => entries.length)).toEqual([1, 2]);
  });

  it('share a request up to its last byte, attributes included', async () => {
    const first = 600_000;
    const rest = MAX_REQUEST_BYTES - first - 2 * ATTRIBUTE_BYTES;
    const fitting = world();
    await fitting.send([message('a'.repeat(first)), message('b'.repeat(rest))]);
    expect(fitting.client.requests).toHaveLength(1);
    const larger = world();
    await larger.send([message('a'.repeat(first)), message('b'.repeat(rest + 1))]);
    expect(larger.client.requests).toHaveLength(2);
  });

  it('are sent again where the service refused them or said nothing of them, and only those', async () => {
    const { client, waits, send } = world([
      { kind: 'refuse', ids: ['1', '2'] },
      { kind: 'forget', ids: ['2'] },
    ]);
    expect(await send(numbered(3))).toEqual({ unsent: [], requests: 3, resent: 3 });
    expect(client.requests.map((entries) => entries.map(({ Id }) => Id))).toEqual([['0', '1', '2'], ['1', '2'], ['2']]);
    expect(waits).toEqual([25, 50]);
  });

  it('are given up after eight refusals, with waits that grow to at most 2 s, and those behind are not tried', async () => {
    const { client, waits, send } = world((request) => (request === 0 ? undefined : { kind: 'refuse', ids: 'all' }));
    const messages = numbered(25);
    expect(await send(messages)).toEqual({
      unsent: messages.slice(10),
      requests: 9,
      resent: 70,
      problem: new MessageRefusedError('InternalFailure'),
    });
    expect(waits).toEqual([25, 50, 100, 200, 400, 800, 1_000]);
    expect(client.bodies).toHaveLength(10);
  });

  it('that are refused for what they are, are not sent again', async () => {
    const { client, send } = world([{ kind: 'refuse', ids: ['1'], code: 'InvalidMessageContents', senderFault: true }]);
    const messages = numbered(3);
    expect(await send(messages)).toMatchObject({
      unsent: [messages[1]],
      problem: { code: 'InvalidMessageContents', retriable: true },
    });
    expect(client.requests).toHaveLength(1);
  });

  it('are given up for the worst of several refusals', async () => {
    const Failed = [
      { SenderFault: false, Code: 'InternalFailure' },
      { SenderFault: true, Code: 'InvalidMessageContents' },
    ];
    const { send } = world([], { client: { send: async () => ({ Failed }) } });
    expect(await send(numbered(2))).toMatchObject({ requests: 1, problem: { code: 'InvalidMessageContents' } });
  });

  it('of which the service never says anything are given up too', async () => {
    const { send } = world(() => ({ kind: 'forget', ids: ['0'] }));
    expect(await send(numbered(1))).toMatchObject({ unsent: numbered(1), requests: 8, problem: { code: 'NoResult' } });
  });

  it('whose request failed as a whole are unsent, and those behind them', async () => {
    const { send } = world([undefined, { kind: 'fail', takes: false }]);
    const messages = numbered(30);
    expect(await send(messages)).toMatchObject({
      unsent: messages.slice(10),
      problem: { name: 'ECONNRESET', message: 'Connection reset' },
      requests: 2,
    });
  });

  it('are unsent when there is no time left, before a request or in a wait', async () => {
    const { send } = world([], {}, AbortSignal.abort());
    expect(await send(numbered(1))).toMatchObject({
      unsent: numbered(1),
      problem: { name: 'AbortError' },
    });
    const waiting = world([{ kind: 'refuse', ids: ['0'] }], {
      sleep: () => Promise.reject(new DOMException('no time left', 'AbortError')),
    });
    expect(await waiting.send(numbered(2))).toMatchObject({
      unsent: numbered(1),
      problem: { name: 'AbortError' },
    });
  });

  it('none: no request', async () => {
    const { client, send } = world();
    expect(await send([])).toEqual({ unsent: [], requests: 0, resent: 0 });
    expect(client.requests).toEqual([]);
  });
});

const ids = fc.subarray(Array.from({ length: 12 }, (_, id) => String(id)));
const fault: fc.Arbitrary<QueueFault | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ kind: fc.constant('refuse' as const), ids, senderFault: fc.boolean() }),
  fc.record({ kind: fc.constant('forget' as const), ids }),
  fc.record({ kind: fc.constant('fail' as const), takes: fc.boolean() }),
);

it('whatever goes wrong, a message is in the queue or among the unsent, and no request is more than the service takes', async () => {
  const size = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: MAX_BODY_BYTES }));
  await fc.assert(
    fc.asyncProperty(fc.array(size, { maxLength: 12 }), fc.array(fault, { maxLength: 12 }), async (lengths, faults) => {
      const messages = lengths.map((length, place) => message(`${place}:`.padEnd(length, 'x')));
      const { client, send } = world(faults);
      const { unsent } = await send(messages);
      for (const one of messages) expect(client.bodies.includes(one.body) || unsent.includes(one)).toBe(true);
      for (const entries of client.requests) {
        const bytes = entries.map(({ MessageBody = '' }) => Buffer.byteLength(MessageBody) + ATTRIBUTE_BYTES);
        expect(entries.length).toBeLessThanOrEqual(10);
        expect(new Set(entries.map(({ Id }) => Id)).size).toBe(entries.length);
        expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1_048_576);
      }
    }),
    { numRuns: 100 },
  );
});
