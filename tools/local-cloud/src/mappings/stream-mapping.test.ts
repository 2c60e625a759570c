import { join } from 'node:path';
import { aggregate } from '@tickerlake/stream-producer';
import type { KinesisStreamEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Crash, fakeFunction } from '../../test/fake-function.ts';
import { bytes, temporaryFolder } from '../../test/folders.ts';
import { virtualClock } from '../../test/virtual-clock.ts';
import { DeliveryError } from '../errors.ts';
import { type FaultPlan, Faults } from '../faults.ts';
import { Stream } from '../kinesis/stream.ts';
import { ServiceError } from '../service.ts';
import { StreamMapping, type StreamMappingSetup } from './stream-mapping.ts';

const textsOf = ({ Records }: KinesisStreamEvent) =>
  Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
const failing = (event: KinesisStreamEvent, ...indices: number[]) => ({
  batchItemFailures: indices.map((i) => ({ itemIdentifier: event.Records[i]?.kinesis.sequenceNumber })),
});

interface Setting extends Partial<StreamMappingSetup> {
  readonly shards?: number;
  readonly faultPlan?: FaultPlan;
  readonly dir?: string;
}

/** A mapping of a stream `s` onto a handler. */
function setUp(handle: (event: KinesisStreamEvent) => unknown, setting: Setting = {}) {
  const { shards = 1, faultPlan, dir = temporaryFolder(), clock = virtualClock(), ...more } = setting;
  const faults = new Faults(faultPlan);
  const now = () => clock.now();
  const stream = new Stream({ name: 's', shards, dir: join(dir, 's'), region: 'eu-west-1', faults: new Faults(), now });
  const { lambda, events } = fakeFunction(handle);
  const mapping = new StreamMapping({
    lambda,
    batchSize: 100,
    batchWindowMs: 0,
    reportBatchItemFailures: true,
    maximumRetryAttempts: -1,
    faults,
    clock,
    stream,
    dir: join(dir, 'mapping'),
    ...more,
  });
  const put = (...texts: (string | Uint8Array)[]) =>
    stream.put(
      texts.map((text) => ({ data: typeof text === 'string' ? bytes(text) : text, partitionKey: String(text.at(0)) })),
    );
  const stop = async () => {
    await mapping.stop();
    stream.close();
  };
  return { mapping, stream, put, events, clock, dir, stop, batches: () => events.map(textsOf) };
}

describe('a mapping on a stream', () => {
  it('gives the function the event of AWS, KPL records not taken apart', async () => {
    const { mapping, put, events, clock } = setUp(() => undefined);
    const aggregated = aggregate([{ data: bytes('one'), partitionKey: 'k' }]);
    const [outcome] = put(aggregated);
    if (!outcome || outcome instanceof ServiceError) throw new Error('refused');
    await mapping.flush();
    expect(events).toEqual([
      {
        Records: [
          {
            kinesis: {
              kinesisSchemaVersion: '1.0',
              partitionKey: '243',
              sequenceNumber: outcome.sequenceNumber,
              data: Buffer.from(aggregated).toString('base64'),
              approximateArrivalTimestamp: clock.now() / 1000,
            },
            eventSource: 'aws:kinesis',
            eventVersion: '1.0',
            eventID: `shardId-000000000000:${outcome.sequenceNumber}`,
            eventName: 'aws:kinesis:record',
            invokeIdentityArn: 'arn:aws:iam::000000000000:role/local-cloud',
            awsRegion: 'eu-west-1',
            eventSourceARN: 'arn:aws:kinesis:eu-west-1:000000000000:stream/s',
          },
        ],
      },
    ]);
  });

  it('gives it a batch at most, in order, and the next only when it is through with one', async () => {
    let running = 0;
    const { mapping, put, batches, clock } = setUp(
      async () => {
        expect((running += 1)).toBe(1);
        await clock.sleep(10);
        running -= 1;
      },
      { batchSize: 2 },
    );
    mapping.begin();
    put('a', 'b', 'c');
    put('d', 'e');
    await expect.poll(() => mapping.pending).toBe(0);
    expect(batches()).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(mapping.counts).toEqual({ received: 5, invocations: 3, failures: 0, retried: 0, skipped: 0 });
  });

  it('tells since when the oldest record waits', async () => {
    const { mapping, put, clock } = setUp(() => undefined, { shards: 2 });
    expect(mapping.oldestMs).toBeUndefined();
    const firstMs = clock.now();
    put('a', 'b');
    await clock.sleep(10);
    put('c', 'd', 'e', 'f');
    expect(mapping.oldestMs).toBe(firstMs);
    await mapping.flush();
    expect(mapping.oldestMs).toBeUndefined();
  });

  it('lets no shard wait for another', async () => {
    const { mapping, put, batches } = setUp(
      (event) => {
        if (textsOf(event).includes('a')) throw new Crash('stuck');
      },
      { shards: 2 },
    );
    put('a', 'b', 'c', 'd');
    await expect(mapping.flush()).rejects.toThrow(DeliveryError);
    const others = batches()
      .flat()
      .filter((text) => text !== 'a');
    expect(mapping.pending).toBeLessThan(4);
    expect(others.length).toBeGreaterThan(0);
  });

  it('waits for the window, unless a batch is full by records or by bytes', async () => {
    const clock = virtualClock();
    const startMs = clock.now();
    const atMs: number[] = [];
    const { mapping, put, batches } = setUp(() => void atMs.push(clock.now() - startMs), {
      clock,
      batchSize: 3,
      batchWindowMs: 5000,
    });
    mapping.begin();
    put('a');
    await clock.sleep(1000);
    put('b');
    await expect.poll(() => mapping.pending).toBe(0);
    put('c', 'd', 'e');
    await expect.poll(() => mapping.pending).toBe(0);
    const large = new Uint8Array(5 << 20);
    put(large);
    await expect.poll(() => mapping.pending).toBe(0);
    expect(batches().map(({ length }) => length)).toEqual([2, 3, 1]);
    expect(atMs).toEqual([5000, 5000, 5000]);
  });

  it('waits for no window in a flush', async () => {
    const { mapping, put, clock } = setUp(() => undefined, { batchWindowMs: 300_000 });
    const startMs = clock.now();
    mapping.begin();
    put('a');
    await mapping.flush();
    expect(clock.now()).toBe(startMs);
  });

  it('keeps events within the 6 MB of an invocation', async () => {
    const { mapping, put, batches } = setUp((event) => {
      expect(JSON.stringify(event).length).toBeLessThanOrEqual(6_291_456);
    });
    for (let i = 0; i < 6; i += 1) put(new Uint8Array(1 << 20).fill(i), 'small');
    await mapping.flush();
    expect(batches().map(({ length }) => length)).toEqual([8, 4]);
  });

  it('goes back to the lowest sequence number reported, with no new records beside', async () => {
    let reported = false;
    const { mapping, put, batches } = setUp(
      (event) => {
        if (reported) return {};
        reported = true;
        put('new');
        return failing(event, 3, 1);
      },
      { batchSize: 4 },
    );
    put('a', 'b', 'c', 'd', 'e');
    await mapping.flush();
    expect(batches()).toEqual([
      ['a', 'b', 'c', 'd'],
      ['b', 'c', 'd'],
      ['e', 'new'],
    ]);
    expect(mapping.counts).toMatchObject({ received: 6, invocations: 3, failures: 1, retried: 3 });
  });

  it('takes any answer for success where the function does not report', async () => {
    const { mapping, put, batches } = setUp((event) => failing(event, 0), { reportBatchItemFailures: false });
    put('a');
    await mapping.flush();
    expect(batches()).toEqual([['a']]);
  });

  it('tries a batch again less and less often, and gives it up after the attempts it is given', async () => {
    const clock = virtualClock();
    const atMs: number[] = [];
    const { mapping, put, batches } = setUp(
      (event) => {
        atMs.push(clock.now());
        if (textsOf(event).includes('bad')) throw new Crash('bad');
      },
      { clock, batchSize: 2, maximumRetryAttempts: 2 },
    );
    mapping.begin();
    put('bad', 'with it', 'good');
    await expect.poll(() => mapping.pending).toBe(0);
    expect(batches()).toEqual([['bad', 'with it'], ['bad', 'with it'], ['bad', 'with it'], ['good']]);
    expect(atMs.map((ms) => ms - (atMs[0] ?? 0))).toEqual([0, 100, 300, 300]);
    expect(mapping.counts).toEqual({ received: 3, invocations: 4, failures: 3, retried: 4, skipped: 2 });
  });

  it('counts as attempts only invocations that took place, and begins anew behind what got further', async () => {
    const script = ['busy', 'busy', 'busy', 'crash', 'second', 'ok'];
    const { mapping, put, batches } = setUp(
      (event) => {
        const act = script.shift();
        if (act === 'busy') throw new ServiceError('TooManyRequestsException', 'Rate Exceeded', 429);
        if (act === 'crash') throw new Crash('once');
        return act === 'second' ? failing(event, 1) : undefined;
      },
      { maximumRetryAttempts: 1 },
    );
    put('a', 'b');
    await mapping.flush();
    expect(batches().slice(-2)).toEqual([['a', 'b'], ['b']]);
    expect(mapping.counts).toMatchObject({ skipped: 0, invocations: 3, failures: 2 });
  });

  it('gives a flush up when nothing gets further, in words that name the function and its error, and goes on later', async () => {
    let broken = true;
    const { mapping, put } = setUp(() => {
      if (broken) throw new Crash('no such table');
    });
    put('a');
    await expect(mapping.flush()).rejects.toThrow(
      /^Function f cannot process what stream s gives it: Crash: no such table\. Nothing is lost: its records wait\.$/,
    );
    expect(mapping.counts.invocations).toBe(6);
    broken = false;
    await expect.poll(() => mapping.pending).toBe(0);
  });

  it('goes on behind its checkpoint after a restart', async () => {
    const first = setUp((event) => failing(event, 1));
    first.put('a', 'b');
    await expect(first.mapping.flush()).rejects.toThrow(DeliveryError);
    await first.stop();
    const second = setUp(() => undefined, { dir: first.dir });
    expect(second.mapping.pending).toBe(1);
    await second.mapping.flush();
    expect(second.batches()).toEqual([['b']]);
    await second.stop();
  });

  it('keeps the stream from dropping what it has not read, however old, and from keeping what it has', async () => {
    const { mapping, put, stream, clock, batches } = setUp(() => undefined);
    const passDays = () => clock.sleep(48 * 3_600_000);
    for (let i = 0; i < 6; i += 1) put(new Uint8Array(1 << 20).fill(i));
    await passDays();
    put('a');
    expect(stream.shards[0]?.log.first).toBe(0);
    await mapping.flush();
    expect(batches().flat()).toHaveLength(7);
    expect(stream.shards[0]?.log.first).toBeGreaterThan(0);
  });

  it('blames no record for a stop in the middle of an invocation', async () => {
    let began: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (began = resolve));
    const { mapping, put, clock } = setUp(
      async () => {
        began();
        await clock.sleep(10);
        throw new Crash('the process was ended');
      },
      { maximumRetryAttempts: 0 },
    );
    mapping.begin();
    put('a');
    await begun;
    await mapping.stop();
    expect([mapping.pending, mapping.counts.skipped]).toEqual([1, 0]);
    await expect(mapping.flush()).rejects.toThrow(/was stopped/);
  });

  it('kills as many invocations as the fault plan says, each at a moment of its own', async () => {
    const moments: (number | undefined)[] = [];
    const clock = virtualClock();
    const { lambda } = fakeFunction((_event, killMoment) => void moments.push(killMoment));
    const { mapping, put } = setUp(() => undefined, { clock, lambda, batchSize: 1, faultPlan: { killRate: 0.5 } });
    put(...Array.from({ length: 100 }, String));
    await mapping.flush();
    const struck = moments.filter((moment) => moment !== undefined);
    expect(struck.length / 100).toBeCloseTo(0.5, 0);
    expect(new Set(struck).size).toBe(struck.length);
    expect(struck.every((moment) => moment >= 0 && moment < 1)).toBe(true);
  });

  it('hands every record to an invocation that succeeds, in the order of its shard, whatever happens', async () => {
    const act = fc.oneof(
      fc.constantFrom('ok' as const, 'crash' as const, 'busy' as const, 'nonsense' as const, 'restart' as const),
      fc.nat({ max: 4 }),
    );
    const cases = fc.asyncProperty(
      fc.record({ shards: fc.integer({ min: 1, max: 3 }), batchSize: fc.integer({ min: 1, max: 5 }) }),
      fc.array(fc.array(fc.uuid(), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
      fc.array(act, { maxLength: 25 }),
      fc.record({ seed: fc.nat(), diskErrorRate: fc.constantFrom(0, 0, 0.3) }),
      async (sizes, puts, script, faultPlan) => {
        const done: string[] = [];
        let restart = false;
        const handle = (event: KinesisStreamEvent) => {
          const next = script.shift() ?? 'ok';
          const texts = textsOf(event);
          if (next === 'crash') throw new Crash('crash');
          if (next === 'busy') throw new ServiceError('TooManyRequestsException', 'busy', 429);
          if (next === 'nonsense') return { batchItemFailures: [{ itemIdentifier: '' }] };
          if (next === 'restart') restart = true;
          const good = typeof next === 'number' ? Math.min(next, texts.length - 1) : texts.length;
          done.push(...texts.slice(0, good));
          return good < texts.length ? failing(event, good) : {};
        };
        const setting = { ...sizes, faultPlan, dir: temporaryFolder(), clock: virtualClock() };
        let one = setUp(handle, setting);
        for (const texts of puts) {
          one.put(...texts);
          for (let tries = 0; one.mapping.pending > 0 && tries < 100; tries += 1) {
            await one.mapping.flush().catch((error: unknown) => expect(error).toBeInstanceOf(DeliveryError));
            if (!restart) continue;
            restart = false;
            await one.stop();
            one = setUp(handle, setting);
          }
        }
        const all = puts.flat();
        const shardOf = (text: string) => one.stream.map.shardOf(String(text.at(0)));
        for (let shard = 0; shard < sizes.shards; shard += 1) {
          const firsts = [...new Set(done)].filter((text) => shardOf(text) === shard);
          expect(firsts).toEqual([...new Set(all)].filter((text) => shardOf(text) === shard));
        }
        if (faultPlan.diskErrorRate === 0) expect(done).toHaveLength(all.length);
        await one.stop();
      },
    );
    await fc.assert(cases, { numRuns: 60 });
  });
});
