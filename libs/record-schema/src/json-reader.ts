import { type Fields, isFields } from './check-record.ts';

/** Nesting that is read; records are flat, so deeper text is no record and could only cost time. */
export const MAX_DEPTH = 32;

const QUOTE = 34;
const BACKSLASH = 92;
const LITERAL = /-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)|true|false|null|NaN/y;
const LEADING_ZERO = /^-?0\d/;
const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Marks that a value could not be read; `at` then stands where it went wrong. */
const FAILED = Symbol('failed');

/**
 * Reads one JSON value at a place in a longer text and says where it ends, or where it goes wrong, which
 * `JSON.parse` cannot. Accepts what `JSON.parse` accepts, and the bare NaN, Infinity and -Infinity that Python writes.
 */
export class JsonReader {
  readonly #text: string;
  #end = 0;
  /** After a read: just behind the value, or at the character that cannot be. */
  at = 0;
  /** Whether the last read went deeper than {@link MAX_DEPTH}. */
  tooDeep = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** The object that starts at `start` and ends before `end`, or `undefined`. */
  readObject(start: number, end: number): Fields | undefined {
    this.at = start;
    this.#end = end;
    this.tooDeep = false;
    if (this.#text[start] !== '{') return undefined;
    const value = this.#value(0);
    return isFields(value) ? value : undefined;
  }

  /** Moves past white space and gives the character there, NaN at the end. */
  #next(): number {
    for (; this.at < this.#end; this.at++) {
      const char = this.#text.charCodeAt(this.at);
      if (char !== 32 && char !== 10 && char !== 13 && char !== 9) return char;
    }
    return Number.NaN;
  }

  #take(char: string): boolean {
    if (this.#next() !== char.charCodeAt(0)) return false;
    this.at++;
    return true;
  }

  #value(depth: number): unknown {
    const char = this.#next();
    if (char === QUOTE) return this.#string();
    if (char !== 123 && char !== 91) return this.#literal();
    if (depth >= MAX_DEPTH) {
      this.tooDeep = true;
      return FAILED;
    }
    this.at++;
    return char === 123 ? this.#object(depth + 1) : this.#array(depth + 1);
  }

  #object(depth: number): unknown {
    const object: Fields = {};
    if (this.#take('}')) return object;
    do {
      const key = this.#next() === QUOTE ? this.#string() : FAILED;
      if (typeof key !== 'string' || !this.#take(':')) return FAILED;
      const value = this.#value(depth);
      if (value === FAILED) return FAILED;
      // Plain assignment of `__proto__` would change what the object is instead of what it holds.
      if (key === '__proto__')
        Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
      else object[key] = value;
    } while (this.#take(','));
    return this.#take('}') ? object : FAILED;
  }

  #array(depth: number): unknown {
    const array: unknown[] = [];
    if (this.#take(']')) return array;
    do {
      const value = this.#value(depth);
      if (value === FAILED) return FAILED;
      array.push(value);
    } while (this.#take(','));
    return this.#take(']') ? array : FAILED;
  }

  #string(): unknown {
    const start = this.at;
    let escaped = false;
    for (let at = start + 1; at < this.#end; at++) {
      const char = this.#text.charCodeAt(at);
      if (char === QUOTE) {
        this.at = at + 1;
        return escaped ? this.#unescape(start) : this.#text.slice(start + 1, at);
      }
      if (char === BACKSLASH) {
        escaped = true;
        at++;
      } else if (char < 32) {
        this.at = at;
        return FAILED;
      }
    }
    this.at = this.#end;
    return FAILED;
  }

  #unescape(start: number): unknown {
    try {
      return JSON.parse(this.#text.slice(start, this.at));
    } catch {
      this.at = start;
      return FAILED;
    }
  }

  #literal(): unknown {
    LITERAL.lastIndex = this.at;
    const found = LITERAL.exec(this.#text)?.[0];
    if (found === undefined || this.at + found.length > this.#end || LEADING_ZERO.test(found)) return FAILED;
    this.at += found.length;
    const constant = CONSTANTS.get(found);
    return constant === undefined ? Number(found) : constant;
  }
}
