import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { officialDecode } from '../test/official-codec.ts';
import { aggregate, blobOverheadBytes, blobRecordBytes, type DeaggregatedEntry, deaggregate } from './kpl-codec.ts';
import type { RawEntry } from './raw-entry.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const anyData = fc.uint8Array({ maxLength: 400 });
const anyEntries = (key: fc.Arbitrary<string>) =>
  fc.array(fc.record({ data: anyData, partitionKey: key }), { minLength: 1, maxLength: 60 });
const anyKey = fc.string({ unit: 'binary', maxLength: 20 });

describe('KPL aggregation', () => {
  it('gives back what went in, in order', () => {
    fc.assert(
      fc.property(anyEntries(anyKey), (entries) => {
        expect(deaggregate(aggregate(entries))).toEqual(entries);
      }),
    );
  });

  it("is read by AWS's own decoder, entry for entry", () => {
    // Keys that its decoder handles: it swaps keys that look like integers and fails on `hasOwnProperty`.
    fc.assert(
      fc.property(anyEntries(fc.stringMatching(/^[a-z]-[A-Z0-9.=]{1,12}$/)), (entries) => {
        const read = officialDecode(aggregate(entries));
        expect(read.map((record) => record.partitionKey)).toEqual(entries.map((entry) => entry.partitionKey));
        expect(read.map((record) => record.data)).toEqual(
          entries.map((entry) => Buffer.from(entry.data).toString('base64')),
        );
      }),
    );
  });

  it('predicts the size of a blob to the byte', () => {
    fc.assert(
      fc.property(fc.array(anyData, { minLength: 1, maxLength: 60 }), anyKey, (datas, partitionKey) => {
        const predicted = datas.reduce(
          (sum, data) => sum + blobRecordBytes(data.length),
          blobOverheadBytes(bytes(partitionKey).length),
        );
        expect(aggregate(datas.map((data) => ({ data, partitionKey }))).length).toBe(predicted);
      }),
    );
  });

  it('predicts sizes on both sides of every varint step', () => {
    for (const length of [0, 1, 118, 119, 120, 121, 127, 128, 129, 16_370, 16_384, 16_390, 1_048_000]) {
      const blob = aggregate([{ data: new Uint8Array(length), partitionKey: 'k' }]);
      expect(blob.length).toBe(blobOverheadBytes(1) + blobRecordBytes(length));
      expect(deaggregate(blob)?.[0]?.data.length).toBe(length);
    }
  });

  it('matches the published layout byte for byte', () => {
    const blob = aggregate([{ data: bytes('hi'), partitionKey: 'k' }]);
    expect(Buffer.from(blob).toString('hex')).toBe(
      // magic | key table: "k" | record: key index 0, data "hi" | MD5 of the message
      `f3899ac2 0a016b 1a0608001a026869 ${Buffer.from(blob.subarray(-16)).toString('hex')}`.replaceAll(' ', ''),
    );
    expect(blob.length).toBe(4 + 3 + 8 + 16);
  });

  it('stores a key once however many entries carry it', () => {
    const entries = Array.from({ length: 100 }, () => ({ data: new Uint8Array(10), partitionKey: 'k'.repeat(256) }));
    expect(aggregate(entries).length).toBeLessThan(256 + 100 * 20);
  });
});

describe('KPL de-aggregation', () => {
  it('reads explicit hash keys that other producers wrote', () => {
    // records { partition_key_index: 0, explicit_hash_key_index: 0, data: "hi", tags: { key: "t" } }
    const message = Buffer.from('0a016b1201391a0d080010001a02686922030a0174', 'hex');
    expect(deaggregate(sealed(message))).toEqual([{ data: bytes('hi'), partitionKey: 'k', explicitHashKey: '9' }]);
  });

  it('takes a record with another beginning for what it is', () => {
    expect(deaggregate(bytes('{"name":"DDOG"}'))).toBeUndefined();
    expect(deaggregate(new Uint8Array())).toBeUndefined();
    expect(deaggregate(Buffer.from('f3899ac2', 'hex'))).toBeUndefined();
  });

  it('takes a record whose digest does not match for what it is', () => {
    const blob = aggregate([{ data: bytes('hi'), partitionKey: 'k' }]);
    for (let index = 0; index < blob.length; index++) {
      const broken = blob.slice();
      broken[index] = (broken[index] ?? 0) ^ 1;
      expect(deaggregate(broken)).toBeUndefined();
    }
  });

  it.each([
    ['a field longer than the message', '0a7f6b'],
    ['a number without an end', '08ffffffffffff'],
    ['a message that ends within a number', '0880'],
    ['a wire type that does not exist', '0f'],
    ['a record without data', '0a016b1a020800'],
    ['a record whose key is not in the table', '0a016b1a0608051a026869'],
  ])('takes a record with %s for what it is', (_what, hex) => {
    expect(deaggregate(sealed(Buffer.from(hex, 'hex')))).toBeUndefined();
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        expect(() => deaggregate(sealed(message))).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

  it('has honest types', () => {
    expectTypeOf(aggregate).parameter(0).toEqualTypeOf<readonly RawEntry[]>();
    expectTypeOf(deaggregate).returns.toEqualTypeOf<readonly DeaggregatedEntry[] | undefined>();
  });
});

/** A message framed as an aggregated record: right magic, right digest. */
function sealed(message: Uint8Array): Uint8Array {
  return new Uint8Array(
    Buffer.concat([Buffer.from('f3899ac2', 'hex'), message, createHash('md5').update(message).digest()]),
  );
}
