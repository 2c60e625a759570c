import { claimedKind, encodeRecord, normalise, type Outcome } from '@tickerlake/record-schema';
import { isMessageText } from '@tickerlake/sqs-batch';
import { aggregate } from '@tickerlake/stream-producer';
import { kinesisEvent } from '@tickerlake/testing';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { byteBlobs } from '../test/arbitraries.ts';
import { MAX_BODY_BYTES } from './message-limits.ts';
import type { QueueMessage } from './pack-messages.ts';
import { pipe } from './pipe.ts';

vi.mock('@tickerlake/record-schema', { spy: true });

const quote = (fields: object = {}): string =>
  JSON.stringify({ kind: 'quote', name: 'DDOG', ts: '2026-11-20 09:30:01-05:00', price: 67.5, ...fields });
const bar = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}';
const pipeAll = (data: readonly (string | Uint8Array)[], maxBodyBytes?: number) =>
  pipe(
    kinesisEvent(data).Records.map(({ kinesis }) => kinesis),
    maxBodyBytes,
  );

describe('an event', () => {
  it('of quotes, rates, stories and bars becomes one message of the first three, in order, a canonical line each', () => {
    const loose = '{"Kind":"FOREX","Symbol":"EURUSD=X","Timestamp":"2026-11-20T14:30:00Z","Bid":"1.1","ask":1.2}';
    const story = '{"kind":"news","id":7,"ts":"2026-11-20 09:30:02-05:00","headline":"Up","symbols":"DDOG"}';
    const { messages, counts } = pipeAll([`${quote()}\n${bar}`, loose + story, bar]);
    expect(messages).toEqual([
      {
        body: [
          quote(),
          '{"kind":"forex","name":"EURUSD","ts":"2026-11-20 09:30:00-05:00","bid":1.1,"ask":1.2}',
          '{"kind":"news","id":"7","ts":"2026-11-20 09:30:02-05:00","headline":"Up","symbols":["DDOG"]}',
          '',
        ].join('\n'),
        attributes: { records: 3 },
        firstIndex: 0,
      },
    ]);
    expect(counts).toMatchObject({ in: 5, readable: 3, unreadable: 0, leftOut: { bars: 2 } });
  });

  it('without a log becomes no message', () => {
    const { messages, counts } = pipeAll([bar, 'poison', '', '{"kind":"bar","high":', bar.replace('67.5', 'null')]);
    expect(messages).toEqual([]);
    expect(counts.leftOut).toEqual({ bars: 1, emptyBars: 0, unreadable: 3, internalErrors: 0 });
  });

  it('of KPL aggregates becomes what its records alone would', () => {
    const lines = [quote(), bar, quote({ price: 68 })];
    const blob = aggregate(lines.map((line) => ({ data: Buffer.from(line), partitionKey: 'DDOG' })));
    expect(pipeAll([blob])).toEqual(pipeAll(lines));
    expect(pipeAll([blob]).counts).toMatchObject({ in: 3, readable: 2, leftOut: { bars: 1, unreadable: 0 } });
  });

  it('sends unreadable logs apart from readable ones, byte for byte', () => {
    const broken = '{"kind":"quote",  "name":"DDOG","price":"?"}';
    const cutOff = '{"kind":"news","headline":"Ü';
    const { messages, counts } = pipeAll([`${broken}\n${quote()}`, cutOff]);
    expect(messages.map(({ body, attributes }) => [body, attributes])).toEqual([
      [`${quote()}\n`, { records: 1 }],
      [`${broken}\n${cutOff}\n`, { records: 2 }],
    ]);
    expect(counts).toMatchObject({ in: 3, readable: 1, unreadable: 2 });
  });

  it.each([
    ['no UTF-8', Buffer.from('{"kind":"quote","name":"\xff"}', 'latin1')],
    ['a character that a queue refuses', Buffer.from('{"kind":"quote","name":"\u0001"}')],
  ])('sends what text cannot hold in base64: %s', (_what, bytes) => {
    const { messages } = pipeAll([bytes]);
    expect(messages).toMatchObject([
      { body: bytes.toString('base64'), attributes: { records: 1, encoding: 'base64' } },
    ]);
  });

  it('keeps a record with a character that a queue refuses, and writes it so that it passes', () => {
    const story = { kind: 'news', id: '1', ts: '2026-11-20 09:30:02-05:00', headline: 'a\uffffb', symbols: [] };
    const [message] = pipeAll([JSON.stringify(story)]).messages;
    expect(message?.body).toContain(String.raw`"headline":"a\uffffb"`);
    expect(JSON.parse(message?.body ?? '')).toEqual(story);
  });

  it('sends a piece that is larger than a message in parts that name their place and the whole', () => {
    const huge = `{"kind":"quote","name":"${'é'.repeat(600_000)}`;
    const { messages, counts } = pipeAll([huge, quote()]);
    const parts = messages.filter(({ attributes }) => attributes.part !== undefined);
    expect(parts.map(({ attributes }) => attributes)).toEqual([
      { records: 1, encoding: 'base64', part: expect.stringMatching(/^1\/2 of [0-9a-f]{64}$/) },
      { records: 0, encoding: 'base64', part: expect.stringMatching(/^2\/2 of [0-9a-f]{64}$/) },
    ]);
    expect(Buffer.concat(parts.map(({ body }) => Buffer.from(body, 'base64'))).toString()).toBe(huge);
    for (const { body } of parts) expect(body.length).toBeLessThanOrEqual(MAX_BODY_BYTES);
    expect(counts).toMatchObject({ in: 2, readable: 1, unreadable: 1 });
  });

  it('goes on when one record takes the normaliser by surprise, and leaves that one to the other reader', () => {
    vi.mocked(normalise).mockImplementationOnce(() => {
      throw new RangeError('Maximum call stack size exceeded');
    });
    const { messages, counts } = pipeAll(['strange', quote()]);
    expect(messages).toHaveLength(1);
    expect(counts).toMatchObject({ in: 2, readable: 1, leftOut: { internalErrors: 1 } });
  });

  it('is cut into messages by bytes, not by characters', () => {
    const story = (id: number) =>
      JSON.stringify({ kind: 'news', id, ts: '2026-11-20 09:30:02-05:00', headline: 'é'.repeat(200), symbols: [] });
    const { messages } = pipeAll([story(1), story(2), story(3)], 1_100);
    expect(messages.map(({ attributes }) => attributes.records)).toEqual([2, 1]);
    expect(pipeAll([story(1), story(2), story(3)], 900).messages).toHaveLength(3);
  });

  it('of a full payload becomes messages that are as full as a queue takes them', () => {
    const lines = Array.from({ length: 40 }, (_, record) =>
      Array.from({ length: 1_000 }, (_unused, line) => quote({ price: record * 1_000 + line })).join('\n'),
    );
    const { messages } = pipeAll(lines);
    const sizes = messages.map(({ body }) => Buffer.byteLength(body));
    expect(sizes.slice(0, -1).every((size) => size > MAX_BODY_BYTES - 100 && size <= MAX_BODY_BYTES)).toBe(true);
    expect(messages.map(({ body }) => body).join('')).toBe(`${lines.join('\n')}\n`);
  });
});

// The laws, over events of anything.

const events = fc.array(byteBlobs, { maxLength: 6 });
const sizes = fc.constantFrom(300, 1_000, MAX_BODY_BYTES);

const isLog = (outcome: Outcome): boolean => {
  if (outcome.status === 'dropped') return false;
  const kind = outcome.status === 'ok' ? outcome.record.kind : claimedKind(outcome.text);
  return kind !== undefined && kind !== 'bar';
};
const logsOf = (blobs: readonly Uint8Array[]): Outcome[] => blobs.flatMap((blob) => normalise(blob)).filter(isLog);
/** What tells a piece from others: the canonical line of a record, the bytes of what is none. */
const identity = (outcome: Outcome): string =>
  outcome.status === 'ok'
    ? encodeRecord(outcome.record)
    : Buffer.from((outcome.status === 'failed' && outcome.bytes) || outcome.text).toString('hex');

/** The pieces that a reader of the queue finds in messages. */
const read = (messages: readonly QueueMessage[]): string[] => {
  const pieces: string[] = [];
  const parts = new Map<string, string>();
  for (const { body, attributes } of messages) {
    const bytes = Buffer.from(body, attributes.encoding ?? 'utf8');
    const [, whole] = attributes.part?.split(' of ') ?? [];
    if (whole !== undefined) parts.set(whole, (parts.get(whole) ?? '') + bytes.toString('hex'));
    else pieces.push(...normalise(bytes).map(identity));
  }
  return [...pieces, ...parts.values()];
};

describe('whatever comes', () => {
  it('every log is in exactly one message, as a record or byte for byte, and nothing else is in any', () => {
    fc.assert(
      fc.property(events, sizes, (blobs, maxBodyBytes) => {
        const { messages, counts } = pipeAll(blobs, maxBodyBytes);
        // Of equal oversized pieces the parts cannot be told apart; small bodies are for the others.
        const large = logsOf(blobs).filter((outcome) => identity(outcome).length / 2 > maxBodyBytes);
        fc.pre(new Set(large.map(identity)).size === large.length);
        expect(read(messages).toSorted()).toEqual(logsOf(blobs).map(identity).toSorted());
        const { leftOut } = counts;
        const left = leftOut.bars + leftOut.emptyBars + leftOut.unreadable + leftOut.internalErrors;
        expect(counts.in).toBe(counts.readable + counts.unreadable + left);
        const records = messages.reduce((sum, { attributes }) => sum + attributes.records, 0);
        expect(records).toBe(counts.readable + counts.unreadable);
      }),
      { numRuns: 400 },
    );
  });

  it('a queue takes every message, and the first record that it holds something of is named', () => {
    fc.assert(
      fc.property(events, sizes, (blobs, maxBodyBytes) => {
        const { messages } = pipeAll(blobs, maxBodyBytes);
        for (const { body, firstIndex } of messages) {
          expect(isMessageText(body)).toBe(true);
          expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxBodyBytes);
          expect(body.length).toBeGreaterThan(0);
          expect(logsOf(blobs.slice(firstIndex, firstIndex + 1))).not.toEqual([]);
        }
        const order = messages.map(({ firstIndex }) => firstIndex);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
    );
  });

  it('an event handed in again from one of its records on gives all that the messages from there on held', () => {
    fc.assert(
      fc.property(events, fc.nat(), fc.constantFrom(300, 1_000), (blobs, seed, maxBodyBytes) => {
        const { messages } = pipeAll(blobs, maxBodyBytes);
        const failed = messages[seed % Math.max(1, messages.length)];
        if (failed === undefined) return;
        const again = pipeAll(blobs.slice(failed.firstIndex), maxBodyBytes);
        expect(read(again.messages)).toEqual(expect.arrayContaining(failed.attributes.part ? [] : read([failed])));
      }),
    );
  });

  it('the same event gives the same messages', () => {
    fc.assert(
      fc.property(events, (blobs) => {
        expect(pipeAll(blobs)).toEqual(pipeAll(blobs));
      }),
    );
  });
});
