import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { DescribeDeliveryStreamCommand, PutRecordCommand as PutToFirehoseCommand } from '@aws-sdk/client-firehose';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { aggregate } from '@tickerlake/stream-producer';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it, vi } from 'vitest';
import type { JsonValues } from '../src/account/resource-handler.ts';
import { asset, zipOf } from './function-code.ts';
import { resourceLab } from './resource-lab.ts';
import { bytes, filesIn, firehoseOf, fixture, kinesisOf, linesIn } from './support.ts';

vi.setConfig({ testTimeout: 60_000 });

const DELIVERY = 'AWS::KinesisFirehose::DeliveryStream';
const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;

const columns = (...named: (readonly [Name: string, Type: string])[]) => ({
  CatalogId: '000000000000',
  DatabaseName: 'lake',
  TableInput: { Name: 'bars', StorageDescriptor: { Columns: named.map(([Name, Type]) => ({ Name, Type })) } },
});

/** A stream, a bucket, a table and a transform, and what joins them. */
async function setUp() {
  const lab = await resourceLab();
  await lab.create('AWS::S3::Bucket', { BucketName: 'lake' });
  await lab.create('AWS::Kinesis::Stream', { Name: 'market', ShardCount: 1 });
  const table = await lab.create('AWS::Glue::Table', columns(['name', 'string'], ['high', 'double']));
  await lab.create('AWS::Lambda::Function', {
    FunctionName: 'transform',
    Code: await asset(lab, 'lake', zipOf(readFileSync(fixture('transform.mjs'), 'utf8'))),
    Handler: 'handler.handler',
    Runtime: 'nodejs24.x',
    Role: arn('iam', 'role/r'),
    Timeout: 60,
  });
  const put = (...records: (object | Uint8Array)[]) =>
    Promise.all(
      records.map((record) => {
        const Data = record instanceof Uint8Array ? record : bytes(JSON.stringify(record));
        return kinesisOf(lab).send(new PutRecordCommand({ StreamName: 'market', PartitionKey: 'k', Data }));
      }),
    );
  const objects = () => filesIn(join(lab.dir, 's3/lake')).filter((file) => !/^[0-9a-f]{64}\.zip$/.test(file));
  return { lab, table, put, objects, lake: join(lab.dir, 's3/lake') };
}

const destination: JsonValues = {
  BucketARN: 'arn:aws:s3:::lake',
  RoleARN: arn('iam', 'role/r'),
  Prefix: 'lines/!{timestamp:yyyy}/',
  ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/',
  BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 900 },
};
const fromStream = (more: JsonValues = {}): JsonValues => ({
  DeliveryStreamName: 'bars',
  DeliveryStreamType: 'KinesisStreamAsSource',
  KinesisStreamSourceConfiguration: {
    KinesisStreamARN: arn('kinesis', 'stream/market'),
    RoleARN: arn('iam', 'role/r'),
  },
  ExtendedS3DestinationConfiguration: { ...destination, ...more },
});
/** As the transformer's stack has it. */
const converted: JsonValues = {
  Prefix: 'bars/dt=!{partitionKeyFromLambda:dt}/',
  BufferingHints: { SizeInMBs: 128, IntervalInSeconds: 60 },
  DynamicPartitioningConfiguration: { Enabled: true },
  FileExtension: '.parquet',
  ProcessingConfiguration: {
    Enabled: true,
    Processors: [
      {
        Type: 'Lambda',
        Parameters: [
          { ParameterName: 'LambdaArn', ParameterValue: `${arn('lambda', 'function:transform')}:$LATEST` },
          { ParameterName: 'NumberOfRetries', ParameterValue: '3' },
        ],
      },
    ],
  },
  DataFormatConversionConfiguration: {
    Enabled: true,
    OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'GZIP' } } },
    SchemaConfiguration: { DatabaseName: 'lake', TableName: 'bars', RoleARN: arn('iam', 'role/r') },
  },
  S3BackupMode: 'Enabled',
  S3BackupConfiguration: {
    BucketARN: 'arn:aws:s3:::lake',
    RoleARN: arn('iam', 'role/r'),
    Prefix: 'raw/arrived_on=!{timestamp:yyyy-MM-dd}/',
    CompressionFormat: 'GZIP',
  },
};

const rowsOf = (file: string) => {
  const { buffer, byteOffset, length } = readFileSync(file);
  const compressors = { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) };
  return parquetReadObjects({ file: buffer.slice(byteOffset, byteOffset + length), compressors });
};

describe('a delivery stream', () => {
  it('takes what comes from now on through the transform into Parquet files of the Glue table, source records beside them', async () => {
    const { lab, put, objects, lake } = await setUp();
    await put({ name: 'before', dt: '2020-05-13' });
    const made = await lab.create(DELIVERY, fromStream(converted));
    expect(made).toMatchObject({ physicalId: 'bars', attributes: { Arn: arn('firehose', 'deliverystream/bars') } });
    const kpl = ['FB', 'AAPL'].map((name) => ({
      partitionKey: name,
      data: bytes(`${JSON.stringify({ name, high: 2.5, low: 1, dt: '2020-05-14' })}\n`),
    }));
    await put(aggregate(kpl), { name: 'TTD', high: 3, dt: '2020-05-15' }, { drop: true });
    await lab.drain();
    const [first = '', second = '', raw = '', ...rest] = objects();
    expect(rest).toEqual([]);
    expect(first).toMatch(/^bars\/dt=2020-05-14\/bars-1-.*\.parquet$/);
    expect(second).toMatch(/^bars\/dt=2020-05-15\//);
    expect(await rowsOf(join(lake, first))).toEqual([
      { name: 'AAPL', high: 2.5 },
      { name: 'FB', high: 2.5 },
    ]);
    expect(raw).toMatch(/^raw\/arrived_on=\d{4}-\d\d-\d\d\/bars-1-.*\.gz$/);
    const kept = gunzipSync(readFileSync(join(lake, raw))).toString();
    expect(kept.startsWith(Buffer.concat(kpl.map(({ data }) => data)).toString())).toBe(true);
    expect(kept.split('"name"')).toHaveLength(4);
    expect(lab.counts()).toMatchObject({ received: 3, deaggregated: 4, delivered: { rows: 3, objects: 2 } });
  });

  it('writes the columns that its table has got meanwhile', async () => {
    const { lab, table, put, objects, lake } = await setUp();
    await lab.create(DELIVERY, fromStream({ ...converted, S3BackupMode: 'Disabled' }));
    await lab.update(table, columns(['name', 'string'], ['low', 'bigint']));
    await put({ name: 'FB', high: 2.5, low: 1 });
    await lab.drain();
    expect(await rowsOf(join(lake, objects()[0] ?? ''))).toEqual([{ name: 'FB', low: 1n }]);
  });

  it('is changed in place, losing and repeating nothing, and goes on over a restart', async () => {
    const { lab, put, objects, lake } = await setUp();
    const made = await lab.create(DELIVERY, fromStream());
    await put({ n: 1 });
    await lab.drain();
    await put({ n: 2 });
    const changed = await lab.update(
      made,
      fromStream({ Prefix: 'other/!{timestamp:yyyy}/', CompressionFormat: 'GZIP' }),
    );
    expect(changed.attributes).toEqual(made.attributes);
    await put({ n: 3 });
    await lab.restart();
    await put({ n: 4 });
    await lab.drain();
    expect(linesIn(lake, 'lines/')).toEqual(['{"n":1}']);
    const gz = objects().filter((file) => file.startsWith('other/'));
    expect(gz).toEqual([expect.stringMatching(/\.gz$/)]);
    expect(gunzipSync(readFileSync(join(lake, gz[0] ?? ''))).toString()).toBe('{"n":2}\n{"n":3}\n{"n":4}\n');
    const { DeliveryStreamDescription } = await firehoseOf(lab).send(
      new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'bars' }),
    );
    expect(DeliveryStreamDescription).toMatchObject({
      DeliveryStreamType: 'KinesisStreamAsSource',
      Destinations: [
        { ExtendedS3DestinationDescription: { Prefix: 'other/!{timestamp:yyyy}/', CompressionFormat: 'GZIP' } },
      ],
    });
  });

  it('keeps its counts over a change', async () => {
    const { lab, put } = await setUp();
    const made = await lab.create(DELIVERY, fromStream());
    await put({ n: 1 });
    await lab.drain();
    await lab.update(made, fromStream({ Prefix: 'other/!{timestamp:yyyy}/' }));
    await put({ n: 2 });
    await lab.drain();
    expect(lab.counts()).toMatchObject({ received: 2, delivered: { rows: 2, objects: 2 } });
  });

  it('takes direct puts where it reads no stream', async () => {
    const { lab, lake } = await setUp();
    await lab.create(DELIVERY, { DeliveryStreamName: 'direct', ExtendedS3DestinationConfiguration: destination });
    const put = { DeliveryStreamName: 'direct', Record: { Data: bytes('line') } };
    await firehoseOf(lab).send(new PutToFirehoseCommand(put));
    await lab.drain();
    expect(linesIn(lake, 'lines/')).toEqual(['line']);
  });

  it('lets go of its stream and function when it is deleted, which neither can be before', async () => {
    const { lab, put } = await setUp();
    const made = await lab.create(DELIVERY, fromStream(converted));
    const stream = { type: 'AWS::Kinesis::Stream', physicalId: 'market', attributes: {}, properties: {} };
    const transform = { type: 'AWS::Lambda::Function', physicalId: 'transform', attributes: {}, properties: {} };
    await expect(lab.delete(stream)).rejects.toThrow('Stream market is read by a delivery stream');
    await expect(lab.delete(transform)).rejects.toThrow('Function transform is needed by bars');
    await lab.delete(made);
    await lab.delete(made);
    await put({ n: 1 });
    await lab.delete(stream);
    await lab.delete(transform);
    const asked = firehoseOf(lab).send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'bars' }));
    await expect(asked).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('begins anew under the name of one that was deleted', async () => {
    const { lab, put, lake } = await setUp();
    const made = await lab.create(DELIVERY, fromStream());
    await put({ n: 1 });
    await lab.delete(made);
    await lab.create(DELIVERY, fromStream());
    await put({ n: 2 });
    await lab.drain();
    expect(linesIn(lake, 'lines/')).toEqual(['{"n":2}']);
  });

  const partitioned = { ...converted, S3BackupMode: 'Disabled' };
  it.each<[JsonValues, string | RegExp]>([
    [{ BucketARN: 'arn:aws:s3:::none' }, 'there is no bucket arn:aws:s3:::none'],
    [{ Prefix: '!{partitionKeyFromLambda:dt}/' }, 'DynamicPartitioningConfiguration must be enabled'],
    [{ ErrorOutputPrefix: '' }, 'ErrorOutputPrefix cannot be null or empty when Prefix contains expressions'],
    [{ Prefix: '!{partitionKeyFromQuery:dt}/' }, 'which is not known there'],
    [{ CompressionFormat: 'Snappy' }, "'Snappy' is not one of UNCOMPRESSED, GZIP"],
    [{ CustomTimeZone: 'America/New_York' }, 'prefixes are in UTC'],
    [{ Bucket: 'lake' }, 'Encountered unsupported property ExtendedS3DestinationConfiguration/Bucket'],
    [{ S3BackupMode: 'Enabled' }, 'required key [ExtendedS3DestinationConfiguration/S3BackupConfiguration] not found'],
    [{ ...partitioned, CompressionFormat: 'GZIP' }, 'with a format conversion it must be UNCOMPRESSED'],
    [
      { ...partitioned, BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 60 } },
      'must be at least 64 when data format conversion',
    ],
    [
      { ...partitioned, BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 10 } },
      'must be at least 60 seconds when Dynamic',
    ],
    [{ ...partitioned, ProcessingConfiguration: { Enabled: false } }, 'which only a Lambda processor gives here'],
    [
      { ...partitioned, ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'MetadataExtraction' }] } },
      'one of type Lambda is needed, not MetadataExtraction',
    ],
    [
      {
        ...partitioned,
        DataFormatConversionConfiguration: {
          OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
          SchemaConfiguration: { DatabaseName: 'lake', TableName: 'none' },
        },
      },
      'table none not found in database lake',
    ],
    [
      {
        ...partitioned,
        DataFormatConversionConfiguration: { OutputFormatConfiguration: { Serializer: { OrcSerDe: {} } } },
      },
      'a ParquetSerDe is needed',
    ],
  ])('is refused with %o', async (more, reason) => {
    const { lab } = await setUp();
    await expect(lab.create(DELIVERY, fromStream(more))).rejects.toThrow(reason);
    expect(lab.parts.deliveries.size).toBe(0);
  });

  it.each<[JsonValues, string]>([
    [
      { ExtendedS3DestinationConfiguration: destination, DeliveryStreamType: 'KinesisStreamAsSource' },
      'KinesisStreamSourceConfiguration',
    ],
    [{ ExtendedS3DestinationConfiguration: null }, 'required key [ExtendedS3DestinationConfiguration] not found'],
    [{ RedshiftDestinationConfiguration: { A: 1 } }, 'records go to a bucket, by ExtendedS3DestinationConfiguration'],
  ])('is refused as %o', async (properties, reason) => {
    const { lab } = await setUp();
    await expect(lab.create(DELIVERY, properties)).rejects.toThrow(reason);
  });
});
