import { assertRecord, checkedKind, type Fields, isFields } from './check-record.ts';
import type { Field } from './kinds.ts';
import { cameAs, RecordSyntaxError } from './record-error.ts';
import type { MarketRecord } from './records.ts';

/** Printable ASCII without the two characters that JSON escapes. */
const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/;

/** A canonical value as JSON. */
export const jsonOf = ({ writtenAs }: Field, value: unknown): string => {
  if (writtenAs === 'bare') return String(value);
  if (writtenAs === 'quoted') return `"${String(value)}"`;
  return typeof value === 'string' && NEEDS_NO_ESCAPE.test(value) ? `"${value}"` : JSON.stringify(value);
};

/**
 * A record as the one line of JSON that stands for it: fields in the schema's order, none without a value, no newline,
 * a bar without `kind`. Equal records give equal text.
 * @throws {RecordFieldError} when the record is not what its type says (NaN, a time that is not canonical), so that
 * nothing unreadable gets onto a stream.
 */
export function encodeRecord(record: MarketRecord): string {
  const value: Fields = record;
  const { kind, fields } = checkedKind(value);
  let text = kind === 'bar' ? '' : `,"kind":"${kind}"`;
  for (const field of fields) {
    const present = value[field.key];
    if (present !== undefined) text += field.keyPrefix + jsonOf(field, present);
  }
  return `{${text.slice(1)}}`;
}

const parseObject = (text: string): Fields => {
  const allowed = 'one JSON object';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RecordSyntaxError([{ field: '', came: cameAs(text), allowed }], { cause });
  }
  if (isFields(value)) return value;
  throw new RecordSyntaxError([{ field: '', came: cameAs(value), allowed }]);
};

/**
 * The record that a line of canonical JSON holds, as {@link encodeRecord} writes it; fields may stand in any order and
 * a bar may say that it is one. For what other programs wrote use `normalise`.
 * @throws {RecordSyntaxError} when the text is no JSON object.
 * @throws {RecordFieldError} with one issue for each field that is wrong, missing or unknown.
 */
export function decodeRecord(text: string): MarketRecord {
  const value = parseObject(text);
  if (value['kind'] === 'bar') delete value['kind'];
  assertRecord(value);
  return value;
}
