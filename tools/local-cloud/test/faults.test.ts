import { join } from 'node:path';
import { PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { FaultPlan } from '../src/index.ts';
import {
  bytes,
  cloudOf,
  drainPatiently,
  filesIn,
  firehoseOf,
  kinesisOf,
  linesIn,
  pipeline,
  s3Of,
  temporaryFolder,
} from './support.ts';

vi.setConfig({ testTimeout: 300_000 });

/** Puts records until each is accepted, as a patient producer does: at least once. Returns how often each may have been stored. */
async function putPatiently(client: KinesisClient, values: readonly object[]): Promise<void> {
  let left = values.map((value) => ({ Data: bytes(JSON.stringify(value)), PartitionKey: JSON.stringify(value) }));
  for (let tries = 0; left.length > 0; tries += 1) {
    expect(tries).toBeLessThan(500);
    const answer = await client
      .send(new PutRecordsCommand({ StreamName: 'market', Records: left }))
      .catch(() => undefined);
    if (answer) left = left.filter((_, i) => answer.Records?.[i]?.ErrorCode !== undefined);
  }
}

describe('whatever goes wrong', () => {
  it('every record put is delivered, dropped or in the error output, and the counts of all stages add up', async () => {
    const rate = fc.double({ min: 0, max: 0.5, noNaN: true });
    const plan = fc.record({
      seed: fc.nat(),
      rejectRate: rate,
      throttleRate: rate,
      resetRate: rate,
      timeoutAfterAcceptRate: rate,
      transformFailureRate: rate,
      diskErrorRate: rate,
    });
    const kinds = fc.array(fc.constantFrom({}, { drop: true }, { fail: true }, { dt: '' }, { dt: '2020-05-15' }), {
      minLength: 1,
      maxLength: 40,
    });
    const cases = fc.asyncProperty(plan, kinds, async (faults, records) => {
      const dir = temporaryFolder();
      const instant = { now: () => Date.now(), sleep: async () => undefined, schedule: () => () => undefined };
      const cloud = await cloudOf(pipeline(dir, { faults, clock: instant }));
      const values = records.map((kind, id) => ({ id, ...kind }));
      await putPatiently(kinesisOf(cloud), values);
      const counts = await drainPatiently(cloud);
      const { transformed, delivered, errorOutput, partitionFailed, conversionFailed } = counts;
      expect(counts).toMatchObject({
        pending: 0,
        received: counts.kinesis.accepted,
        deaggregated: counts.kinesis.accepted,
      });
      expect(transformed.ok + transformed.dropped + transformed.failed).toBe(counts.deaggregated);
      expect(delivered.rows + partitionFailed + conversionFailed).toBe(transformed.rows);
      expect(errorOutput.rows).toBe(transformed.failed + partitionFailed + conversionFailed);
      const lake = join(dir, 'lake');
      const good = linesIn(lake, 'bars/').map((line) => JSON.parse(line) as { id: number });
      const bad = linesIn(lake, 'quarantine/').map(
        (line) =>
          JSON.parse(Buffer.from((JSON.parse(line) as { rawData: string }).rawData, 'base64').toString()) as {
            id: number;
          },
      );
      expect([good.length, bad.length, filesIn(lake).length]).toEqual([
        delivered.rows,
        errorOutput.rows,
        delivered.objects + errorOutput.objects,
      ]);
      const seen = new Set([...good, ...bad].map(({ id }) => id));
      for (const value of values) if (!('drop' in value)) expect(seen.has(value.id)).toBe(true);
      await cloud.stop();
    });
    await fc.assert(cases, { numRuns: 8 });
  });

  it('a reset connection leaves nothing behind, an unanswered request everything', async () => {
    const Records = [{ Data: bytes('{}'), PartitionKey: 'k' }];
    const reset = await cloudOf(pipeline(temporaryFolder(), { faults: { resetRate: 1 } }));
    await expect(kinesisOf(reset).send(new PutRecordsCommand({ StreamName: 'market', Records }))).rejects.toThrow();
    expect(reset.counts().kinesis.accepted).toBe(0);
    const silent = await cloudOf(pipeline(temporaryFolder(), { faults: { timeoutAfterAcceptRate: 1, hangMs: 20 } }));
    await expect(kinesisOf(silent).send(new PutRecordsCommand({ StreamName: 'market', Records }))).rejects.toThrow();
    expect(silent.counts().kinesis.accepted).toBe(1);
  });

  it('a full disk is an InternalFailure to S3 and Firehose clients, and leaves no half object', async () => {
    const dir = temporaryFolder();
    const cloud = await cloudOf({
      buckets: [{ name: 'lake', dir }],
      deliveryStreams: [{ name: 'raw', bucket: 'lake', prefix: 'raw/', errorPrefix: 'errors/' }],
      faults: { diskErrorRate: 1 },
    });
    const put = s3Of(cloud).send(new PutObjectCommand({ Bucket: 'lake', Key: 'k', Body: bytes('whole') }));
    await expect(put).rejects.toMatchObject({
      name: 'InternalFailure',
      $metadata: { httpStatusCode: 500 },
      message: expect.stringContaining('ENOSPC'),
    });
    expect(filesIn(dir)).toEqual([]);
    const batch = await firehoseOf(cloud).send(
      new PutRecordBatchCommand({ DeliveryStreamName: 'raw', Records: [{ Data: bytes('x') }] }),
    );
    expect(batch).toMatchObject({ FailedPutCount: 1, RequestResponses: [{ ErrorCode: 'InternalFailure' }] });
  });

  it('a drain on a full disk ends with an error that says so, and succeeds once there is room', async () => {
    const dir = temporaryFolder();
    const plan: { diskErrorRate?: number } & FaultPlan = {};
    const cloud = await cloudOf(pipeline(dir, { faults: plan }));
    await putPatiently(kinesisOf(cloud), [{ id: 1 }]);
    Object.assign(plan, { diskErrorRate: 1 });
    await expect(cloud.drain()).rejects.toThrow(/Delivery stream bars cannot deliver: ENOSPC/);
    Object.assign(plan, { diskErrorRate: 0 });
    expect(await cloud.drain()).toMatchObject({ pending: 0, delivered: { rows: 1, objects: 1 } });
  });
});
