/** A source of numbers from 0 (included) to 1 (excluded). */
export type Random = () => number;

const UINT32 = 2 ** 32;

/** Mixes integers into one of 32 bits, each input bit reaching every output bit (the finalizer of MurmurHash3). */
export function hash(...values: readonly number[]): number {
  let mixed = 0x9e3779b9;
  for (const value of values) {
    mixed = Math.imul(mixed ^ value, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
  }
  return mixed >>> 0;
}

export const hashText = (text: string): number => hash(...Array.from(text, (letter) => letter.codePointAt(0) ?? 0));

/** A whole number of up to 53 bits as a hash, so that large seeds differ too. */
export const hashSeed = (seed: number): number => hash(seed % UINT32, Math.floor(seed / UINT32));

/** A stream of numbers that depends on its key alone: a counter through the hash's finalizer (the construction of SplitMix). */
export function createRandom(key: number): Random {
  let counter = key;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / UINT32;
  };
}

/**
 * A bell-shaped number with mean 0 and variance 1: four uniform ones added. Sums and products only, so that every
 * machine draws the same; it never leaves ±3.5, fat tails are put on where they are wanted.
 */
export const bell = (random: Random): number => (random() + random() + random() + random() - 2) * Math.sqrt(3);

/** The one bell-shaped number of a key. */
export const bellOf = (...key: readonly number[]): number => bell(createRandom(hash(...key)));
