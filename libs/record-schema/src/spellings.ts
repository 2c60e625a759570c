import { type Field, KINDS, type Kind, RECORD_KINDS } from './kinds.ts';

/** What a key means for a kind of record. */
export interface Spelling {
  readonly field: Field;
  /** 0 is the name that counts before all others. Keys of one rank differ in case and separators only. */
  readonly rank: number;
}

/** Keys as they are compared: `Observed_At`, `observed-at` and `observedAt` are one. */
const folded = (key: string): string => key.toLowerCase().replaceAll(/[_\s-]/g, '');

const namesOf = ({ key, aliases, betterNames = [] }: Field): string[] => [...betterNames, key, ...aliases];

const foldedSpellings = ({ fields }: Kind): ReadonlyMap<string, Spelling> =>
  new Map(fields.flatMap((field) => namesOf(field).map((name, rank) => [folded(name), { field, rank }] as const)));

/** Keys remembered as they came: a source writes the same few, and folding each again would cost more than reading it. */
const MAX_REMEMBERED = 1000;

class SpellingBook {
  readonly #known: ReadonlyMap<string, Spelling>;
  readonly #asCame = new Map<string, Spelling | undefined>();

  constructor(kind: Kind) {
    this.#known = foldedSpellings(kind);
  }

  of(key: string): Spelling | undefined {
    const spelling = this.#asCame.get(key);
    if (spelling !== undefined || this.#asCame.has(key)) return spelling;
    if (this.#asCame.size >= MAX_REMEMBERED) this.#asCame.clear();
    const found = this.#known.get(folded(key));
    this.#asCame.set(key, found);
    return found;
  }
}

const BOOKS = new Map(RECORD_KINDS.map((name) => [name, new SpellingBook(KINDS[name])]));

/** The field that a source's key means, `undefined` for none of this kind. */
export const spellingOf = (kind: Kind, key: string): Spelling | undefined => BOOKS.get(kind.kind)?.of(key);
