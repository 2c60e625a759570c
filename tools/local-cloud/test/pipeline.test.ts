import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeDeliveryStreamCommand,
  PutRecordBatchCommand,
  PutRecordCommand as FirehosePutRecord,
} from '@aws-sdk/client-firehose';
import { PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { DuckDBInstance } from '@duckdb/node-api';
import { tables } from '@tickerlake/record-schema';
import { aggregate } from '@tickerlake/stream-producer';
import { describe, expect, it, vi } from 'vitest';
import {
  bytes,
  cloudOf,
  filesIn,
  firehoseOf,
  fixture,
  kinesisOf,
  linesIn,
  pipeline,
  repeated,
  temporaryFolder,
} from './support.ts';

vi.setConfig({ testTimeout: 60_000 });

const record = (value: object) => ({ Data: bytes(JSON.stringify(value)), PartitionKey: 'k' });

describe('the pipeline', () => {
  it('takes KPL records from a stream through the function into Parquet files by partition', async () => {
    const dir = temporaryFolder();
    const options = pipeline(dir);
    const [delivery] = options.deliveryStreams ?? [];
    if (!delivery) throw new Error('no delivery stream');
    const cloud = await cloudOf({ ...options, deliveryStreams: [{ ...delivery, table: tables.bars }] });
    const kinesis = kinesisOf(cloud);
    const entries = ['2020-05-14', '2020-05-15'].flatMap((dt) =>
      ['FB', 'AAPL'].map((name) => ({
        partitionKey: name,
        data: bytes(JSON.stringify({ name, ts: `${dt} 13:30:00.000`, high: 2.5, low: 1, volume: 7, dt })),
      })),
    );
    const dropped = { data: bytes('{"drop":true}'), partitionKey: 'FB' };
    await kinesis.send(
      new PutRecordCommand({ StreamName: 'market', Data: aggregate([...entries, dropped]), PartitionKey: 'FB' }),
    );
    const counts = await cloud.drain();
    expect(counts).toMatchObject({
      kinesis: { accepted: 1, refused: 0 },
      pending: 0,
      received: 1,
      deaggregated: 5,
      transformed: { ok: 4, dropped: 1, failed: 0, rows: 4 },
      delivered: { rows: 4, objects: 2 },
      errorOutput: { rows: 0, objects: 0, bytes: 0 },
      lambda: { invocations: 1, errors: 0 },
    });
    const lake = join(dir, 'lake');
    expect(filesIn(lake)).toEqual(
      ['2020-05-14', '2020-05-15'].map(
        (dt) => expect.stringMatching(new RegExp(`^bars/dt=${dt}/bars-1-.*\\.parquet$`)) as string,
      ),
    );
    const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
    const query = `SELECT dt::VARCHAR, name, ts::VARCHAR, high FROM read_parquet('${lake}/bars/dt=*/*.parquet', hive_partitioning = true) ORDER BY ALL`;
    expect((await duckdb.runAndReadAll(query)).getRowsJson()).toEqual(
      ['2020-05-14', '2020-05-15'].flatMap((dt) => ['AAPL', 'FB'].map((name) => [dt, name, `${dt} 13:30:00`, 2.5])),
    );
  });

  it('puts what cannot be processed under the error prefix, byte for byte', async () => {
    const dir = temporaryFolder();
    const cloud = await cloudOf(pipeline(dir));
    const raw = '{ "fail":true, "price": 1.50, "é":"\\u00e9" }';
    const lost = '{"dt":""}';
    const Records = [{ ...record({}), Data: bytes(raw) }, { ...record({}), Data: bytes(lost) }, record({ a: 1 })];
    await kinesisOf(cloud).send(new PutRecordsCommand({ StreamName: 'market', Records }));
    expect(await cloud.drain()).toMatchObject({
      transformed: { ok: 2, failed: 1, rows: 2 },
      partitionFailed: 1,
      delivered: { rows: 1 },
      errorOutput: { rows: 2, objects: 1 },
    });
    const errors = linesIn(join(dir, 'lake'), 'quarantine/processing-failed/').map(
      (line) => JSON.parse(line) as Record<string, unknown>,
    );
    expect(
      errors.map(({ errorCode, rawData }) => [errorCode, Buffer.from(String(rawData), 'base64').toString()]),
    ).toEqual([
      ['Lambda.ProcessingFailedStatus', raw],
      ['DynamicPartitioning.MetadataExtractionFailed', lost],
    ]);
    expect(errors[0]).toEqual({
      attemptsMade: 1,
      arrivalTimestamp: expect.any(Number),
      errorCode: 'Lambda.ProcessingFailedStatus',
      errorMessage: 'ProcessingFailed status set for record',
      attemptEndingTimestamp: expect.any(Number),
      rawData: expect.any(String),
      lambdaArn: 'arn:aws:lambda:us-east-1:000000000000:function:transformer:$LATEST',
    });
  });

  it('fails a batch that its function cannot take, after three retries, and goes on with the next', async () => {
    const dir = temporaryFolder();
    const cloud = await cloudOf(pipeline(dir, { functions: [{ name: 'transformer', entry: fixture('broken.mjs') }] }));
    await kinesisOf(cloud).send(new PutRecordCommand({ StreamName: 'market', ...record({ a: 1 }) }));
    expect(await cloud.drain()).toMatchObject({
      transformed: { ok: 0, failed: 1 },
      errorOutput: { rows: 1 },
      lambda: { invocations: 4, errors: 4 },
    });
    expect(linesIn(join(dir, 'lake'), 'quarantine/')[0]).toContain('this bundle cannot be loaded');
  });

  it('takes records put to a delivery stream directly', async () => {
    const dir = temporaryFolder();
    const cloud = await cloudOf(
      pipeline(dir, {
        deliveryStreams: [
          { name: 'raw', bucket: 'lake', prefix: 'raw/', errorPrefix: 'errors/' },
          ...(pipeline(dir).deliveryStreams ?? []),
        ],
      }),
    );
    const firehose = firehoseOf(cloud);
    await firehose.send(new FirehosePutRecord({ DeliveryStreamName: 'raw', Record: { Data: bytes('one') } }));
    const Records = [{ Data: bytes('two') }, { Data: bytes('three') }];
    const batch = await firehose.send(new PutRecordBatchCommand({ DeliveryStreamName: 'raw', Records }));
    expect(batch).toMatchObject({
      FailedPutCount: 0,
      RequestResponses: [{ RecordId: expect.any(String) }, { RecordId: expect.any(String) }],
    });
    expect(await cloud.drain()).toMatchObject({
      firehose: { accepted: 3, refused: 0, bytes: 11 },
      received: 3,
      delivered: { rows: 3, objects: 1 },
    });
    expect(linesIn(join(dir, 'lake'), 'raw/')).toEqual(['one', 'two', 'three']);
    const { DeliveryStreamDescription } = await firehose.send(
      new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'raw' }),
    );
    expect(DeliveryStreamDescription).toMatchObject({
      DeliveryStreamStatus: 'ACTIVE',
      DeliveryStreamType: 'DirectPut',
      Destinations: [{ ExtendedS3DestinationDescription: { Prefix: 'raw/' } }],
    });
    const wrongDoor = firehose.send(
      new FirehosePutRecord({ DeliveryStreamName: 'bars', Record: { Data: bytes('x') } }),
    );
    await expect(wrongDoor).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: expect.stringContaining('KinesisStreamAsSource'),
    });
  });

  it.each([
    ['501 records', repeated(501, { Data: bytes('x') }), 'ValidationException'],
    ['a record above 1,000 KiB', [{ Data: new Uint8Array(1_024_001) }], 'ValidationException'],
    ['more than 4 MiB', repeated(5, { Data: new Uint8Array(1_000_000) }), 'InvalidArgumentException'],
  ])('refuses a batch of %s', async (_what, Records, name) => {
    const cloud = await cloudOf({
      buckets: [{ name: 'lake', dir: temporaryFolder() }],
      deliveryStreams: [{ name: 'raw', bucket: 'lake', prefix: 'raw/', errorPrefix: 'errors/' }],
    });
    await expect(
      firehoseOf(cloud).send(new PutRecordBatchCommand({ DeliveryStreamName: 'raw', Records })),
    ).rejects.toMatchObject({ name });
    expect(cloud.counts().firehose).toEqual({ accepted: 0, refused: 0, bytes: 0 });
  });

  it('delivers by itself when the buffer’s time is over', async () => {
    const dir = temporaryFolder();
    const [delivery] = pipeline(dir).deliveryStreams ?? [];
    if (!delivery) throw new Error('no delivery stream');
    const cloud = await cloudOf(pipeline(dir, { deliveryStreams: [{ ...delivery, bufferMs: 10 }] }));
    await kinesisOf(cloud).send(new PutRecordCommand({ StreamName: 'market', ...record({ a: 1 }) }));
    await expect.poll(() => cloud.counts().delivered.rows, { timeout: 30_000 }).toBe(1);
  });

  it('stopped within a transformation, blames no record for it', async () => {
    const dir = temporaryFolder();
    const first = await cloudOf(pipeline(dir));
    await kinesisOf(first).send(new PutRecordCommand({ StreamName: 'market', ...record({ hang: true }) }));
    const drained = expect(first.drain()).rejects.toThrow(/was stopped/);
    await expect.poll(() => first.counts().lambda.invocations).toBe(1);
    await first.stop();
    await drained;
    expect(filesIn(join(dir, 'lake'))).toEqual([]);
    const patient = await cloudOf(pipeline(dir, { functions: [{ name: 'transformer', entry: fixture('keep.mjs') }] }));
    expect(await patient.drain()).toMatchObject({ received: 1, delivered: { rows: 1 }, errorOutput: { rows: 0 } });
  });

  it('keeps what is not delivered for the next start', async () => {
    const dir = temporaryFolder();
    const first = await cloudOf(pipeline(dir));
    await kinesisOf(first).send(
      new PutRecordsCommand({ StreamName: 'market', Records: [record({ a: 1 }), record({ a: 2 })] }),
    );
    expect(first.counts().pending).toBe(2);
    await first.stop();
    const second = await cloudOf(pipeline(dir));
    expect(second.counts()).toMatchObject({ pending: 2, kinesis: { accepted: 0 } });
    expect(await second.drain()).toMatchObject({ pending: 0, received: 2, delivered: { rows: 2 } });
    expect(readFileSync(join(dir, 'state/firehose/bars/checkpoint.json'), 'utf8')).toContain(
      'market/shardId-000000000000',
    );
  });
});
