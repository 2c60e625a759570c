import { join } from 'node:path';
import type { SQSEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Crash, fakeFunction } from '../../test/fake-function.ts';
import { temporaryFolder } from '../../test/folders.ts';
import { virtualClock } from '../../test/virtual-clock.ts';
import { DeliveryError } from '../errors.ts';
import { type FaultPlan, Faults } from '../faults.ts';
import { ServiceError } from '../service.ts';
import { Queue } from '../sqs/queue.ts';
import { QueueMapping, type QueueMappingSetup } from './queue-mapping.ts';

const VISIBILITY_MS = 60_000;
const bodiesOf = ({ Records }: SQSEvent) => Records.map(({ body }) => body);
const failing = ({ Records }: SQSEvent, fails: (body: string) => boolean) => ({
  batchItemFailures: Records.filter(({ body }) => fails(body)).map(({ messageId }) => ({ itemIdentifier: messageId })),
});

interface Setting extends Partial<QueueMappingSetup> {
  readonly maxReceiveCount?: number | undefined;
  readonly queueFaults?: FaultPlan;
  readonly dir?: string;
}

/** A mapping, begun, of a queue `q` (and `dead`, where `maxReceiveCount` is given) onto a handler. */
function setUp(handle: (event: SQSEvent) => unknown, setting: Setting = {}) {
  const { maxReceiveCount, queueFaults, dir = temporaryFolder(), clock = virtualClock(), ...more } = setting;
  const common = { region: 'eu-west-1', visibilityTimeoutMs: VISIBILITY_MS, clock };
  const dead = new Queue({ ...common, name: 'dead', dir: join(dir, 'dead'), faults: new Faults() });
  const redrive = maxReceiveCount === undefined ? undefined : { deadLetterQueue: dead, maxReceiveCount };
  const queue = new Queue({ ...common, name: 'q', dir: join(dir, 'q'), faults: new Faults(queueFaults), redrive });
  const { lambda, events } = fakeFunction(handle);
  const mapping = new QueueMapping({
    lambda,
    batchSize: 10,
    batchWindowMs: 0,
    reportBatchItemFailures: true,
    maxConcurrency: 2,
    faults: new Faults(),
    clock,
    queue,
    ...more,
  });
  const send = (...bodies: string[]) => queue.deliver(bodies.map((body) => ({ body })));
  const stop = async () => {
    await mapping.stop();
    queue.close();
    dead.close();
  };
  mapping.begin();
  return { mapping, queue, dead, send, events, clock, dir, stop, batches: () => events.map(bodiesOf) };
}

function tested(...args: Parameters<typeof setUp>) {
  const one = setUp(...args);
  onTestFinished(() => one.stop());
  return one;
}

describe('a mapping on a queue', () => {
  it('gives the function the event of AWS', async () => {
    const { mapping, queue, events, clock } = tested(() => undefined);
    const sentMs = clock.now();
    const attributes = {
      records: { dataType: 'Number', stringValue: '7' },
      raw: { dataType: 'Binary', binaryValue: 'AAE=' },
    };
    const [id] = queue.deliver([{ body: '{"ü":1}', attributes }]);
    await mapping.flush();
    const lists = { stringListValues: [], binaryListValues: [] };
    expect(events).toEqual([
      {
        Records: [
          {
            messageId: id,
            receiptHandle: expect.any(String),
            body: '{"ü":1}',
            attributes: {
              ApproximateReceiveCount: '1',
              SentTimestamp: String(sentMs),
              SenderId: '000000000000',
              ApproximateFirstReceiveTimestamp: String(sentMs),
            },
            messageAttributes: {
              records: { dataType: 'Number', stringValue: '7', ...lists },
              raw: { dataType: 'Binary', binaryValue: 'AAE=', ...lists },
            },
            md5OfBody: 'f9452f311659294528a8a76492a0ef0b',
            md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
            eventSource: 'aws:sqs',
            eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:q',
            awsRegion: 'eu-west-1',
          },
        ],
      },
    ]);
  });

  it('gives it a batch at most, and so many batches at once as it may', async () => {
    let running = 0;
    let most = 0;
    const clock = virtualClock();
    const handle = async () => {
      most = Math.max(most, (running += 1));
      await clock.sleep(10);
      running -= 1;
    };
    const { mapping, send, batches } = tested(handle, { clock, batchSize: 3, maxConcurrency: 4 });
    send(...Array.from({ length: 20 }, String));
    await mapping.flush();
    expect(most).toBe(4);
    expect(batches().map(({ length }) => length)).toEqual([3, 3, 3, 3, 3, 3, 2]);
    expect(mapping.counts).toEqual({ received: 20, invocations: 7, failures: 0, retried: 0, skipped: 0 });
  });

  it('fills batches above ten within the window, and sends them off when it is over or they are full', async () => {
    const clock = virtualClock();
    const startMs = clock.now();
    const atMs: number[] = [];
    const handle = () => void atMs.push(clock.now() - startMs);
    const window = { batchSize: 25, batchWindowMs: 2000, maxConcurrency: 1 };
    const { send, queue, batches } = tested(handle, { clock, ...window });
    send(...Array.from({ length: 12 }, String));
    await clock.sleep(1000);
    send(...Array.from({ length: 20 }, String));
    await expect.poll(() => queue.counts.deleted).toBe(32);
    expect(batches().map(({ length }) => length)).toEqual([25, 7]);
    expect(atMs).toEqual([1000, 3000]);
  });

  it('waits for no window in a flush', async () => {
    const clock = virtualClock();
    const startMs = clock.now();
    const { mapping, send } = tested(() => undefined, { clock, batchWindowMs: 300_000 });
    send('a');
    await clock.sleep(100);
    expect(mapping.counts.invocations).toBe(0);
    await mapping.flush();
    expect(clock.now() - startMs).toBeLessThan(1000);
  });

  it('keeps events within the 6 MB of an invocation, and waits for no window when they are full', async () => {
    const clock = virtualClock();
    const startMs = clock.now();
    const handle = (event: SQSEvent) => {
      expect(JSON.stringify(event).length).toBeLessThanOrEqual(6_291_456);
      expect(clock.now()).toBe(startMs);
    };
    const window = { batchSize: 25, batchWindowMs: 2000, maxConcurrency: 1 };
    const { send, queue, batches } = tested(handle, { clock, ...window });
    send(...Array.from({ length: 7 }, () => '"'.repeat(1 << 20)));
    await expect.poll(() => queue.counts.deleted).toBe(7);
    expect(batches().map(({ length }) => length)).toEqual([2, 2, 2, 1]);
  });

  it('deletes what succeeded and leaves what failed until its visibility time-out', async () => {
    const clock = virtualClock();
    const startMs = clock.now();
    const atMs: number[] = [];
    const handle = (event: SQSEvent) => {
      atMs.push(clock.now() - startMs);
      return failing(event, (body) => body === 'bad' && atMs.length < 3);
    };
    const { mapping, send, queue, batches } = tested(handle, { clock });
    send('good', 'bad', 'fine');
    await expect.poll(() => queue.counts.deleted).toBe(3);
    expect(batches()).toEqual([['good', 'bad', 'fine'], ['bad'], ['bad']]);
    expect(atMs).toEqual([0, VISIBILITY_MS, 2 * VISIBILITY_MS]);
    expect(mapping.counts).toEqual({ received: 3, invocations: 3, failures: 2, retried: 2, skipped: 0 });
  });

  it('fails the whole batch for an answer that names a stranger, and deletes it for any answer where none is asked for', async () => {
    const answer = { batchItemFailures: [{ itemIdentifier: 'stranger' }] };
    const asked = tested(() => answer, { maxReceiveCount: 1 });
    asked.send('a', 'b');
    await asked.mapping.flush();
    expect(asked.dead.depth().waiting).toBe(2);
    const unasked = tested(() => answer, { reportBatchItemFailures: false });
    unasked.send('a', 'b');
    await unasked.mapping.flush();
    expect(unasked.queue.counts.deleted).toBe(2);
  });

  it('lets a poison message become a dead letter, and a flush wait neither for its time-outs nor for the dead', async () => {
    const clock = virtualClock();
    const startMs = clock.now();
    const handle = (event: SQSEvent) => {
      if (bodiesOf(event).includes('poison')) throw new Crash('poison');
    };
    const { mapping, send, queue, dead, batches } = tested(handle, { clock, batchSize: 1, maxReceiveCount: 9 });
    send('poison', 'good');
    await mapping.flush();
    expect(batches().filter(([body]) => body === 'poison')).toHaveLength(9);
    expect([queue.counts.deleted, queue.counts.deadLettered, dead.depth().waiting]).toEqual([1, 1, 1]);
    expect(clock.now() - startMs).toBeLessThan(VISIBILITY_MS);
  });

  it('gives out sooner, in a flush, what failed before it began', async () => {
    const clock = virtualClock();
    const startMs = clock.now();
    let broken = true;
    const { mapping, send } = tested(
      () => {
        if (broken) throw new Crash('not yet');
      },
      { clock },
    );
    send('a');
    await clock.sleep(1000);
    expect(mapping.counts).toMatchObject({ invocations: 1, failures: 1 });
    broken = false;
    await mapping.flush();
    expect(mapping.counts).toMatchObject({ received: 1, retried: 1 });
    expect(clock.now() - startMs).toBeLessThan(VISIBILITY_MS);
  });

  it('gives a flush up when nothing ends a failure, in words that name the function and its error, and goes on later', async () => {
    let broken = true;
    const { mapping, send } = tested(() => {
      if (broken) throw new Crash('no such table');
    });
    send('a');
    await expect(mapping.flush()).rejects.toThrow(
      /^Function f cannot process what queue q gives it: Crash: no such table\. Nothing is lost: its records wait\.$/,
    );
    expect(mapping.counts.invocations).toBe(6);
    broken = false;
    await expect.poll(() => mapping.pending).toBe(0);
  });

  it('does not run through the queue when the function cannot be started', async () => {
    const clock = virtualClock();
    const startMs = clock.now();
    const atMs: number[] = [];
    const handle = () => {
      atMs.push(clock.now() - startMs);
      if (atMs.length < 6) throw new ServiceError('TooManyRequestsException', 'Rate Exceeded', 429);
    };
    const { queue, send } = tested(handle, { clock, batchSize: 1, maxConcurrency: 1 });
    send(...Array.from({ length: 10 }, String));
    await expect.poll(() => queue.counts.deleted).toBe(10);
    expect(atMs.slice(0, 7)).toEqual([0, 100, 300, 700, 1500, 3100, 3100]);
  });

  it('ends every message deleted or as a dead letter, the good ones after an invocation that succeeded, whatever happens', async () => {
    const acts = ['ok', 'crash', 'busy', 'nonsense', 'odd', 'slow', 'restart'] as const;
    const cases = fc.asyncProperty(
      fc.record({
        batchSize: fc.integer({ min: 1, max: 10 }),
        maxConcurrency: fc.integer({ min: 1, max: 3 }),
        maxReceiveCount: fc.integer({ min: 1, max: 5 }),
      }),
      fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 30 }),
      fc.array(fc.constantFrom(...acts), { maxLength: 30 }),
      fc.record({ seed: fc.nat(), duplicateRate: fc.constantFrom(0, 0.3), diskErrorRate: fc.constantFrom(0, 0, 0.2) }),
      async (sizes, bodies, script, queueFaults) => {
        const done = new Set<string>();
        const clock = virtualClock();
        let restart = false;
        const handle = async (event: SQSEvent) => {
          const next = script.shift() ?? 'ok';
          if (next === 'crash') throw new Crash('crash');
          if (next === 'busy') throw new ServiceError('TooManyRequestsException', 'busy', 429);
          if (next === 'nonsense') return { batchItemFailures: [{}] };
          if (next === 'slow') await clock.sleep(2 * VISIBILITY_MS);
          if (next === 'restart') restart = true;
          const isBad = (body: string) => next === 'odd' && body < '8';
          for (const body of bodiesOf(event)) if (!isBad(body)) done.add(body);
          return failing(event, isBad);
        };
        const setting = { ...sizes, queueFaults, clock, dir: temporaryFolder() };
        let one = setUp(handle, setting);
        const sent = bodies.filter((body) => {
          const [outcome] = one.queue.send([{ body }]);
          return outcome && !(outcome instanceof ServiceError);
        });
        let [deleted, dead] = [0, 0];
        for (let tries = 0; one.mapping.pending > 0 && tries < 100; tries += 1) {
          await one.mapping.flush().catch((error: unknown) => expect(error).toBeInstanceOf(DeliveryError));
          if (!restart) continue;
          restart = false;
          await one.stop();
          deleted += one.queue.counts.deleted;
          dead += one.queue.counts.deadLettered;
          one = setUp(handle, setting);
        }
        expect(one.mapping.pending).toBe(0);
        const letters = one.dead.depth().waiting > 0 ? await one.dead.receive({ max: 100, waitMs: 0 }) : [];
        const ends = new Set([...done, ...letters.map(({ body }) => body)]);
        expect(sent.filter((body) => !ends.has(body))).toEqual([]);
        deleted += one.queue.counts.deleted;
        dead += one.queue.counts.deadLettered;
        if (queueFaults.duplicateRate === 0 && queueFaults.diskErrorRate === 0)
          expect(deleted + dead).toBe(sent.length);
        await one.stop();
      },
    );
    await fc.assert(cases, { numRuns: 40 });
  });
});
