import { createHash } from 'node:crypto';
import { ServiceError } from '../service.ts';

const HASH_KEYS = 2n ** 128n;
/** A hash key as 32 hexadecimal digits, so that the order of the texts is the order of the numbers. */
const hex = (key: bigint): string => key.toString(16).padStart(32, '0');

export interface HashKeyRange {
  readonly StartingHashKey: string;
  readonly EndingHashKey: string;
}

/** Which shard takes a record: the space of 128-bit hash keys, cut evenly as CreateStream does. */
export class ShardMap {
  readonly ranges: readonly HashKeyRange[];
  readonly #starts: readonly string[];

  constructor(shards: number) {
    const starts = Array.from({ length: shards + 1 }, (_, i) => (BigInt(i) * HASH_KEYS) / BigInt(shards));
    this.#starts = starts.slice(0, shards).map(hex);
    this.ranges = this.#starts.map((_, i) => ({
      StartingHashKey: String(starts[i]),
      EndingHashKey: String((starts[i + 1] ?? HASH_KEYS) - 1n),
    }));
  }

  /** The shard of a record: by its explicit hash key (decimal), else by the MD5 of its partition key. */
  shardOf(partitionKey: string, explicitHashKey?: string): number {
    if (explicitHashKey === undefined && this.#starts.length === 1) return 0;
    const key =
      explicitHashKey === undefined
        ? createHash('md5').update(partitionKey, 'utf8').digest('hex')
        : hex(checked(explicitHashKey));
    return this.#starts.findLastIndex((start) => start <= key);
  }
}

function checked(explicitHashKey: string): bigint {
  const key = /^(0|[1-9]\d{0,38})$/.test(explicitHashKey) ? BigInt(explicitHashKey) : HASH_KEYS;
  if (key < HASH_KEYS) return key;
  const message = `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${explicitHashKey}`;
  throw new ServiceError('InvalidArgumentException', message);
}
