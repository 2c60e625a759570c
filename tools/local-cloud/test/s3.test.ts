import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { bytes, cloudOf, filesIn, s3Of, temporaryFolder } from './support.ts';

async function setUp() {
  const dir = temporaryFolder();
  const client = s3Of(await cloudOf({ buckets: [{ name: 'lake', dir }] }));
  const put = (Key: string, Body: Uint8Array | Readable, more: object = {}) =>
    client.send(new PutObjectCommand({ Bucket: 'lake', Key, Body, ...more }));
  const get = async (Key: string, more: object = {}) => {
    const { Body, ...rest } = await client.send(new GetObjectCommand({ Bucket: 'lake', Key, ...more }));
    return { ...rest, body: Buffer.from((await Body?.transformToByteArray()) ?? []) };
  };
  return { dir, client, put, get };
}

describe('the SDK’s S3 client', () => {
  it('puts and gets objects that are plain files', async () => {
    const { dir, put, get, client } = await setUp();
    const { ETag } = await put('bars/dt=2020-05-14/ä b+c%.parquet', bytes('hello'));
    expect(readFileSync(join(dir, 'bars/dt=2020-05-14/ä b+c%.parquet'), 'utf8')).toBe('hello');
    const found = await get('bars/dt=2020-05-14/ä b+c%.parquet');
    expect(found).toMatchObject({ ETag, ContentLength: 5, body: Buffer.from('hello') });
    const head = await client.send(new HeadObjectCommand({ Bucket: 'lake', Key: 'bars/dt=2020-05-14/ä b+c%.parquet' }));
    expect(head).toMatchObject({ ETag, ContentLength: 5, LastModified: expect.any(Date) });
    writeFileSync(join(dir, 'by-hand'), 'written by another program');
    expect((await get('by-hand')).body.toString()).toBe('written by another program');
  });

  it('streams a body in chunks with a checksum behind it', async () => {
    const { put, get } = await setUp();
    const parts = Array.from({ length: 40 }, (_, i) => Buffer.alloc(10_000, i));
    const whole = Buffer.concat(parts);
    await put('streamed', Readable.from(parts), { ContentLength: whole.length });
    expect((await get('streamed')).body.equals(whole)).toBe(true);
  });

  it('verifies the checksum it is given', async () => {
    const { put, client } = await setUp();
    await put('sha', bytes('x'), { ChecksumAlgorithm: 'SHA256' });
    await expect(put('bad', bytes('x'), { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
    const head = client.send(new HeadObjectCommand({ Bucket: 'lake', Key: 'bad' }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } });
  });

  it('puts an object only where there is none with If-None-Match: *', async () => {
    const { put, get } = await setUp();
    await put('key', bytes('first'), { IfNoneMatch: '*' });
    await expect(put('key', bytes('second'), { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect((await get('key')).body.toString()).toBe('first');
    await put('key', bytes('third'));
    expect((await get('key')).body.toString()).toBe('third');
  });

  it('gets ranges', async () => {
    const { put, get } = await setUp();
    await put('digits', bytes('0123456789'));
    expect(await get('digits', { Range: 'bytes=2-4' })).toMatchObject({
      ContentRange: 'bytes 2-4/10',
      body: Buffer.from('234'),
      $metadata: { httpStatusCode: 206 },
    });
    expect((await get('digits', { Range: 'bytes=-3' })).body.toString()).toBe('789');
    await expect(get('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('lists page by page, folded by a delimiter or not', async () => {
    const { put, client } = await setUp();
    for (const key of ['bars/1', 'bars/2', 'bars/x/3', 'news/4', 'top']) await put(key, bytes(key));
    const list = async (more: object) => {
      const items: (string | undefined)[] = [];
      for await (const page of paginateListObjectsV2({ client, pageSize: 2 }, { Bucket: 'lake', ...more })) {
        items.push(
          ...(page.Contents ?? []).map(({ Key }) => Key),
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
        );
      }
      return items;
    };
    expect(await list({})).toEqual(['bars/1', 'bars/2', 'bars/x/3', 'news/4', 'top']);
    expect(await list({ Delimiter: '/' })).toEqual(['bars/', 'news/', 'top'].toSorted());
    expect(await list({ Prefix: 'bars/', Delimiter: '/', EncodingType: 'url' })).toEqual([
      'bars/1',
      'bars/2',
      'bars/x/',
    ]);
    expect(await list({ StartAfter: 'bars/x/3' })).toEqual(['news/4', 'top']);
  });

  it('deletes, also what is not there', async () => {
    const { put, get, client } = await setUp();
    await put('key', bytes('x'));
    for (let i = 0; i < 2; i += 1) await client.send(new DeleteObjectCommand({ Bucket: 'lake', Key: 'key' }));
    await expect(get('key')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('deletes many at once, and is told which cannot be keys', async () => {
    const { put, client, dir } = await setUp();
    for (const key of ['a', 'b & <c>', 'd']) await put(key, bytes('x'));
    const Objects = ['a', 'b & <c>', 'missing', '../d'].map((Key) => ({ Key }));
    const answer = await client.send(new DeleteObjectsCommand({ Bucket: 'lake', Delete: { Objects } }));
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['a', 'b & <c>', 'missing']);
    expect(answer.Errors).toMatchObject([{ Key: '../d', Code: 'InvalidArgument' }]);
    expect(filesIn(dir)).toEqual(['d']);
  });

  it('is told of the buckets there are, and where', async () => {
    const { client } = await setUp();
    expect((await client.send(new ListBucketsCommand({}))).Buckets).toMatchObject([
      { Name: 'lake', CreationDate: expect.any(Date) },
    ]);
    expect(await client.send(new HeadBucketCommand({ Bucket: 'lake' }))).toMatchObject({ BucketRegion: 'us-east-1' });
    await expect(client.send(new HeadBucketCommand({ Bucket: 'other' }))).rejects.toMatchObject({ name: 'NotFound' });
    // The oldest region has no name.
    const location = await client.send(new GetBucketLocationCommand({ Bucket: 'lake' }));
    expect(location.LocationConstraint).toBeUndefined();
    const encryption = await client.send(new GetBucketEncryptionCommand({ Bucket: 'lake' }));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules).toMatchObject([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ]);
  });

  it('is told what is not here', async () => {
    const { client, put } = await setUp();
    const copy = client.send(new CopyObjectCommand({ Bucket: 'lake', Key: 'k', CopySource: 'lake/other' }));
    await expect(copy).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('PUT object with header x-amz-copy-source'),
    });
    const policy = client.send(new GetBucketPolicyCommand({ Bucket: 'lake' }));
    await expect(policy).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(put('../escape', bytes('x'))).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('an upload in parts', () => {
  const PART_BYTES = 5 << 20;

  async function begin() {
    const { client, dir, get } = await setUp();
    const upload = { Bucket: 'lake', Key: 'assets/code.zip' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload));
    const part = async (PartNumber: number, Body: Uint8Array, Key = upload.Key) => {
      const input = { ...upload, Key, UploadId, PartNumber, Body, ChecksumAlgorithm: 'SHA256' as const };
      return { PartNumber, ETag: (await client.send(new UploadPartCommand(input))).ETag };
    };
    const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
      client.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }));
    const abort = () => client.send(new AbortMultipartUploadCommand({ ...upload, UploadId }));
    const objects = () => filesIn(dir).filter((file) => !file.startsWith('.uploads/'));
    return { part, complete, abort, get, objects, upload };
  }

  it('appears whole once it is complete, in the order of the numbers', async () => {
    const { part, complete, get, objects, upload } = await begin();
    const second = await part(7, bytes('the end'));
    await part(1, Buffer.alloc(PART_BYTES, 1));
    const first = await part(1, Buffer.alloc(PART_BYTES, 2));
    expect(objects()).toEqual([]);
    const { ETag } = await complete([first, second]);
    const found = await get(upload.Key);
    expect(found.ETag).toBe(ETag);
    expect(found.body.equals(Buffer.concat([Buffer.alloc(PART_BYTES, 2), bytes('the end')]))).toBe(true);
  });

  it('is refused with parts that are missing, other, too small or in another order', async () => {
    const { part, complete, objects } = await begin();
    const [small, large] = [await part(1, bytes('small')), await part(2, Buffer.alloc(PART_BYTES))];
    await expect(complete([small, large])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete([large, small])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete([{ ...small, ETag: large.ETag }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete([{ ...small, PartNumber: 3 }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(part(1, bytes('x'), 'other')).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(part(0, bytes('x'))).rejects.toMatchObject({ name: 'InvalidArgument' });
    expect(objects()).toEqual([]);
    await complete([small]);
    expect(objects()).toEqual(['assets/code.zip']);
  });

  it('leaves nothing when it is aborted', async () => {
    const { part, complete, abort, objects } = await begin();
    const only = await part(1, bytes('x'));
    await abort();
    await expect(complete([only])).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(abort()).rejects.toMatchObject({ name: 'NoSuchUpload' });
    expect(objects()).toEqual([]);
  });
});
