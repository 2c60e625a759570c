import { hash } from 'node:crypto';

/** A shard's part of the hash space: 128-bit numbers in decimal, as `ListShards` gives them, both ends included. */
export interface HashKeyRange {
  readonly startingHashKey: string;
  readonly endingHashKey: string;
}

/** One shard, and the partition key that puts an aggregated entry onto it. */
interface ShardKey {
  readonly start: string;
  readonly end: string;
  readonly partitionKey: string;
}

/** Bytes of every key that {@link ShardKeys} hands out. */
export const SHARD_KEY_BYTES = 9;

/** Symbols remembered with their key; beyond that many the memory starts anew. */
const MAX_REMEMBERED = 10_000;

/**
 * Which partition key an aggregated entry gets, so that each shard has one, and each record goes to the shard on which
 * Kinesis would have put it alone. When shards split or merge, records therefore move from parents to their children only,
 * which consumers read after them.
 *
 * The keys are ordinary ones whose MD5 falls into the shard's range: no explicit hash key, so that after a split every
 * consumer still finds the records of a blob within the range of the shard that holds it. They start with letters, for
 * aws-kinesis-agg mistakes keys that look like integers.
 */
export class ShardKeys {
  readonly #shards: readonly ShardKey[];
  readonly #remembered = new Map<string, string>();

  /** The ranges of the open shards, one or more, in any order. */
  constructor(ranges: readonly HashKeyRange[]) {
    this.#shards = findKeys(ranges);
  }

  /** One key a shard, in the order of the hash space. */
  get partitionKeys(): readonly string[] {
    return this.#shards.map(({ partitionKey }) => partitionKey);
  }

  keyFor(recordKey: string): string {
    const remembered = this.#remembered.get(recordKey);
    if (remembered !== undefined) return remembered;
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    const position = md5(recordKey);
    // Where the shard itself has no key, the one before it stands in.
    const shard = lastStartingBy(position, this.#shards) ?? this.#shards[0];
    const key = shard?.partitionKey ?? candidate(0);
    this.#remembered.set(recordKey, key);
    return key;
  }
}

/** The hash space cut into equal parts: what to go by while the shards are not known. */
export function equalRanges(count: number): HashKeyRange[] {
  const whole = 2n ** 128n;
  const bound = (index: number) => (whole * BigInt(index)) / BigInt(count);
  return Array.from({ length: count }, (_unused, index) => ({
    startingHashKey: String(bound(index)),
    endingHashKey: String(bound(index + 1) - 1n),
  }));
}

/**
 * Tries the candidates in order and gives each shard the first that falls into it: the same keys in every process, and
 * after a split the old key stays with the half that it falls into. A shard far narrower than the rest may get none.
 */
function findKeys(ranges: readonly HashKeyRange[]): ShardKey[] {
  const open = ranges
    .map(({ startingHashKey, endingHashKey }) => ({ start: hex(startingHashKey), end: hex(endingHashKey) }))
    .toSorted((a, b) => (a.start < b.start ? -1 : 1));
  const found = new Map<string, ShardKey>();
  const maxTries = 1_000 + 64 * open.length;
  for (let index = 0; index < maxTries && found.size < open.length; index++) {
    const position = md5(candidate(index));
    const shard = lastStartingBy(position, open);
    if (shard === undefined || position > shard.end || found.has(shard.start)) continue;
    found.set(shard.start, { ...shard, partitionKey: candidate(index) });
  }
  return open.flatMap(({ start }) => found.get(start) ?? []);
}

/** Of shards in order, the last that starts at or before the position; by halving, for a stream may have thousands. */
function lastStartingBy<T extends { readonly start: string }>(position: string, shards: readonly T[]): T | undefined {
  let low = 0;
  let high = shards.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((shards[middle]?.start ?? '') <= position) low = middle + 1;
    else high = middle;
  }
  return shards[low - 1];
}

const candidate = (index: number): string => `lane-${index.toString(36).padStart(4, '0')}`;

const md5 = (text: string): string => hash('md5', text, 'hex');

/** 32 digits, so that texts compare as the numbers do. */
const hex = (decimal: string): string => BigInt(decimal).toString(16).padStart(32, '0');
