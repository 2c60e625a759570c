import { type Fields, isFields } from './check-record.ts';
import { JsonReader, MAX_DEPTH } from './json-reader.ts';

/** The longest record that is read, in characters: what a Kinesis record holds by default, https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const MAX_RECORD_CHARS = 1_048_576;

/** Takes the pieces of a blob in order. Offsets are of the text, `end` excluded. */
export interface PieceSink {
  /** An object. */
  object(value: Fields, start: number, end: number): void;
  /** Whether a value is a record, so that a broken piece must end before it. */
  isRecord(value: Fields): boolean;
  /** Something that is no JSON object. */
  broken(reason: string, start: number, end: number): void;
}

const isIndent = (char: number): boolean => char === 32 || char === 9 || char === 0xfeff;
const isBlank = (char: number): boolean => isIndent(char) || char === 10 || char === 13;
/** White space, byte order marks, and the brackets and commas of a JSON array of records. */
const isSeparator = (char: number): boolean => isBlank(char) || char === 44 || char === 91 || char === 93;

const OPEN = 123;
const CLOSE = 125;

/** Finds a character in a text, again and again from rising places, without passing over the same stretch twice. */
class Finder {
  readonly #text: string;
  readonly #char: string;
  #from = 0;
  #found = -1;

  constructor(text: string, char: string) {
    this.#text = text;
    this.#char = char;
  }

  /** The first place at or behind `at`, or the text's end. */
  from(at: number): number {
    if (at < this.#from || at > this.#found) {
      const found = this.#text.indexOf(this.#char, at);
      this.#found = found < 0 ? this.#text.length : found;
    }
    this.#from = at;
    return this.#found;
  }
}

/**
 * Splits a blob into its JSON objects: one a line, several on a line with or without commas, spread over lines, or in
 * an array. A line that starts with `{`, no deeper indented than the one before, starts a piece whatever came before
 * it: so an object that was cut off takes no neighbour with it.
 */
export class BlobReader {
  readonly #text: string;
  readonly #sink: PieceSink;
  readonly #json: JsonReader;
  readonly #newlines: Finder;
  readonly #braces: Finder;

  constructor(text: string, sink: PieceSink) {
    this.#text = text;
    this.#sink = sink;
    this.#json = new JsonReader(text);
    this.#newlines = new Finder(text, '\n');
    this.#braces = new Finder(text, '{');
  }

  readAll(): void {
    let at = this.#skip(0);
    while (at < this.#text.length) at = this.#skip(this.#readLine(at) ?? this.#readBlock(at));
  }

  #skip(at: number): number {
    while (at < this.#text.length && isSeparator(this.#text.charCodeAt(at))) at++;
    return at;
  }

  /** The usual case, one flat object that is the whole rest of a line, at the speed of `JSON.parse`. */
  #readLine(start: number): number | undefined {
    if (this.#text.charCodeAt(start) !== OPEN) return undefined;
    const lineEnd = this.#lineEnd(start);
    let end = lineEnd;
    while (isBlank(this.#text.charCodeAt(end - 1))) end--;
    // A line that is cut off is not even tried: the error that JSON.parse throws costs more than a hundred good lines.
    if (this.#text.charCodeAt(end - 1) !== CLOSE) return undefined;
    const line = this.#text.slice(start, end);
    if (line.length > MAX_RECORD_CHARS || line.includes('{', 1) || line.includes('[')) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return undefined;
    }
    if (!isFields(value)) return undefined;
    this.#sink.object(value, start, end);
    return lineEnd;
  }

  #lineEnd(at: number): number {
    return this.#newlines.from(at);
  }

  /** The end of a piece without the line break behind it; blanks before that may be what is left of a record. */
  #trimmed(start: number, end: number): number {
    let first = end;
    while (first > start && isBlank(this.#text.charCodeAt(first - 1))) first--;
    while (first < end && this.#text[first] !== '\n' && this.#text[first] !== '\r') first++;
    return first;
  }

  /** The column of the first character that is not blank in the line that holds `at`. */
  #indentAt(at: number): number {
    const lineStart = this.#text.lastIndexOf('\n', at - 1) + 1;
    let first = lineStart;
    while (isIndent(this.#text.charCodeAt(first))) first++;
    return first - lineStart;
  }

  /** Where the next piece is sure to start: a line with `{` in front, indented no deeper than the line of `start`. */
  #blockEnd(start: number): number {
    const indent = this.#indentAt(start);
    for (let newline = this.#lineEnd(start); newline < this.#text.length; newline = this.#lineEnd(newline + 1)) {
      let first = newline + 1;
      while (first - newline - 1 < indent && isIndent(this.#text.charCodeAt(first))) first++;
      if (this.#text.charCodeAt(first) === OPEN) return first;
    }
    return this.#text.length;
  }

  #readBlock(start: number): number {
    const end = this.#blockEnd(start);
    for (let at = start; at < end; at = Math.min(this.#skip(at), end)) {
      at = this.#text.charCodeAt(at) === OPEN ? this.#readPiece(at, end) : this.#readGarbage(at, end);
    }
    return end;
  }

  #readPiece(start: number, blockEnd: number): number {
    const limit = Math.min(blockEnd, start + MAX_RECORD_CHARS);
    const value = this.#json.readObject(start, limit);
    if (value !== undefined) {
      const end = this.#json.at;
      this.#sink.object(value, start, end);
      return end;
    }
    const reason = this.#reason(start, limit, blockEnd);
    const end = this.#nextRecord(start + 1, blockEnd);
    this.#sink.broken(reason, start, this.#trimmed(start, end));
    return end;
  }

  #readGarbage(start: number, blockEnd: number): number {
    const end = this.#nextRecord(start, Math.min(blockEnd, this.#lineEnd(start)));
    this.#sink.broken('no JSON object starts here', start, this.#trimmed(start, end));
    return end;
  }

  #reason(start: number, limit: number, blockEnd: number): string {
    if (this.#json.tooDeep) return `nested deeper than ${MAX_DEPTH} levels`;
    const { at } = this.#json;
    if (this.#trimmed(start, limit) > at) return `not JSON from character ${at - start + 1} on`;
    return limit < blockEnd ? `longer than ${MAX_RECORD_CHARS} characters` : 'cut off: the object never ends';
  }

  /**
   * The first place from `start` on where a readable record starts, or `end`. Takes time in proportion: reading stops at
   * the first character that cannot be JSON, and only objects nested in one another are read again, MAX_DEPTH at most.
   */
  #nextRecord(start: number, end: number): number {
    for (let at = this.#braces.from(start); at < end; at = this.#braces.from(at + 1)) {
      const value = this.#json.readObject(at, Math.min(end, at + MAX_RECORD_CHARS));
      if (value !== undefined && this.#sink.isRecord(value)) return at;
    }
    return end;
  }
}
