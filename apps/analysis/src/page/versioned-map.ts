import { keepNewest } from './keep-newest.ts';

interface Entry<Value> {
  readonly value: Value;
  readonly version: number;
}

/** Which items count as newest, and how many of them stay. */
export interface KeepRule<Value> {
  readonly limit: number;
  readonly orderOf: (value: Value) => number;
}

/**
 * The newest value of every key, with the version of the board at which it came. A reader who knows one version asks
 * for what came since, so that nobody has a queue of their own that could grow.
 */
export class VersionedMap<Key, Value> {
  readonly #entries = new Map<Key, Entry<Value>>();
  readonly #rule: KeepRule<Value>;

  constructor(rule: KeepRule<Value>) {
    this.#rule = rule;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  set(key: Key, value: Value, version: number): void {
    this.#entries.set(key, { value, version });
    keepNewest(this.#entries, this.#rule.limit, (entry) => this.#rule.orderOf(entry.value));
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The items that came after a version, least order first. */
  since(version: number): Value[] {
    const values: Value[] = [];
    for (const entry of this.#entries.values()) if (entry.version > version) values.push(entry.value);
    return values.toSorted((a, b) => this.#rule.orderOf(a) - this.#rule.orderOf(b));
  }
}
