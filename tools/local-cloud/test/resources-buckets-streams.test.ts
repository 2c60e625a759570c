import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { resourceLab, type ResourceLab } from './resource-lab.ts';
import { bytes, kinesisOf, s3Of, text } from './support.ts';

const BUCKET = 'AWS::S3::Bucket';
const STREAM = 'AWS::Kinesis::Stream';

const put = (lab: ResourceLab, Bucket: string, Key: string) =>
  s3Of(lab).send(new PutObjectCommand({ Bucket, Key, Body: bytes('x') }));

describe('a bucket', () => {
  it('is a folder, with the attributes of AWS', async () => {
    const lab = await resourceLab();
    const { physicalId, attributes } = await lab.create(BUCKET, { BucketName: 'lake' });
    expect(physicalId).toBe('lake');
    expect(attributes).toEqual({
      Arn: 'arn:aws:s3:::lake',
      DomainName: 'lake.s3.amazonaws.com',
      DualStackDomainName: 'lake.s3.dualstack.us-east-1.amazonaws.com',
      RegionalDomainName: 'lake.s3.us-east-1.amazonaws.com',
      WebsiteURL: 'http://lake.s3-website-us-east-1.amazonaws.com',
    });
    await put(lab, 'lake', 'a/b');
    expect(existsSync(join(lab.dir, 's3/lake/a/b'))).toBe(true);
  });

  it('gets a name in lower case where nobody gives one', async () => {
    const lab = await resourceLab();
    const { physicalId } = await lab.create(BUCKET, {}, `Long${'x'.repeat(80)}`);
    expect(physicalId).toMatch(/^trial-long[x]+-[0-9a-z]{12}$/);
    expect(physicalId.length).toBeLessThanOrEqual(63);
    expect((await s3Of(lab).send(new ListBucketsCommand({}))).Buckets).toMatchObject([{ Name: physicalId }]);
  });

  it('keeps what is in it over updates and restarts, and cannot be deleted until it is empty', async () => {
    const lab = await resourceLab();
    const made = await lab.create(BUCKET, { BucketName: 'lake' });
    await put(lab, 'lake', 'key');
    const changed = await lab.update(made, { BucketName: 'lake', VersioningConfiguration: { Status: 'Enabled' } });
    expect(changed).toEqual({ ...made, properties: changed.properties });
    await lab.restart();
    const found = await s3Of(lab).send(new GetObjectCommand({ Bucket: 'lake', Key: 'key' }));
    expect(await found.Body?.transformToString()).toBe('x');
    await expect(lab.delete(changed)).rejects.toThrow('The bucket you tried to delete is not empty');
    await lab.parts.buckets.get('lake')?.delete('key');
    await lab.delete(changed);
    await lab.delete(changed);
    await expect(put(lab, 'lake', 'key')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    expect(existsSync(join(lab.dir, 's3/lake'))).toBe(false);
  });

  it('is replaced for another name', async () => {
    const lab = await resourceLab();
    const made = await lab.create(BUCKET, { BucketName: 'one' });
    expect(await lab.update(made, { BucketName: 'two' })).toMatchObject({ physicalId: 'two' });
    expect([...lab.parts.buckets.keys()]).toEqual(['two']);
  });

  it.each([
    [{ BucketName: 'Lake' }, /should only contain/],
    [{ BucketName: 'a..b' }, /should only contain/],
    [{ BucketNames: 'lake' }, 'Encountered unsupported property BucketNames'],
    [{ NotificationConfiguration: { Topics: [], Queues: [{}] } }, 'buckets send no events here'],
    [{ ObjectLockEnabled: true }, 'objects are not locked here'],
  ])('is refused with %o', async (properties, reason) => {
    const lab = await resourceLab();
    await expect(lab.create(BUCKET, properties)).rejects.toThrow(reason);
    expect(lab.parts.buckets.size).toBe(0);
  });

  it('is refused beside one of the same name', async () => {
    const lab = await resourceLab();
    await lab.create(BUCKET, { BucketName: 'lake' });
    await expect(lab.create(BUCKET, { BucketName: 'lake' })).rejects.toMatchObject({
      code: 'AlreadyExists',
      message: `Resource of type '${BUCKET}' with identifier 'lake' already exists.`,
    });
  });
});

async function recordsOf(lab: ResourceLab, StreamName: string): Promise<string[]> {
  const client = kinesisOf(lab);
  const iterator = { StreamName, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await client.send(new GetShardIteratorCommand(iterator));
  const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ Data }) => text(Data));
}

describe('a stream', () => {
  const summaryOf = async (lab: ResourceLab, StreamName: string) =>
    (await kinesisOf(lab).send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary;
  const putRecord = (lab: ResourceLab, StreamName: string) =>
    kinesisOf(lab).send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: bytes('x') }));

  it('is there as it was asked for', async () => {
    const lab = await resourceLab();
    const { physicalId, attributes } = await lab.create(STREAM, { ShardCount: '2', RetentionPeriodHours: 48 });
    expect(physicalId).toMatch(/^trial-Thing-[0-9A-Z]{12}$/);
    expect(attributes).toEqual({ Arn: `arn:aws:kinesis:us-east-1:000000000000:stream/${physicalId}` });
    expect(await summaryOf(lab, physicalId)).toMatchObject({
      StreamARN: attributes['Arn'],
      OpenShardCount: 2,
      RetentionPeriodHours: 48,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
    });
  });

  it('changes in place what AWS changes in place, and keeps its records over that and a restart', async () => {
    const lab = await resourceLab();
    const made = await lab.create(STREAM, { Name: 'market', ShardCount: 1 });
    await putRecord(lab, 'market');
    await lab.update(made, {
      Name: 'market',
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      RetentionPeriodHours: 72,
    });
    const changed = { OpenShardCount: 1, RetentionPeriodHours: 72, StreamModeDetails: { StreamMode: 'ON_DEMAND' } };
    expect(await summaryOf(lab, 'market')).toMatchObject(changed);
    await lab.restart();
    expect(await summaryOf(lab, 'market')).toMatchObject(changed);
    expect(await recordsOf(lab, 'market')).toEqual(['x']);
  });

  it('on demand begins with four shards', async () => {
    const lab = await resourceLab();
    await lab.create(STREAM, { Name: 'market', StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    expect(await summaryOf(lab, 'market')).toMatchObject({ OpenShardCount: 4 });
  });

  it('cannot be split or merged, and says so before anything changed', async () => {
    const lab = await resourceLab();
    const made = await lab.create(STREAM, { Name: 'market', ShardCount: 1 });
    const resharded = lab.update(made, { Name: 'market', ShardCount: 2, RetentionPeriodHours: 48 });
    await expect(resharded).rejects.toMatchObject({
      code: 'NotUpdatable',
      message: /has 1 shard\(s\) and 2 are asked for/,
    });
    expect(await summaryOf(lab, 'market')).toMatchObject({ RetentionPeriodHours: 24 });
  });

  it('leaves nothing behind: one of the same name begins anew', async () => {
    const lab = await resourceLab();
    const made = await lab.create(STREAM, { Name: 'market', ShardCount: 1 });
    await putRecord(lab, 'market');
    await lab.delete(made);
    await lab.delete(made);
    await expect(putRecord(lab, 'market')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await lab.create(STREAM, { Name: 'market', ShardCount: 3 });
    expect(await recordsOf(lab, 'market')).toEqual([]);
  });

  it('clears what a creation left that nobody came to know of', async () => {
    const lab = await resourceLab();
    lab.parts.addStream({ name: 'market', shards: 4 });
    await putRecord(lab, 'market');
    await lab.restart();
    await lab.create(STREAM, { Name: 'market', ShardCount: 1 });
    expect(await recordsOf(lab, 'market')).toEqual([]);
  });

  it.each([
    [{}, 'required key [ShardCount] not found'],
    [{ ShardCount: 0 }, '#/ShardCount: 0 is not greater or equal to 1'],
    [{ ShardCount: 'many' }, "#/ShardCount: 'many' is not a whole number"],
    [{ ShardCount: 1, RetentionPeriodHours: 12 }, '#/RetentionPeriodHours: 12 is not greater or equal to 24'],
    [
      { ShardCount: 1, StreamModeDetails: { StreamMode: 'ON_DEMAND' } },
      'must not be set for a stream in ON_DEMAND mode',
    ],
    [{ ShardCount: 1, StreamModeDetails: { StreamMode: 'FREE' } }, "'FREE' is not one of PROVISIONED, ON_DEMAND"],
    [{ ShardCount: 1, MaxRecordSizeInKiB: 2048 }, 'records here have 1 MiB at most'],
  ])('is refused with %o', async (properties, reason) => {
    const lab = await resourceLab();
    await expect(lab.create(STREAM, properties)).rejects.toThrow(reason);
    expect(lab.parts.streams.size).toBe(0);
  });
});
