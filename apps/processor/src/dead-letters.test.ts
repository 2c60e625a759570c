import { MAX_REQUEST_BYTES } from '@tickerlake/sqs-batch';
import type { QueueFaults } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { createFakeAws } from '../test/fake-aws.ts';
import { sendDeadLetters } from './dead-letters.ts';
import type { NotDeadLetteredError } from './errors.ts';
import { processMessage, type SourceMessage } from './process.ts';

const message: SourceMessage = { messageId: 'a-b-c', body: '', receiveCount: 4 };
const line = (text: string | Uint8Array, reason = 'price: allowed is a number') => ({
  bytes: Buffer.from(text as string),
  reason,
});
const world = (faults: QueueFaults = []) => {
  const aws = createFakeAws(faults);
  const queueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/dead';
  const queue = { client: aws.clients.sqs, queueUrl, sleep: async () => undefined };
  const { signal } = new AbortController();
  const send = (lines: readonly ReturnType<typeof line>[], fields: Partial<SourceMessage> = {}) =>
    sendDeadLetters({ ...message, ...fields }, lines, queue, signal);
  return { aws, send };
};

describe('an unreadable line', () => {
  it('goes as it came, with the reason, how often it was tried, and where it was', async () => {
    const { aws, send } = world();
    await send([line('{"kind":"quote" ')]);
    expect(aws.letters).toEqual([
      {
        body: '{"kind":"quote" ',
        attributes: { reason: 'price: allowed is a number', tries: '4', origin: 'a-b-c' },
      },
    ]);
  });

  it.each([
    ['no UTF-8', Buffer.of(0x7b, 0xff)],
    ['a character that a queue refuses', Buffer.from('{"\u0001')],
  ])(
    'goes in base64 where text cannot hold it, and is the same line when it is sent back: %s',
    async (_what, bytes) => {
      const { aws, send } = world();
      await send([line(bytes)]);
      const [letter] = aws.letters;
      expect(letter).toMatchObject({ body: bytes.toString('base64'), attributes: { encoding: 'base64' } });
      const { unreadable } = processMessage({ ...message, body: letter?.body ?? '', encoding: 'base64' });
      expect(unreadable.map((one) => one.bytes)).toEqual([bytes]);
    },
  );

  it('that is a part of a larger piece stays one when it is sent back', async () => {
    const { aws, send } = world();
    await send([line('{"kind"')], { part: '1/2 of abc' });
    expect(aws.letters[0]).toMatchObject({ body: '{"kind"', attributes: { part: '1/2 of abc' } });
  });

  it('has a reason that the queue takes', async () => {
    const { aws, send } = world();
    await send([line('x', `\u0000\ud800${'y'.repeat(1_000)}`)]);
    expect(aws.letters[0]?.attributes['reason']).toBe(`??${'y'.repeat(498)}`);
  });
});

describe('unreadable lines', () => {
  it('go ten a request, and those that are refused again by themselves', async () => {
    const { aws, send } = world([{ kind: 'refuse', ids: ['3'] }, undefined, { kind: 'refuse', ids: ['11'] }]);
    await send(Array.from({ length: 12 }, (_, place) => line(`line ${place}`)));
    expect(aws.calls).toHaveLength(4);
    expect(aws.letters.map(({ body }) => body).toSorted()).toEqual(
      Array.from({ length: 12 }, (_, place) => `line ${place}`).toSorted(),
    );
  });

  it('come again, all of them, where the queue takes one for no try', async () => {
    const { send } = world((request) =>
      request === 0 ? { kind: 'refuse', ids: ['1'] } : { kind: 'refuse', ids: 'all' },
    );
    await expect(send([line('a'), line('b')])).rejects.toMatchObject({
      name: 'NotDeadLetteredError',
      cause: { name: 'MessageRefusedError', code: 'InternalFailure' },
    } satisfies Partial<NotDeadLetteredError>);
  });

  it('are left to the redrive policy, all of them, where one is too large for a letter', async () => {
    const { aws, send } = world();
    const sending = send([line('small'), line('x'.repeat(MAX_REQUEST_BYTES - 20))]);
    await expect(sending).rejects.toMatchObject({
      name: 'NotDeadLetteredError',
      cause: { name: 'DeadLetterTooLargeError' },
    } satisfies Partial<NotDeadLetteredError>);
    expect(aws.calls).toEqual([]);
  });
});
