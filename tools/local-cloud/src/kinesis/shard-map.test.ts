import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../service.ts';
import { ShardMap } from './shard-map.ts';

const LAST = 2n ** 128n - 1n;

describe('the shard map', () => {
  it('cuts the whole space of hash keys into ranges without gap or overlap', () => {
    const cases = fc.property(fc.integer({ min: 1, max: 100 }), (shards) => {
      const { ranges } = new ShardMap(shards);
      expect(ranges).toHaveLength(shards);
      expect(ranges[0]?.StartingHashKey).toBe('0');
      expect(ranges.at(-1)?.EndingHashKey).toBe(String(LAST));
      for (const [i, { EndingHashKey }] of ranges.slice(0, -1).entries())
        expect(ranges[i + 1]?.StartingHashKey).toBe(String(BigInt(EndingHashKey) + 1n));
    });
    fc.assert(cases);
  });

  it('sends an explicit hash key to the shard whose range holds it', () => {
    const cases = fc.property(fc.integer({ min: 1, max: 20 }), fc.bigInt({ min: 0n, max: LAST }), (shards, key) => {
      const map = new ShardMap(shards);
      const range = map.ranges[map.shardOf('any', String(key))];
      expect(BigInt(range?.StartingHashKey ?? -1) <= key && key <= BigInt(range?.EndingHashKey ?? -1)).toBe(true);
    });
    fc.assert(cases);
  });

  it('hashes the partition key with MD5, as Kinesis does', () => {
    const map = new ShardMap(2);
    const places = ['AAPL', 'FB', 'NFLX', 'ü'].map((key) => map.shardOf(key));
    const byHash = ['AAPL', 'FB', 'NFLX', 'ü'].map((key) => map.shardOf('', md5(key)));
    expect(places).toEqual(byHash);
    expect(new Set(places).size).toBe(2);
  });

  it.each(['-1', '340282366920938463463374607431768211456', '01', 'abc', ''])(
    'refuses the explicit hash key %j',
    (key) => {
      expect(() => new ShardMap(1).shardOf('any', key)).toThrow(ServiceError);
    },
  );
});

function md5(key: string): string {
  return String(BigInt(`0x${createHash('md5').update(key).digest('hex')}`));
}
