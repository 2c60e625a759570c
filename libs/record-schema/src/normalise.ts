import { BlobReader, type PieceSink } from './blob-reader.ts';
import type { Fields } from './check-record.ts';
import { type Reading, readValue } from './normalise-value.ts';
import { checkDefaults, type Defaults, type Outcome } from './outcome.ts';

const outcomeOf = (reading: Reading, text: () => string): Outcome => {
  if ('record' in reading) return { status: 'ok', record: reading.record };
  if ('dropped' in reading) return { status: 'dropped', reason: reading.dropped, text: text() };
  return { status: 'failed', reason: reading.failed, text: text() };
};

const NO_DEFAULTS: Defaults = {};

class OutcomeList implements PieceSink {
  readonly outcomes: Outcome[] = [];
  readonly #text: string;
  readonly #defaults: Defaults;

  constructor(text: string, defaults: Defaults) {
    this.#text = text;
    this.#defaults = defaults;
  }

  object(value: Fields, start: number, end: number): void {
    const reading = readValue(value, this.#defaults, true);
    this.outcomes.push(outcomeOf(reading, () => this.#text.slice(start, end)));
  }

  isRecord(value: Fields): boolean {
    return !('failed' in readValue(value, NO_DEFAULTS, false));
  }

  broken(reason: string, start: number, end: number): void {
    this.outcomes.push({ status: 'failed', reason, text: this.#text.slice(start, end) });
  }
}

const normaliseText = (text: string, defaults: Defaults): Outcome[] => {
  const list = new OutcomeList(text, defaults);
  new BlobReader(text, list).readAll();
  return list.outcomes;
};

// Byte order marks are kept, so that offsets stay true; the reader passes over them.
const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LOSSY_UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
const ONE_BYTE = new TextDecoder('latin1');

const decoded = (bytes: Uint8Array): string | undefined => {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return undefined;
  }
};

/**
 * Bytes that are not all UTF-8. Structure is ASCII, so pieces are found with a character for each byte; those that
 * decode are read as usual, the others fail alone.
 */
const normaliseBytes = (bytes: Uint8Array, defaults: Defaults): Outcome[] => {
  const outcomes: Outcome[] = [];
  const take = (start: number, end: number): void => {
    const piece = bytes.slice(start, end);
    const text = decoded(piece);
    if (text !== undefined) outcomes.push(...normaliseText(text, defaults));
    else outcomes.push({ status: 'failed', reason: 'not UTF-8', text: LOSSY_UTF8.decode(piece), bytes: piece });
  };
  const sink: PieceSink = {
    object: (_value, start, end) => take(start, end),
    isRecord: (value) => !('failed' in readValue(value, NO_DEFAULTS, false)),
    broken: (_reason, start, end) => take(start, end),
  };
  new BlobReader(ONE_BYTE.decode(bytes), sink).readAll();
  return outcomes;
};

/**
 * Reads every record of a blob, in order: what comes out accounts for all that came in.
 *
 * - Pieces: one a line, several on a line, spread over lines, in a JSON array; UTF-8 with or without byte order mark;
 *   bare NaN and Infinity. A line that starts with `{`, indented no deeper than the one before, starts a piece, whatever
 *   came before it.
 * - Keys: any case and order, `_`, `-` and spaces passed over, the usual other names (`symbol`, `Ticker`, `Datetime`).
 *   Two spellings of one name that disagree fail; of several names the best counts; unknown ones are passed over.
 * - Values: numbers as text; null, NaN and blank text are nothing; symbols in lower case. A bar whose high and low are
 *   nothing, and open and close too, is dropped. A high below the low fails, a price below zero does not.
 * - Times: ISO or with a space, `MM/DD/YYYY`, unpadded, with Z, an offset or none (then New York: of an hour that comes
 *   twice the first, an hour later where one is skipped), epoch seconds or milliseconds. Digits beyond the millisecond
 *   are cut off.
 *
 * @example normalise('{"Name":"fb","Timestamp":"05/14/2020 09:30:00","High":"2","Low":1}')
 * // [{ status: 'ok', record: { name: 'FB', ts: '2020-05-14 09:30:00-04:00', high: 2, low: 1 } }]
 * @throws {RecordDefaultsError} when a default is misspelt or not canonical. Nothing in `input` ever makes it throw.
 */
export function normalise(input: string | Uint8Array, defaults: Defaults = NO_DEFAULTS): Outcome[] {
  if (defaults !== NO_DEFAULTS) checkDefaults(defaults);
  if (typeof input === 'string') return normaliseText(input, defaults);
  const text = decoded(input);
  return text === undefined ? normaliseBytes(input, defaults) : normaliseText(text, defaults);
}

const textOf = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
};

/** Reads one parsed value as {@link normalise} reads a piece; `text` is the value as JSON. The value is left as it is. */
export function normaliseValue(value: unknown, defaults: Defaults = NO_DEFAULTS): Outcome {
  checkDefaults(defaults);
  return outcomeOf(readValue(value, defaults, false), () => textOf(value));
}
