import { type Fields, isFields, isRecordOf, issuesOf } from './check-record.ts';
import { type Field, type Kind, KIND_NAMES, kindNamed } from './kinds.ts';
import { cameAs, RecordFieldError, RecordSyntaxError } from './record-error.ts';
import type { MarketRecord } from './records.ts';

/** The kind of an object that says it is a record, checked field by field. Throws a {@link RecordFieldError}. */
export function checkedKind(value: Fields): Kind {
  const kind = kindNamed(value['kind']);
  if (kind !== undefined && isRecordOf(kind, value)) return kind;
  if (kind !== undefined) throw new RecordFieldError(issuesOf(kind, value));
  const allowed = `one of ${KIND_NAMES.join(', ')} (bar when absent)`;
  throw new RecordFieldError([{ field: 'kind', came: cameAs(value['kind']), allowed }]);
}

/** A canonical value as JSON. */
export const jsonOf = (field: Field, value: unknown): string => {
  if (field.writtenAs === 'number') return String(value);
  return field.writtenAs === 'plain' ? `"${String(value)}"` : JSON.stringify(value);
};

/**
 * A record as the one line of JSON that stands for it: fields in the schema's order, none without a value, no newline,
 * a bar without `kind`. Equal records give equal text.
 * @throws {RecordFieldError} when the record is not what its type says (NaN, a time that is not canonical), so that
 * nothing unreadable gets onto a stream.
 */
export function encodeRecord(record: MarketRecord): string {
  const value: Fields = record;
  const kind = checkedKind(value);
  let text = kind.kind === 'bar' ? '' : `{"kind":"${kind.kind}"`;
  for (const field of kind.fields) {
    const present = value[field.key];
    if (present === undefined) continue;
    text += `${text === '' ? '{' : ','}"${field.key}":${jsonOf(field, present)}`;
  }
  return `${text}}`;
}

const parseObject = (text: string): Fields => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RecordSyntaxError([{ field: '', came: cameAs(text), allowed: 'one JSON object' }], { cause });
  }
  if (isFields(value)) return value;
  throw new RecordSyntaxError([{ field: '', came: cameAs(value), allowed: 'one JSON object' }]);
};

/**
 * The record that a line of canonical JSON holds, as {@link encodeRecord} writes it; fields may stand in any order and
 * a bar may say that it is one. For what other programs wrote use `normalise`.
 * @throws {RecordSyntaxError} when the text is no JSON object.
 * @throws {RecordFieldError} with one issue for each field that is wrong, missing or unknown.
 */
export function decodeRecord(text: string): MarketRecord {
  const value = parseObject(text);
  const { kind } = checkedKind(value);
  if (kind === 'bar') delete value['kind'];
  return value as MarketRecord;
}
