import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { bytes, cloudOf, s3Of, temporaryFolder } from './support.ts';

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

  it('is told what is not here', async () => {
    const { client, put } = await setUp();
    const multipart = client.send(new CreateMultipartUploadCommand({ Bucket: 'lake', Key: 'k' }));
    await expect(multipart).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('POST object?uploads'),
    });
    await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(put('../escape', bytes('x'))).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});
