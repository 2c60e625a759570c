import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../test/folders.ts';
import { handClock } from '../../test/hand-clock.ts';
import { InvalidOptionsError } from '../errors.ts';
import { Faults } from '../faults.ts';
import { ServiceError } from '../service.ts';
import type { Message } from './message.ts';
import { IN_FLIGHT_MAX, Queue, type QueueSetup } from './queue.ts';

const SECOND_MS = 1000;

function queueOf(setup: Partial<QueueSetup> = {}) {
  const clock = handClock();
  const dir = setup.dir ?? temporaryFolder();
  const defaults = { name: 'logs', dir, region: 'us-east-1', visibilityTimeoutMs: 30 * SECOND_MS, clock };
  const queue = new Queue({ ...defaults, faults: new Faults(), ...setup });
  onTestFinished(() => queue.close());
  return { queue, clock, dir };
}

const now = { max: 10, waitMs: 0 };
const send = (queue: Queue, ...bodies: string[]) => queue.send(bodies.map((body) => ({ body })));
const bodies = (messages: readonly Message[]) => messages.map(({ body }) => body);
async function first(queue: Queue): Promise<Message> {
  const [message] = await queue.receive({ ...now, max: 1 });
  if (!message) throw new Error('Nothing to receive');
  return message;
}
const sizeOf = (dir: string) =>
  readdirSync(join(dir, 'messages')).reduce((sum, file) => sum + statSync(join(dir, 'messages', file)).size, 0);

it('tells since when its oldest message is there, whoever has it, until that is deleted', async () => {
  const { queue, clock } = queueOf();
  expect(queue.oldestMs).toBeUndefined();
  const firstMs = clock.now();
  send(queue, 'a');
  clock.pass(SECOND_MS);
  send(queue, 'b');
  const { receiptHandle } = await first(queue);
  expect(queue.oldestMs).toBe(firstMs);
  queue.delete(receiptHandle);
  expect(queue.oldestMs).toBe(firstMs + SECOND_MS);
});

describe('a message that was received', () => {
  it('is hidden for the visibility timeout, and comes again with a higher count', async () => {
    const { queue, clock } = queueOf();
    send(queue, 'a');
    const message = await first(queue);
    expect(message).toMatchObject({ body: 'a', receiveCount: 1, sentMs: clock.now(), firstReceivedMs: clock.now() });
    clock.pass(30 * SECOND_MS - 1);
    expect(await queue.receive(now)).toEqual([]);
    clock.pass(1);
    expect(await first(queue)).toMatchObject({
      id: message.id,
      receiveCount: 2,
      firstReceivedMs: message.firstReceivedMs,
    });
  });

  it('is deleted for good by its handle, also after its timeout, but not by that of an older receive', async () => {
    const { queue, clock } = queueOf();
    send(queue, 'a');
    const older = await first(queue);
    clock.pass(30 * SECOND_MS);
    const newer = await first(queue);
    queue.delete(older.receiptHandle);
    clock.pass(30 * SECOND_MS);
    expect(queue.depth()).toMatchObject({ waiting: 1 });
    queue.delete(newer.receiptHandle);
    queue.delete(newer.receiptHandle);
    expect(queue.depth()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 });
    expect(queue.counts).toMatchObject({ sent: 1, received: 2, deleted: 1 });
  });

  it('is given back, or kept longer, but not beyond 12 hours from its receive', async () => {
    const { queue, clock } = queueOf();
    send(queue, 'a');
    const message = await first(queue);
    queue.changeVisibility(message.receiptHandle, 60 * SECOND_MS);
    clock.pass(59 * SECOND_MS);
    expect(await queue.receive(now)).toEqual([]);
    expect(() => queue.changeVisibility(message.receiptHandle, 43_200 * SECOND_MS)).toThrow(
      'beyond the limit [43200 seconds]',
    );
    queue.changeVisibility(message.receiptHandle, 43_141 * SECOND_MS);
    queue.changeVisibility(message.receiptHandle, 0);
    expect(() => queue.changeVisibility(message.receiptHandle, 0)).toThrow(
      expect.objectContaining({ code: 'MessageNotInflight' }),
    );
    expect(await first(queue)).toMatchObject({ receiveCount: 2 });
  });

  it('keeps its count over a restart, after which it can be received at once, and its handle', async () => {
    const { queue, dir } = queueOf();
    send(queue, 'a', 'b');
    const handles = (await queue.receive(now)).map(({ receiptHandle }) => receiptHandle);
    queue.close();
    const { queue: again } = queueOf({ dir });
    again.delete(handles[1] ?? '');
    expect(await again.receive(now)).toMatchObject([{ body: 'a', receiveCount: 2 }]);
  });

  it.each(['', 'x', Buffer.from('["other",0,1,"id"]').toString('base64url')])('has a handle: %j is none', (handle) => {
    const { queue } = queueOf();
    expect(() => queue.delete(handle)).toThrow(
      expect.objectContaining({ code: 'ReceiptHandleIsInvalid', status: 404 }),
    );
  });

  it('is never deleted by a handle from another state folder', async () => {
    const { queue } = queueOf();
    const { queue: other } = queueOf();
    send(queue, 'a');
    send(other, 'b');
    const { receiptHandle } = await first(queue);
    await first(other);
    other.delete(receiptHandle);
    expect(other.depth()).toMatchObject({ inFlight: 1 });
  });
});

describe('a receive', () => {
  it('that waits gets a message as soon as it is sent, returned or due', async () => {
    const { queue, clock } = queueOf();
    const wait = { max: 10, waitMs: 20 * SECOND_MS };
    const sent = queue.receive(wait);
    send(queue, 'a', 'b');
    const messages = await sent;
    expect(bodies(messages)).toEqual(['a', 'b']);
    const returned = queue.receive(wait);
    queue.changeVisibility(messages[0]?.receiptHandle ?? '', 0);
    expect(bodies(await returned)).toEqual(['a']);
    clock.pass(15 * SECOND_MS);
    const due = queue.receive(wait);
    clock.pass(15 * SECOND_MS);
    expect(bodies(await due).toSorted()).toEqual(['a', 'b']);
  });

  it('that waits ends empty when its time is over, it is aborted or the queue is closed', async () => {
    const { queue, clock } = queueOf();
    const abort = new AbortController();
    const late = queue.receive({ max: 1, waitMs: 5 * SECOND_MS });
    const aborted = queue.receive({ max: 1, waitMs: 20 * SECOND_MS, signal: abort.signal });
    const closed = queue.receive({ max: 1, waitMs: 20 * SECOND_MS });
    clock.pass(5 * SECOND_MS);
    expect(await late).toEqual([]);
    abort.abort();
    expect(await aborted).toEqual([]);
    queue.close();
    expect(await closed).toEqual([]);
    expect(await queue.receive(now)).toEqual([]);
  });

  it('that ended takes nothing from those that still wait, the longest waiting first', async () => {
    const { queue } = queueOf();
    const abort = new AbortController();
    const wait = { max: 1, waitMs: 20 * SECOND_MS };
    const gone = queue.receive({ ...wait, signal: abort.signal });
    const waiting = [queue.receive(wait), queue.receive(wait)];
    abort.abort();
    send(queue, 'a', 'b', 'c');
    expect(bodies(await gone)).toEqual([]);
    expect((await Promise.all(waiting)).map(bodies)).toEqual([['a'], ['b']]);
    expect(queue.depth()).toMatchObject({ waiting: 1, inFlight: 2 });
  });

  it('is refused with OverLimit when 120,000 messages are in flight, and waits if it may', async () => {
    const { queue } = queueOf();
    const many = Array.from({ length: IN_FLIGHT_MAX / 1000 }, () => '');
    for (const body of many) queue.send(Array.from({ length: 1000 }, () => ({ body })));
    send(queue, 'one too many');
    const taken = await queue.receive({ max: IN_FLIGHT_MAX + 1, waitMs: 0 });
    expect(taken).toHaveLength(120_000);
    await expect(queue.receive(now)).rejects.toMatchObject({ code: 'OverLimit', status: 403 });
    const waiting = queue.receive({ max: 1, waitMs: 20 * SECOND_MS });
    queue.changeVisibility(taken[0]?.receiptHandle ?? '', 0);
    expect(await waiting).toHaveLength(1);
  });
});

describe('a message that is sent', () => {
  it('with a delay can be received when that is over, a restart between', async () => {
    const { queue, clock, dir } = queueOf();
    queue.send([{ body: 'late', delayMs: 900 * SECOND_MS }]);
    expect(queue.depth()).toEqual({ waiting: 1, inFlight: 0, delayed: 1 });
    queue.close();
    const { queue: again } = queueOf({ dir, clock });
    clock.pass(899 * SECOND_MS);
    expect(await again.receive(now)).toEqual([]);
    clock.pass(SECOND_MS);
    expect(bodies(await again.receive(now))).toEqual(['late']);
  });

  it('is refused alone when the plan says so, and no other with it', () => {
    const { queue } = queueOf({ faults: new Faults({ rejectRate: 0.5 }) });
    const outcomes = send(queue, ...Array.from({ length: 100 }, (_, i) => String(i)));
    const refused = outcomes.filter((outcome) => outcome instanceof ServiceError);
    expect(refused.length).toBeGreaterThan(20);
    expect(refused[0]).toMatchObject({ code: 'InternalError', status: 500 });
    expect(queue.counts).toMatchObject({ sent: 100 - refused.length, refused: refused.length });
    expect(queue.depth().waiting).toBe(100 - refused.length);
  });

  it('is refused when the disk is full, and nothing of it is left', () => {
    const { queue, dir } = queueOf({ faults: new Faults({ diskErrorRate: 1 }) });
    expect(send(queue, 'a', 'b')).toMatchObject([{ code: 'InternalFailure' }, { code: 'InternalFailure' }]);
    expect(queue.counts).toMatchObject({ sent: 0, refused: 2 });
    queue.close();
    expect(queueOf({ dir }).queue.depth().waiting).toBe(0);
  });

  it('is delivered once more by the fault of duplicates, after its delete too', async () => {
    const { queue } = queueOf({ faults: new Faults({ duplicateRate: 1 }) });
    send(queue, 'a');
    const message = await first(queue);
    queue.delete(message.receiptHandle);
    const copy = await first(queue);
    expect(copy).toMatchObject({ id: message.id, body: 'a' });
    queue.delete(copy.receiptHandle);
    expect(queue.depth()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 });
    expect(queue.counts).toMatchObject({ sent: 1, duplicated: 1, received: 2, deleted: 2 });
  });

  it('is told to listeners, and so is one that comes back', async () => {
    const { queue, clock } = queueOf();
    let calls = 0;
    queue.onMessages(() => (calls += 1));
    send(queue, 'a');
    await first(queue);
    expect(calls).toBe(1);
    clock.pass(30 * SECOND_MS);
    expect(calls).toBe(2);
  });
});

describe('a dead letter', () => {
  function pair() {
    const clock = handClock();
    const deadLetterQueue = queueOf({ name: 'dead', clock }).queue;
    const { queue, dir } = queueOf({ clock, redrive: { deadLetterQueue, maxReceiveCount: 2 } });
    return { queue, dead: deadLetterQueue, clock, dir };
  }

  it('moves after exactly the receives allowed, with its id, its body and all its receives', async () => {
    const { queue, dead, clock } = pair();
    queue.send([{ body: 'bad', attributes: { kind: { dataType: 'String', stringValue: 'news' } } }]);
    const { id, sentMs, firstReceivedMs } = await first(queue);
    clock.pass(30 * SECOND_MS);
    await first(queue);
    expect(dead.depth().waiting).toBe(0);
    clock.pass(30 * SECOND_MS);
    expect(await queue.receive(now)).toEqual([]);
    expect(await first(dead)).toMatchObject({
      id,
      sentMs,
      firstReceivedMs,
      body: 'bad',
      receiveCount: 3,
      deadLetterSourceArn: queue.arn,
      attributes: { kind: { dataType: 'String', stringValue: 'news' } },
    });
    expect(queue.counts).toMatchObject({ received: 2, deadLettered: 1, deleted: 0 });
    expect(queue.depth()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 });
  });

  it('of a queue of dead letters counts the receives of all queues, and begins anew in each', async () => {
    const clock = handClock();
    const last = queueOf({ name: 'last', clock }).queue;
    const middle = queueOf({ name: 'middle', clock, redrive: { deadLetterQueue: last, maxReceiveCount: 2 } }).queue;
    const { queue } = queueOf({ clock, redrive: { deadLetterQueue: middle, maxReceiveCount: 1 } });
    send(queue, 'worse');
    for (const [from, receiveCount] of [
      [queue, 1],
      [middle, 2],
      [middle, 3],
    ] as const) {
      expect(await first(from)).toMatchObject({ receiveCount });
      clock.pass(30 * SECOND_MS);
      from.depth();
    }
    expect(await first(last)).toMatchObject({ receiveCount: 4, deadLetterSourceArn: middle.arn });
  });

  it('moves when a restart gives it back', async () => {
    const { queue, dead, clock, dir } = pair();
    send(queue, 'bad');
    queue.changeVisibility((await first(queue)).receiptHandle, 0);
    await first(queue);
    queue.close();
    const { queue: again } = queueOf({ dir, clock, redrive: { deadLetterQueue: dead, maxReceiveCount: 2 } });
    expect([again.depth().waiting, dead.depth().waiting]).toEqual([0, 1]);
  });

  it('is sent on as a new message, which begins to count anew', async () => {
    const { queue, dead, clock } = pair();
    send(queue, 'bad');
    const { id } = await first(queue);
    clock.pass(30 * SECOND_MS);
    queue.changeVisibility((await first(queue)).receiptHandle, 0);
    expect(dead.sendOn((arn) => (arn === queue.arn ? queue : dead))).toBe(1);
    const again = await first(queue);
    expect(again).toMatchObject({ body: 'bad', receiveCount: 1, deadLetterSourceArn: undefined });
    expect(again.id).not.toBe(id);
    expect(dead.depth().waiting).toBe(0);
  });

  it('that the disk cannot take now is kept, is not received again, and moves later', async () => {
    let full = false;
    const faults = { strikes: () => false, diskError: () => (full ? new Error('ENOSPC') : undefined) };
    const clock = handClock();
    const deadLetterQueue = queueOf({ name: 'dead', clock, faults }).queue;
    const { queue } = queueOf({ clock, faults, redrive: { deadLetterQueue, maxReceiveCount: 1 } });
    send(queue, 'bad');
    await first(queue);
    full = true;
    clock.pass(30 * SECOND_MS);
    expect(await queue.receive(now)).toEqual([]);
    expect(queue.depth()).toMatchObject({ waiting: 1 });
    full = false;
    clock.pass(SECOND_MS);
    expect([queue.depth().waiting, deadLetterQueue.depth().waiting]).toEqual([0, 1]);
  });
});

describe('a disk that fails now and then', () => {
  it('costs tries, but no dead letter is lost and none is there twice', async () => {
    const clock = handClock();
    const faults = new Faults({ diskErrorRate: 0.4 });
    const deadLetterQueue = queueOf({ name: 'dead', clock }).queue;
    const { queue } = queueOf({ clock, faults, redrive: { deadLetterQueue, maxReceiveCount: 1 } });
    while (queue.counts.sent < 50) send(queue, 'bad');
    while (queue.counts.received < 50) await queue.receive(now).catch(() => []);
    for (clock.pass(30 * SECOND_MS); queue.depth().waiting > 0;) clock.pass(SECOND_MS);
    const letters = await deadLetterQueue.receive({ max: 100, waitMs: 0 });
    expect([letters.length, new Set(letters.map(({ id }) => id)).size]).toEqual([50, 50]);
    expect(queue.counts).toMatchObject({ deadLettered: 50 });
  });
});

describe('the log of a queue', () => {
  it('does not grow for ever, although one message stays and others are received again and again', async () => {
    const { queue, dir, clock } = queueOf();
    const [kept] = send(queue, 'the one that stays');
    const stays = await first(queue);
    queue.changeVisibility(stays.receiptHandle, 0);
    clock.pass(SECOND_MS);
    const body = 'x'.repeat(1 << 18);
    for (let i = 0; i < 200; i += 1) {
      send(queue, body);
      for (const message of await queue.receive({ max: 2, waitMs: 0 }))
        if (message.body === body) queue.delete(message.receiptHandle);
        else queue.changeVisibility(message.receiptHandle, 0);
    }
    expect(sizeOf(dir)).toBeLessThan(14 << 20);
    queue.close();
    const { queue: again } = queueOf({ dir, clock });
    const [survivor, ...others] = await again.receive(now);
    expect(others).toEqual([]);
    expect(survivor).toMatchObject({
      id: Object(kept).messageId,
      receiveCount: 202,
      firstReceivedMs: stays.firstReceivedMs,
    });
  });

  it('does not grow for ever under many small messages that stay while large ones come and go', async () => {
    const { queue, dir } = queueOf();
    const kept = 20_000;
    queue.send(Array.from({ length: kept }, () => ({ body: 'small' })));
    await queue.receive({ max: kept, waitMs: 0, visibilityTimeoutMs: 3_600 * SECOND_MS });
    const sentBytes = sizeOf(dir);
    for (let i = 0; i < 60; i += 1) {
      send(queue, 'x'.repeat(1 << 20));
      queue.delete((await first(queue)).receiptHandle);
    }
    expect(sizeOf(dir)).toBeLessThan(2 * sentBytes + (14 << 20));
    expect(queue.depth()).toEqual({ waiting: 0, inFlight: kept, delayed: 0 });
  });

  it('does not grow for ever where messages are purged that nobody received', () => {
    const { queue, dir, clock } = queueOf();
    for (let i = 0; i < 30; i += 1) {
      send(queue, 'x'.repeat(1 << 20));
      queue.purge();
      clock.pass(60 * SECOND_MS);
    }
    expect(sizeOf(dir)).toBeLessThan(14 << 20);
  });

  it('is empty after a purge, of what is in flight too, and only once a minute', async () => {
    const { queue, dir, clock } = queueOf();
    send(queue, 'a', 'b');
    await first(queue);
    queue.purge();
    expect(queue.depth()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 });
    expect(() => queue.purge()).toThrow(expect.objectContaining({ code: 'PurgeQueueInProgress', status: 403 }));
    send(queue, 'c');
    queue.close();
    const { queue: again } = queueOf({ dir, clock });
    expect(bodies(await again.receive(now))).toEqual(['c']);
  });
});

it.each(['logs.fifo', '', 'a'.repeat(81)])('a queue cannot have the name %j', (name) => {
  expect(() => queueOf({ name })).toThrow(InvalidOptionsError);
});
