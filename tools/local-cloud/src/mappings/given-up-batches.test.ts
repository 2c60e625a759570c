import { join } from 'node:path';
import type { KinesisStreamEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Crash, fakeFunction } from '../../test/fake-function.ts';
import { bytes, temporaryFolder } from '../../test/folders.ts';
import { virtualClock } from '../../test/virtual-clock.ts';
import { Faults } from '../faults.ts';
import { Stream } from '../kinesis/stream.ts';
import { ServiceError } from '../service.ts';
import { type FailedBatch, failedBatchFacts, failedBatchObject } from './failed-batch.ts';
import { StreamMapping, type StreamMappingSetup } from './stream-mapping.ts';

const textsOf = ({ Records }: KinesisStreamEvent) =>
  Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());

/** A mapping whose function fails on texts that begin with `bad`, and what it was given and gave up. */
function setUp(more: Partial<StreamMappingSetup> = {}, handle?: (event: KinesisStreamEvent) => unknown) {
  const dir = temporaryFolder();
  const clock = virtualClock();
  const now = () => clock.now();
  const faults = new Faults();
  const stream = new Stream({ name: 's', shards: 1, dir: join(dir, 's'), region: 'eu-west-1', faults, now });
  const fail = (event: KinesisStreamEvent) => {
    if (textsOf(event).some((text) => text.startsWith('bad'))) throw new Crash('bad');
  };
  const { lambda, events } = fakeFunction(handle ?? fail);
  const told: FailedBatch[] = [];
  const mapping = new StreamMapping({
    lambda,
    batchSize: 100,
    batchWindowMs: 0,
    reportBatchItemFailures: true,
    maximumRetryAttempts: 0,
    onGivenUp: (failed) => void told.push(failed),
    faults,
    clock,
    stream,
    dir: join(dir, 'mapping'),
    ...more,
  });
  const put = (...texts: string[]) => stream.put(texts.map((text) => ({ data: bytes(text), partitionKey: 'k' })));
  const given = () => events.map(textsOf);
  return { mapping, put, given, told, clock };
}

describe('a batch that is given up', () => {
  it('is told of, with where its records lie and what the function was given', async () => {
    const { mapping, put, told, clock } = setUp({ maximumRetryAttempts: 2 });
    put('fine', 'bad');
    await mapping.flush();
    expect(told).toHaveLength(1);
    const [failed] = told;
    if (!failed) throw new Error('not told');
    expect(failedBatchFacts(failed)).toEqual({
      requestContext: {
        requestId: failed.requestId,
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: new Date(failed.nowMs).toISOString(),
      KinesisBatchInfo: {
        shardId: 'shardId-000000000000',
        startSequenceNumber: expect.stringMatching(/^49\d{54}$/),
        endSequenceNumber: expect.stringMatching(/1$/),
        approximateArrivalOfFirstRecord: new Date(Date.UTC(2026, 10, 23, 15)).toISOString(),
        approximateArrivalOfLastRecord: new Date(Date.UTC(2026, 10, 23, 15)).toISOString(),
        batchSize: 2,
        streamArn: 'arn:aws:kinesis:eu-west-1:000000000000:stream/s',
      },
    });
    const kept: { payload: string } = JSON.parse(failedBatchObject(failed).toString());
    expect(textsOf(JSON.parse(kept.payload))).toEqual(['fine', 'bad']);
    expect(failed.nowMs).toBeLessThanOrEqual(clock.now());
  });

  it('is not given up before it is told of', async () => {
    let isDown = true;
    const told: string[] = [];
    const onGivenUp = ({ event }: FailedBatch) => {
      if (isDown) throw new Error('the queue is full');
      told.push(event);
    };
    const { mapping, put } = setUp({ onGivenUp });
    put('bad');
    await expect(mapping.flush()).rejects.toThrow('the queue is full');
    expect(mapping.pending).toBe(1);
    isDown = false;
    await mapping.flush();
    expect([told.length, mapping.pending, mapping.counts.skipped]).toEqual([1, 0, 1]);
  });

  it('is given up for its age, also where the function cannot even be invoked', async () => {
    for (const error of [new Crash('bad'), new ServiceError('TooManyRequestsException', 'busy', 429)]) {
      const fail = () => {
        throw error;
      };
      const { mapping, put, told, clock } = setUp({ maximumRetryAttempts: -1, maximumRecordAgeMs: 60_000 }, fail);
      put('old');
      mapping.begin();
      await expect.poll(() => told.length).toBe(1);
      expect(told).toMatchObject([{ condition: 'RecordAgeExceeded', count: 1 }]);
      expect(clock.now() - Date.UTC(2026, 10, 23, 15)).toBeGreaterThan(60_000);
      await mapping.stop();
    }
  });

  it('is cut where the function says it failed, and in two only where it says nothing', async () => {
    const report = (event: KinesisStreamEvent) => {
      const bad = textsOf(event).findIndex((text) => text.startsWith('bad'));
      const itemIdentifier = event.Records[bad]?.kinesis.sequenceNumber;
      return { batchItemFailures: bad < 0 ? [] : [{ itemIdentifier }] };
    };
    const { mapping, put, given } = setUp({ bisectBatch: true, maximumRetryAttempts: 1 }, report);
    put('a', 'b', 'bad', 'c');
    await mapping.flush();
    // As on AWS the rest of the batch is given up with the record that it begins with.
    expect(given()).toEqual([
      ['a', 'b', 'bad', 'c'],
      ['bad', 'c'],
    ]);
    expect(mapping.counts).toMatchObject({ skipped: 2 });
  });

  it('costs only the records that nobody can take where batches are cut in two, and all others come in order', async () => {
    const text = fc.tuple(fc.constantFrom('bad', 'ok', 'ok'), fc.uuid()).map((parts) => parts.join('-'));
    const law = fc.asyncProperty(
      fc.uniqueArray(text, { minLength: 1, maxLength: 24 }),
      fc.integer({ min: 1, max: 10 }),
      async (texts, batchSize) => {
        const { mapping, put, given, told } = setUp({ bisectBatch: true, batchSize });
        put(...texts);
        await mapping.flush();
        const isBad = (one: string) => one.startsWith('bad');
        const through = given().filter((batch) => !batch.some(isBad));
        expect(through.flat()).toEqual(texts.filter((one) => !isBad(one)));
        expect(told.map(({ event }) => textsOf(JSON.parse(event)))).toEqual(texts.filter(isBad).map((one) => [one]));
        expect(mapping.counts).toMatchObject({ received: texts.length, skipped: texts.filter(isBad).length });
      },
    );
    await fc.assert(law, { numRuns: 60 });
  });
});
