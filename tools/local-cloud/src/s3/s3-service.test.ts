import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/folders.ts';
import type { ServiceRequest } from '../service.ts';
import { Bucket } from './bucket.ts';
import { rangeOf } from './object-calls.ts';
import { s3Service } from './s3-service.ts';

async function setUp() {
  const bucket = new Bucket('lake', temporaryFolder());
  await bucket.open();
  const service = s3Service(new Map([['lake', bucket]]));
  const send = (method: string, target: string, headers: Record<string, string> = {}) => {
    const [path = '', query] = target.split('?');
    const request: ServiceRequest = {
      method,
      path,
      query: new URLSearchParams(query),
      headers,
      body: Buffer.from('body'),
    };
    return service.route(request);
  };
  return { bucket, send };
}

describe('S3', () => {
  it.each([
    ['POST', '/', /POST \/ is not part of the local cloud. It knows: PutObject, GetObject/],
    ['PUT', '/lake', /PUT bucket/],
    ['GET', '/lake', /GET bucket/],
    ['GET', '/lake?list-type=1', /GET bucket\?list-type/],
    ['GET', '/lake?policy', /GET bucket\?policy/],
    ['GET', '/lake?location&acl', /GET bucket\?acl/],
    ['GET', '/lake?list-type=2&versions', /GET bucket\?versions/],
    ['GET', '/lake/key?uploadId=1', /GET object\?uploadId/],
    ['PUT', '/lake/key?tagging', /PUT object\?tagging/],
    ['PUT', '/lake/key?partNumber=1', /PUT object\?partNumber/],
  ])('refuses %s %s by its name, with what there is instead', async (method, target, message) => {
    const { send, bucket } = await setUp();
    await expect(send(method, target)).rejects.toMatchObject({ status: 501, message: expect.stringMatching(message) });
    expect(await bucket.keys('')).toEqual([]);
  });

  it.each(['x-amz-meta-source', 'x-amz-tagging', 'x-amz-copy-source', 'x-amz-server-side-encryption', 'if-match'])(
    'refuses a put with %s rather than lose what it says',
    async (header) => {
      const { send, bucket } = await setUp();
      await expect(send('PUT', '/lake/key', { [header]: 'x' })).rejects.toMatchObject({ status: 501 });
      expect(await bucket.keys('')).toEqual([]);
    },
  );

  it.each([
    ['PUT', '/lake/../key', 'InvalidArgument'],
    ['PUT', '/lake/a%2F..%2F..%2Fkey', 'InvalidArgument'],
    ['PUT', '/lake/%zz', 'InvalidURI'],
    ['GET', '/other/key', 'NoSuchBucket'],
    ['GET', '/lake/key', 'NoSuchKey'],
    ['HEAD', '/lake/key', 'NoSuchKey'],
  ])('answers %s %s with %s', async (method, target, code) => {
    const { send } = await setUp();
    await expect(send(method, target)).rejects.toMatchObject({ code });
  });

  it('escapes what a listing shows', async () => {
    const { send, bucket } = await setUp();
    await bucket.put('a&<b>"\u0001', Buffer.from('x'));
    const { body } = await send('GET', '/lake?list-type=2');
    expect(body).toContain('<Key>a&amp;&lt;b&gt;&quot;&#x1;</Key>');
    const { body: encoded } = await send('GET', '/lake?list-type=2&encoding-type=url');
    expect(encoded).toContain('<Key>a%26%3Cb%3E%22%01</Key>');
  });
});

describe('a range', () => {
  it.each([
    ['bytes=0-3', [0, 4]],
    ['bytes=4-', [4, 10]],
    ['bytes=-3', [7, 10]],
    ['bytes=-30', [0, 10]],
    ['bytes=8-99', [8, 10]],
    ['bytes=5-2', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,4-5', undefined],
    ['lines=0-3', undefined],
    [undefined, undefined],
  ])('%j of 10 bytes is %j', (header, range) => {
    expect(rangeOf(header, 10)).toEqual(range);
  });

  it.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('%j of 10 bytes cannot be satisfied', (header) => {
    expect(() => rangeOf(header, 10)).toThrow(expect.objectContaining({ code: 'InvalidRange', status: 416 }));
  });
});
