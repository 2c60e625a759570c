import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aggregate } from '@tickerlake/stream-producer';
import { tables } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, filesIn, linesIn, temporaryFolder } from '../../test/folders.ts';
import { DamagedStateError, DeliveryError } from '../errors.ts';
import { type FaultPlan, Faults } from '../faults.ts';
import { Bucket } from '../s3/bucket.ts';
import { RecordLog } from '../state/record-log.ts';
import { type DeliverySetup, DeliveryStream } from './delivery-stream.ts';
import type { Source } from './source-record.ts';

/** A clock that stands still but for what the test lets pass. */
function handClock() {
  const tasks: { task: () => void; ms: number }[] = [];
  const slept: number[] = [];
  return {
    tasks,
    slept,
    now: () => Date.UTC(2026, 10, 21, 9),
    sleep: async (ms: number) => void slept.push(ms),
    schedule: (task: () => void, ms: number) => {
      const one = { task, ms };
      tasks.push(one);
      return () => void tasks.splice(tasks.indexOf(one), 1);
    },
  };
}

/** A delivery stream without a function, over one log. */
async function setUp(
  more: Partial<DeliverySetup> = {},
  faults: FaultPlan = {},
  dir = temporaryFolder(),
  shardId?: string,
) {
  const plan = new Faults(faults);
  const bucket = new Bucket('lake', join(dir, 'lake'), () => plan.diskError());
  await bucket.open();
  const log = new RecordLog(join(dir, 'log'), () => undefined);
  const source: Source = {
    id: 'log',
    log,
    sequenceNumber: String,
    trim: () => undefined,
    ...(shardId !== undefined && { shardId }),
  };
  const clock = handClock();
  const setup: DeliverySetup = {
    name: 'bars',
    dir: join(dir, 'state'),
    region: 'us-east-1',
    bucket,
    prefix: 'raw/',
    errorPrefix: 'errors/',
    bufferBytes: 1 << 20,
    bufferMs: 5000,
    faults: plan,
    clock,
    ...more,
  };
  const stream = new DeliveryStream(setup, [source]);
  const put = (...texts: string[]) => {
    log.append(texts.map((text) => ({ arrivalMs: clock.now(), partitionKey: 'k', data: bytes(text) })));
    stream.wake();
  };
  return { stream, put, log, clock, dir, lake: join(dir, 'lake') };
}

describe('a delivery stream', () => {
  it('delivers records as lines, in order, under the hour they came in', async () => {
    const { stream, put, lake } = await setUp();
    put('{"a":1}', '{"b":2}\n', '{"c":3}');
    await stream.flush();
    expect(filesIn(lake)).toEqual([expect.stringMatching(/^raw\/2026\/11\/21\/09\/bars-1-/)]);
    expect(linesIn(lake, 'raw/')).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
    expect(stream.counts).toMatchObject({ received: 3, ok: 3, delivered: { rows: 3, objects: 1, bytes: 24 } });
  });

  it('waits for the buffer’s time, or until the buffer is full', async () => {
    const { stream, put, clock, lake } = await setUp({ bufferBytes: 100 });
    put('x');
    expect(clock.tasks.map(({ ms }) => ms)).toEqual([5000]);
    put('y'.repeat(100));
    expect(clock.tasks.map(({ ms }) => ms)).toEqual([0]);
    expect(linesIn(lake, 'raw/')).toEqual([]);
    clock.tasks.shift()?.task();
    await expect.poll(() => stream.pending).toBe(0);
    expect(linesIn(lake, 'raw/')).toHaveLength(2);
    expect(clock.tasks).toEqual([]);
  });

  it('takes KPL records of a stream apart, and leaves those put directly as they are', async () => {
    const entries = ['one', 'two'].map((text) => ({ data: bytes(text), partitionKey: 'k' }));
    const blob = Buffer.from(aggregate(entries));
    const shard = await setUp({}, {}, temporaryFolder(), 'shardId-000000000000');
    shard.log.append([{ arrivalMs: 0, partitionKey: 'k', data: blob }]);
    await shard.stream.flush();
    expect(shard.stream.counts).toMatchObject({ received: 1, deaggregated: 2 });
    expect(linesIn(shard.lake, 'raw/')).toEqual(['one', 'two']);
    const direct = await setUp();
    direct.log.append([{ arrivalMs: 0, partitionKey: 'k', data: blob }]);
    await direct.stream.flush();
    expect(direct.stream.counts).toMatchObject({ received: 1, deaggregated: 1 });
  });

  it('sends a row that is not the table’s to the error output, its bytes kept, and the others into the table', async () => {
    const { stream, put, lake } = await setUp({ table: () => tables.bars, prefix: 'bars/!{timestamp:yyyy}/' });
    const good = '{"name":"DDOG","ts":"2020-05-14 13:30:00.000","high":2,"low":1}';
    const bad = '{"name":"DDOG","ts":"yesterday","high":2.50,"low":1}';
    put(`${good}${bad}\n${good}`, 'no json é');
    await stream.flush();
    expect(stream.counts).toMatchObject({
      ok: 2,
      rows: 4,
      conversionFailed: 2,
      delivered: { rows: 2, objects: 1 },
      errorOutput: { rows: 2, objects: 1 },
    });
    const errors = linesIn(lake, 'errors/format-conversion-failed/2026/11/21/09/').map(
      (line) => JSON.parse(line) as Record<string, string>,
    );
    expect(errors).toMatchObject([
      {
        attemptsMade: 1,
        lastErrorCode: 'DataFormatConversion.MalformedData',
        lastErrorMessage: expect.stringContaining('Column ts'),
        arrivalTimestamp: expect.any(Number),
      },
      { lastErrorMessage: expect.stringContaining('not one or more JSON objects') },
    ]);
    expect(errors.map(({ rawData }) => Buffer.from(rawData ?? '', 'base64').toString())).toEqual([bad, 'no json é']);
  });

  it('goes on behind its checkpoint after a restart', async () => {
    const first = await setUp();
    first.put('a');
    await first.stream.flush();
    first.put('b');
    await first.stream.stop();
    first.log.close();
    const second = await setUp({}, {}, first.dir);
    expect(second.stream.pending).toBe(1);
    await second.stream.flush();
    expect(linesIn(second.lake, 'raw/').toSorted()).toEqual(['a', 'b']);
  });

  it('delivers every record once within a run, however often the disk fails, and never a half object', async () => {
    const faults = fc.record({ seed: fc.nat(), diskErrorRate: fc.double({ min: 0, max: 0.8, noNaN: true }) });
    const cases = fc.asyncProperty(
      faults,
      fc.array(
        fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 }), {
          minLength: 1,
          maxLength: 6,
        }),
        { maxLength: 5 },
      ),
      async (plan, batches) => {
        const { stream, put, lake } = await setUp({ bufferBytes: 40 }, plan);
        for (const batch of batches) {
          put(...batch);
          for (let tries = 0; stream.pending > 0 && tries < 500; tries += 1)
            await stream.flush().catch((error: unknown) => expect(error).toBeInstanceOf(DeliveryError));
        }
        expect(linesIn(lake, 'raw/').toSorted()).toEqual(batches.flat().toSorted());
        expect(filesIn(lake).every((file) => file.startsWith('raw/'))).toBe(true);
        expect(stream.counts).toMatchObject({
          deaggregated: batches.flat().length,
          delivered: { rows: batches.flat().length },
        });
      },
    );
    await fc.assert(cases, { numRuns: 30 });
  });

  it('gives a flush up with a clear error when nothing gets further, keeps the records, and goes on later', async () => {
    const { stream, put, clock, dir, lake } = await setUp();
    put('a');
    mkdirSync(lake, { recursive: true });
    writeFileSync(join(lake, 'raw'), 'in the way');
    await expect(stream.flush()).rejects.toThrow(
      /^Delivery stream bars cannot deliver: .*raw.* Nothing is lost: its records wait\.$/,
    );
    expect(clock.slept).toEqual([100, 200, 400, 800, 1600]);
    expect(stream.pending).toBe(1);
    rmSync(join(lake, 'raw'));
    await stream.flush();
    expect(linesIn(lake, 'raw/')).toEqual(['a']);
    expect(readFileSync(join(dir, 'state/checkpoint.json'), 'utf8')).toBe('{"offsets":{"log":1}}\n');
  });

  it('puts no object twice when only another one of its window failed', async () => {
    const { stream, put, lake } = await setUp({ table: () => tables.bars, prefix: 'bars/!{timestamp:yyyy}/' });
    writeFileSync(join(lake, 'errors'), 'in the way');
    put('{"name":"DDOG","ts":"2020-05-14 13:30:00.000","high":2,"low":1}', 'no json');
    await expect(stream.flush()).rejects.toThrow(DeliveryError);
    expect(stream.pending).toBe(2);
    rmSync(join(lake, 'errors'));
    await stream.flush();
    expect(filesIn(lake).map((file) => file.split('/')[0])).toEqual(['bars', 'errors']);
    expect(stream.counts).toMatchObject({
      received: 2,
      delivered: { rows: 1, objects: 1 },
      errorOutput: { rows: 1, objects: 1 },
    });
  });

  it('tries again in the background, less and less often', async () => {
    const { stream, put, clock, lake } = await setUp();
    writeFileSync(join(lake, 'raw'), 'in the way');
    put('a');
    const waits: (number | undefined)[] = [];
    for (let i = 0; i < 12; i += 1) {
      waits.push(clock.tasks[0]?.ms);
      const retries = stream.counts.retries;
      clock.tasks.shift()?.task();
      await expect.poll(() => stream.counts.retries > retries && clock.tasks.length).toBe(1);
    }
    expect(waits).toEqual([5000, 100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
    rmSync(join(lake, 'raw'));
    clock.tasks.shift()?.task();
    await expect.poll(() => stream.pending).toBe(0);
  });

  it.each([
    ['{"offsets":{"log":7}}', /it stands at 7 in log, which keeps 0 to 0/],
    ['{"offsets":{"log":"1"}}', /it stands at "1" in log/],
    ['{"offsets":[]}', /has no offsets/],
    ['{"offse', /is not a JSON object/],
    ['', /is not a JSON object/],
  ])('refuses the checkpoint %j', async (text, message) => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, 'state'));
    writeFileSync(join(dir, 'state/checkpoint.json'), text);
    await expect(setUp({}, {}, dir)).rejects.toThrow(DamagedStateError);
    await expect(setUp({}, {}, dir)).rejects.toThrow(message);
  });

  it('refuses to flush once it is stopped', async () => {
    const { stream, put } = await setUp();
    put('a');
    await stream.stop();
    await expect(stream.flush()).rejects.toThrow(/was stopped/);
    expect(stream.pending).toBe(1);
  });
});
