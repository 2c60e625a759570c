/** Wire type of strings, bytes and nested messages: a length, then that many bytes. */
const LENGTH_DELIMITED = 2;
const VARINT = 0;
const FIXED_64 = 1;
const FIXED_32 = 5;
/** A varint of seven bits a byte: five bytes hold any length that a JavaScript buffer can have. */
const MAX_VARINT_BYTES = 5;

/** Bytes that `value` (a whole number from 0 to 2^32 - 1) takes as a protobuf varint. */
export function varintBytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

/** Writes protobuf fields into a buffer of known size. Source: https://protobuf.dev/programming-guides/encoding/ */
export class ProtobufWriter {
  readonly #buffer: Uint8Array;
  #offset: number;

  constructor(buffer: Uint8Array, offset: number) {
    this.#buffer = buffer;
    this.#offset = offset;
  }

  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#offset++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#offset++] = rest;
  }

  /** Opens a length-delimited field: its content, `length` bytes, follows. */
  open(field: number, length: number): void {
    this.varint(field * 8 + LENGTH_DELIMITED);
    this.varint(length);
  }

  number(field: number, value: number): void {
    this.varint(field * 8 + VARINT);
    this.varint(value);
  }

  bytes(field: number, value: Uint8Array): void {
    this.open(field, value.length);
    this.#buffer.set(value, this.#offset);
    this.#offset += value.length;
  }
}

/** One field as read: a number for varints, a view (not a copy) for length-delimited ones, nothing for the rest. */
export interface ProtobufField {
  readonly field: number;
  readonly value: number | Uint8Array | undefined;
}

/** Thrown, and caught within this package, for bytes that are no protobuf message. */
export class MalformedProtobufError extends Error {
  override readonly name = 'MalformedProtobufError';
}

/** The fields of a message, one after the other. Throws {@link MalformedProtobufError}; safe on any bytes. */
export function* readFields(message: Uint8Array): Generator<ProtobufField> {
  const cursor = { message, offset: 0 };
  while (cursor.offset < message.length) {
    const tag = readVarint(cursor);
    yield { field: Math.floor(tag / 8), value: readValue(cursor, tag % 8) };
  }
}

interface Cursor {
  readonly message: Uint8Array;
  offset: number;
}

function readValue(cursor: Cursor, wireType: number): number | Uint8Array | undefined {
  switch (wireType) {
    case VARINT:
      return readVarint(cursor);
    case LENGTH_DELIMITED:
      return take(cursor, readVarint(cursor));
    case FIXED_64:
      take(cursor, 8);
      return undefined;
    case FIXED_32:
      take(cursor, 4);
      return undefined;
    default:
      throw new MalformedProtobufError(`Unknown wire type ${wireType}`);
  }
}

function readVarint(cursor: Cursor): number {
  let value = 0;
  for (let index = 0; index < MAX_VARINT_BYTES; index++) {
    const byte = cursor.message[cursor.offset++];
    if (byte === undefined) throw new MalformedProtobufError('The message ends within a number');
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return value;
  }
  throw new MalformedProtobufError('A number is longer than any length can be');
}

function take(cursor: Cursor, length: number): Uint8Array {
  const end = cursor.offset + length;
  if (end > cursor.message.length) throw new MalformedProtobufError('A field is longer than its message');
  const bytes = cursor.message.subarray(cursor.offset, end);
  cursor.offset = end;
  return bytes;
}
