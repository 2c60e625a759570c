import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalRanges, type HashKeyRange, SHARD_KEY_BYTES, ShardKeys } from './shard-keys.ts';

const positionOf = (key: string) => BigInt(`0x${createHash('md5').update(key).digest('hex')}`);
const shardOf = (key: string, ranges: readonly HashKeyRange[]) =>
  ranges.findIndex(
    ({ startingHashKey, endingHashKey }) =>
      BigInt(startingHashKey) <= positionOf(key) && positionOf(key) <= BigInt(endingHashKey),
  );

/** Shards after a random history of splits. */
const anyShards = fc
  .array(fc.tuple(fc.nat(), fc.double({ min: 0.2, max: 0.8, noNaN: true })), { maxLength: 30 })
  .map((splits) => {
    const bounds = [0n, 2n ** 128n];
    for (const [which, share] of splits) {
      const index = which % (bounds.length - 1);
      const [start = 0n, end = 0n] = bounds.slice(index, index + 2);
      bounds.splice(index + 1, 0, start + ((end - start) * BigInt(Math.round(share * 1_000))) / 1_000n);
    }
    return bounds.slice(1).map((end, index) => ({
      startingHashKey: String(bounds[index]),
      endingHashKey: String(end - 1n),
    }));
  });

describe('partition keys of shards', () => {
  it('gives each shard a key that falls onto it', () => {
    for (const count of [1, 2, 3, 7, 100]) {
      const ranges = equalRanges(count);
      const { partitionKeys } = new ShardKeys(ranges);
      expect(partitionKeys.map((key) => shardOf(key, ranges))).toEqual(ranges.map((_range, index) => index));
    }
  });

  it('puts a record where Kinesis would have put it alone, unless that shard is too narrow for a key', () => {
    fc.assert(
      fc.property(anyShards, fc.array(fc.string(), { minLength: 1 }), (ranges, keys) => {
        const shards = new ShardKeys(ranges);
        const served = new Set(shards.partitionKeys.map((key) => shardOf(key, ranges)));
        for (const key of keys) {
          const natural = shardOf(key, ranges);
          if (served.has(natural)) expect(shardOf(shards.keyFor(key), ranges)).toBe(natural);
          expect(shards.partitionKeys).toContain(shards.keyFor(key));
        }
      }),
    );
  });

  it('does not depend on the order of the shards, nor on the process', () => {
    fc.assert(
      fc.property(anyShards, (ranges) => {
        expect(new ShardKeys(ranges.toReversed()).partitionKeys).toEqual(new ShardKeys(ranges).partitionKeys);
      }),
    );
    expect(new ShardKeys(equalRanges(2)).partitionKeys).toMatchInlineSnapshot(`
      [
        "lane-0000",
        "lane-0002",
      ]
    `);
  });

  it('keeps the key of a shard that splits for one of its halves', () => {
    const [before] = new ShardKeys(equalRanges(1)).partitionKeys;
    expect(new ShardKeys(equalRanges(2)).partitionKeys).toContain(before);
  });

  it('makes keys of one length that no decoder mistakes for an integer or a property', () => {
    for (const key of new ShardKeys(equalRanges(500)).partitionKeys) {
      expect(key).toMatch(/^lane-[0-9a-z]{4}$/);
      expect(Buffer.byteLength(key)).toBe(SHARD_KEY_BYTES);
    }
  });

  it('gives up on a shard too narrow for any key, and serves its records from the one before', () => {
    const middle = 2n ** 127n;
    const ranges = [
      { startingHashKey: '0', endingHashKey: String(middle - 1n) },
      { startingHashKey: String(middle), endingHashKey: String(middle) },
      { startingHashKey: String(middle + 1n), endingHashKey: String(2n ** 128n - 1n) },
    ];
    expect(new ShardKeys(ranges).partitionKeys.length).toBe(2);
  });

  it('gives a symbol the same key after more symbols than it remembers', () => {
    const shards = new ShardKeys(equalRanges(3));
    const first = shards.keyFor('0');
    for (let index = 0; index < 25_000; index++) shards.keyFor(String(index));
    expect(shards.keyFor('0')).toBe(first);
  });
});
