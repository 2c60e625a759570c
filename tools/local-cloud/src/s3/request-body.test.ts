import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../service.ts';
import { objectOf } from './request-body.ts';

const request = (body: Uint8Array, headers: Record<string, string> = {}) => ({
  method: 'PUT',
  path: '/b/k',
  query: new URLSearchParams(),
  headers,
  body: Buffer.from(body),
});
const crcOf = (body: Uint8Array): string => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return sum.toString('base64');
};
const streaming = {
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'x-amz-trailer': 'x-amz-checksum-crc32',
};

/** An aws-chunked body as the SDK sends it. */
function chunked(chunks: readonly Uint8Array[], checksum: string, extension = ''): Buffer {
  const parts = chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`),
    chunk,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...parts, Buffer.from(`0${extension}\r\nx-amz-checksum-crc32:${checksum}\r\n\r\n`)]);
}

describe('the body of a PUT', () => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 5 });

  it('is unpacked from aws-chunked byte for byte, signed chunks too', () => {
    const cases = fc.property(chunks, fc.constantFrom('', ';chunk-signature=abc'), (parts, extension) => {
      const whole = Buffer.concat(parts);
      const headers = { ...streaming, 'x-amz-decoded-content-length': String(whole.length) };
      expect(objectOf(request(chunked(parts, crcOf(whole), extension), headers))).toEqual(whole);
    });
    fc.assert(cases);
  });

  it('is refused when it is cut anywhere', () => {
    const cases = fc.property(chunks, fc.nat(), (parts, cut) => {
      const whole = Buffer.concat(parts);
      const body = chunked(parts, crcOf(whole));
      // The last two bytes end the trailers and carry nothing.
      const short = body.subarray(0, cut % (body.length - 4));
      const headers = { ...streaming, 'x-amz-decoded-content-length': String(whole.length) };
      expect(() => objectOf(request(short, headers))).toThrow(ServiceError);
    });
    fc.assert(cases);
  });

  it('is refused when a byte of it was changed on the way', () => {
    const cases = fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(), (bytes, at) => {
      const changed = Buffer.from(bytes);
      changed[at % bytes.length] = (changed[at % bytes.length] ?? 0) ^ 1;
      expect(() => objectOf(request(chunked([changed], crcOf(bytes)), streaming))).toThrow(/CRC32 you specified/);
      expect(() => objectOf(request(changed, { 'x-amz-checksum-crc32': crcOf(bytes) }))).toThrow(ServiceError);
    });
    fc.assert(cases);
  });

  it('is verified against every checksum that came along', () => {
    const body = Buffer.from('hello');
    const hash = (name: string) => createHash(name).update(body).digest('base64');
    const right = {
      'x-amz-checksum-sha1': hash('sha1'),
      'x-amz-checksum-sha256': hash('sha256'),
      'content-md5': hash('md5'),
    };
    expect(objectOf(request(body, right))).toEqual(body);
    for (const name of Object.keys(right))
      expect(() => objectOf(request(body, { ...right, [name]: 'AAAA' }))).toThrow(
        expect.objectContaining({ code: 'BadDigest' }),
      );
    expect(() => objectOf(request(body, { 'x-amz-checksum-crc64nvme': 'AAAA' }))).toThrow(
      /checksum crc64nvme is not part of the local cloud/,
    );
  });

  it('is refused when its announced trailer or length does not come', () => {
    const body = Buffer.from('5\r\nhello\r\n0\r\n\r\n');
    expect(() => objectOf(request(body, streaming))).toThrow(/trailer x-amz-checksum-crc32 did not come/);
    expect(() => objectOf(request(Buffer.from('hello'), { 'x-amz-decoded-content-length': '6' }))).toThrow(
      /6 bytes were announced/,
    );
  });
});
