import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { normalise } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { bodies } from '../test/arbitraries.ts';
import { crashAfter, createFakeAws, type FakeAws } from '../test/fake-aws.ts';
import { processMessage, type SourceMessage } from './process.ts';
import { runMessages, type RunReport } from './run-messages.ts';

vi.mock('@tickerlake/record-schema', { spy: true });

const MAX_RECEIVES = 3;

const quote = (price: number, hour = '09'): string =>
  JSON.stringify({ kind: 'quote', name: 'DDOG', ts: `2026-11-20 ${hour}:30:01-05:00`, price });
const message = (messageId: string, body: string, receiveCount = 1): SourceMessage => ({
  messageId,
  body,
  receiveCount,
});
const POISON = '{"kind":"quote","name":"DDOG","price":"?"}';

const run = (aws: FakeAws, messages: readonly SourceMessage[], signal = new AbortController().signal) =>
  runMessages(messages, {
    store: { client: aws.clients.s3, bucket: 'lake' },
    topic: { client: aws.clients.sns, topicArn: 'arn:aws:sns:us-east-1:123456789012:objects' },
    deadLetters: { client: aws.clients.sqs, queueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/dead' },
    maxReceives: MAX_RECEIVES,
    signal,
  });

const keyOf = (body: string): string => processMessage(message('', body)).objects[0]?.key ?? '';
const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

describe('a message', () => {
  it('is stored, and each of its objects told of with kind and id for filters', async () => {
    const aws = createFakeAws();
    const report = await run(aws, [message('a', `${quote(1)}\n${quote(2)}\n${quote(3, '10')}\n${quote(1)}`)]);
    expect(report).toEqual({
      failed: [],
      lines: { in: 4, stored: 3, repeated: 1, unreadable: 0, undelivered: 0 },
      deadLettered: 0,
      objects: { written: 2, existing: 0 },
      notices: 2,
      problems: {},
    });
    const [key, file] = [...aws.objects][0] ?? [];
    const id = key?.slice(-40, -8);
    expect(aws.notices[0]).toEqual({
      attributes: { kind: 'quote', id },
      notice: {
        id,
        bucket: 'lake',
        key,
        kind: 'quote',
        records: 2,
        bytes: file?.length,
        firstEventTime: '2026-11-20T14:30:01.000Z',
        lastEventTime: '2026-11-20T14:30:01.000Z',
        checksum: sha256(file ?? Buffer.of()),
      },
    });
  });

  it('that comes again leaves what is there alone, and its notices name the checksum of that', async () => {
    const aws = createFakeAws();
    // An object as another version of the compressor would have written it.
    const older = Buffer.from('the same rows, packed otherwise');
    (aws.objects as Map<string, Buffer>).set(keyOf(quote(1)), older);
    const report = await run(aws, [message('a', quote(1))]);
    expect(report).toMatchObject({
      failed: [],
      lines: { stored: 1 },
      objects: { written: 0, existing: 1 },
      notices: 1,
    });
    expect(aws.objects.get(keyOf(quote(1)))).toBe(older);
    expect(aws.notices[0]?.notice).toMatchObject({ checksum: sha256(older), bytes: older.length, records: 1 });
  });

  it('that comes twice in one event is stored and told of once', async () => {
    const aws = createFakeAws();
    const report = await run(aws, [message('a', quote(1)), message('b', `${quote(1)}\n`)]);
    expect(report).toMatchObject({
      failed: [],
      objects: { written: 1, existing: 0 },
      notices: 1,
      lines: { stored: 2 },
    });
  });
});

describe('a failure', () => {
  it.each([
    ['PutObject', 'ObjectNotStoredError: ECONNRESET'],
    ['Publish', 'NoticeNotPublishedError: ECONNRESET'],
  ])('of %s fails the messages whose object it is, and no other', async (operation, problem) => {
    const aws = createFakeAws();
    aws.fault = (call) => {
      const isStruck =
        call.operation === operation && (call.name === keyOf(quote(2)) || keyOf(quote(2)).includes(call.name));
      return isStruck ? { when: 'before' } : undefined;
    };
    const report = await run(aws, [
      message('a', quote(1)),
      message('b', `${quote(2)}\n${quote(3, '10')}`),
      message('c', quote(2)),
    ]);
    expect(report.failed).toEqual(['b', 'c']);
    expect(report.lines).toEqual({ in: 4, stored: 2, repeated: 0, unreadable: 0, undelivered: 2 });
    expect(report.problems).toEqual({ [problem]: { count: 1, example: 'ECONNRESET on order' } });
    expect(aws.notices).toHaveLength(2);
  });

  it('to read back what exists fails the message', async () => {
    const aws = createFakeAws();
    await run(aws, [message('a', quote(1))]);
    aws.fault = ({ operation }) => (operation === 'GetObject' ? { when: 'before' } : undefined);
    expect((await run(aws, [message('a', quote(1))])).failed).toEqual(['a']);
  });

  it('of the processor itself fails the message that it took by surprise, and no other', async () => {
    vi.mocked(normalise).mockImplementationOnce(() => {
      throw new RangeError('Maximum call stack size exceeded');
    });
    const report = await run(createFakeAws(), [message('a', 'strange'), message('b', quote(1))]);
    expect(report).toMatchObject({
      failed: ['a'],
      lines: { in: 1, stored: 1 },
      problems: { RangeError: { count: 1 } },
    });
  });

  it('for want of any time fails everything, and begins nothing', async () => {
    const aws = createFakeAws();
    const messages = [message('a', quote(1)), message('b', POISON, MAX_RECEIVES)];
    expect((await run(aws, messages, AbortSignal.abort())).failed).toEqual(['a', 'b']);
    expect(aws.calls).toEqual([]);
  });

  it('for want of time fails what is not done', async () => {
    const aws = createFakeAws();
    const time = new AbortController();
    aws.fault = ({ index }) => void (index === 20 && time.abort());
    const messages = Array.from({ length: 30 }, (_, price) => message(`m${price}`, quote(price + 1)));
    const { failed, notices, lines } = await run(aws, messages, time.signal);
    expect(failed.length).toBeGreaterThan(0);
    expect(notices).toBe(30 - failed.length);
    expect(lines.stored + lines.undelivered).toBe(30);
  });
});

it('objects go out several at a time, and never more than a bound', async () => {
  const aws = createFakeAws();
  await run(aws, [
    message('a', Array.from({ length: 20 }, (_, hour) => quote(1, `${hour}`.padStart(2, '0'))).join('\n')),
  ]);
  await run(
    aws,
    Array.from({ length: 50 }, (_, price) => message(`m${price}`, quote(price + 1))),
  );
  expect(aws.mostAtOnce()).toBe(16);
});

describe('a message with unreadable lines', () => {
  const body = `${quote(1)}\n${POISON}\n{"kind":"news"`;

  it('is stored as far as it goes at the first try, and comes again', async () => {
    const aws = createFakeAws();
    const report = await run(aws, [message('a', body), message('b', quote(2))]);
    expect(report).toMatchObject({ failed: ['a'], lines: { stored: 2, unreadable: 2 }, deadLettered: 0, notices: 2 });
    expect(aws.letters).toEqual([]);
  });

  it('is given up at its last try: each unreadable line goes to the dead-letter queue as it came', async () => {
    const aws = createFakeAws();
    expect((await run(aws, [message('a', body, MAX_RECEIVES - 1)])).failed).toEqual(['a']);
    const report = await run(aws, [message('a', body, MAX_RECEIVES)]);
    expect(report).toMatchObject({ failed: [], deadLettered: 2 });
    expect(aws.letters.map((letter) => letter.body)).toEqual([POISON, '{"kind":"news"']);
    expect(aws.letters[0]?.attributes).toMatchObject({
      tries: '3',
      origin: 'a',
      reason: expect.stringContaining('ts: '),
    });
  });

  it('is given up even where its last try was missed', async () => {
    const aws = createFakeAws();
    expect(await run(aws, [message('a', body, MAX_RECEIVES + 5)])).toMatchObject({ failed: [], deadLettered: 2 });
  });

  it('is not given up while its other lines are not stored', async () => {
    const aws = createFakeAws();
    aws.fault = ({ operation }) => (operation === 'PutObject' ? { when: 'before' } : undefined);
    expect(await run(aws, [message('a', body, MAX_RECEIVES)])).toMatchObject({ failed: ['a'], deadLettered: 0 });
    expect(aws.letters).toEqual([]);
  });

  it('comes again when the dead-letter queue fails, and costs no other message anything', async () => {
    const aws = createFakeAws();
    aws.fault = ({ operation }) => (operation === 'SendMessageBatch' ? { when: 'before' } : undefined);
    const report = await run(aws, [message('a', body, MAX_RECEIVES), message('b', quote(2), MAX_RECEIVES)]);
    expect(report).toMatchObject({ failed: ['a'], problems: { 'NotDeadLetteredError: ECONNRESET': { count: 1 } } });
  });
});

// The law: at least once, and safe to repeat.

/** Waits out what a crash left behind: a dead process does nothing more, and here its last steps have ended. */
const settled = () => setTimeout(0);

interface Try {
  readonly members: readonly number[];
  readonly crash: { readonly calls: number; readonly when: 'before' | 'after' };
}

/** An event of some of the messages, during which the process is killed. Nobody hears its answer. */
async function crashedTry(aws: FakeAws, messages: readonly SourceMessage[], { members, crash }: Try): Promise<void> {
  aws.fault = crashAfter(aws.calls.length + crash.calls, crash.when);
  await run(
    aws,
    members.flatMap((member) => messages[member % messages.length] ?? []),
  );
  await settled();
  aws.fault = () => undefined;
}

/** The checksum of each object. */
const contents = ({ objects }: FakeAws) => Object.fromEntries([...objects].map(([key, file]) => [key, sha256(file)]));
const noticed = (aws: FakeAws): string[] => aws.notices.map(({ notice }) => String(notice['key']));

it('messages in any order and grouping, again and again, with crashes between any two steps, make the same objects', async () => {
  const tries = fc.array(
    fc.record({
      members: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 5 }),
      crash: fc.record({ calls: fc.nat({ max: 12 }), when: fc.constantFrom('before' as const, 'after' as const) }),
    }),
    { maxLength: 4 },
  );
  const grouping = fc.array(fc.nat({ max: 3 }), { minLength: 6, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(bodies, { minLength: 1, maxLength: 6 }),
      tries,
      grouping,
      async (texts, crashes, groups) => {
        const messages = texts.map((body, index) => message(`m${index}`, body, MAX_RECEIVES));
        const straight = createFakeAws();
        for (const one of messages) await run(straight, [one]);

        const aws = createFakeAws();
        for (const crash of crashes) await crashedTry(aws, messages, crash);
        const reports: RunReport[] = [];
        for (const group of new Set(groups))
          reports.push(
            await run(
              aws,
              messages.filter((_, index) => groups[index] === group),
            ),
          );

        expect(reports.flatMap(({ failed }) => failed)).toEqual([]);
        expect(contents(aws)).toEqual(contents(straight));
        expect(new Set(noticed(aws))).toEqual(new Set(aws.objects.keys()));
        for (const { notice } of aws.notices) {
          const file = aws.objects.get(String(notice['key'])) ?? Buffer.of();
          expect(notice).toMatchObject({ checksum: sha256(file), bytes: file.length });
        }
        const letters = (fake: FakeAws) =>
          new Set(fake.letters.map(({ body, attributes }) => `${attributes['origin']} ${body}`));
        expect(letters(aws)).toEqual(letters(straight));
      },
    ),
    { numRuns: 60 },
  );
});

it('no object is told of before it is there, whatever fails', async () => {
  const faults = fc.array(fc.option(fc.constantFrom({ when: 'before' as const }, { when: 'after' as const })), {
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(bodies, { maxLength: 4 }), faults, async (texts, plan) => {
      const aws = createFakeAws();
      const early: string[] = [];
      aws.fault = ({ index, operation, name }) => {
        const isThere = [...aws.objects.keys()].some((key) => key.includes(name));
        if (operation === 'Publish' && !isThere) early.push(name);
        return plan[index] ?? undefined;
      };
      const messages = texts.map((body, index) => message(`m${index}`, body));
      const { failed, lines } = await run(aws, messages);
      expect(early).toEqual([]);
      const { in: came, stored, repeated, unreadable, undelivered } = lines;
      expect(came).toBe(stored + repeated + unreadable + undelivered);
      const keys = new Set(noticed(aws));
      for (const one of messages) {
        const { objects, unreadable: poison } = processMessage(one);
        if (!failed.includes(one.messageId))
          expect(objects.every(({ key }) => keys.has(key)) && poison.length === 0).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});
