import type { Fields } from './check-record.ts';
import { JsonReader } from './json-reader.ts';
import { RECORD_KINDS, type RecordKind } from './kinds.ts';
import { kindsNamedBy } from './normalise-value.ts';

/** A member that names a kind, key and value spelt as the normaliser reads them. */
const CLAIM = new RegExp(String.raw`"kind"\s*:\s*"\s*(${RECORD_KINDS.join('|')})\s*"`, 'i');

const kindCalled = (name: string | undefined): RecordKind | undefined =>
  RECORD_KINDS.find((kind) => kind === name?.toLowerCase());

/** The object that a text is, `undefined` where it is anything else or more. */
const objectOf = (text: string): Fields | undefined => {
  const reader = new JsonReader(text);
  const object = reader.readObject(0, text.length);
  return text.slice(reader.at).trim() === '' ? object : undefined;
};

/**
 * The kind that an unreadable piece of text says it is, so that it can be told whose it is; `undefined` when it names
 * none, or more than one. A JSON object claims what its own members say, as {@link normalise} reads them. Of text that
 * is no JSON, cut off at either end or broken between, the first `"kind": "…"` counts; quotes inside a text of JSON are
 * escaped, so a headline that quotes a record claims nothing.
 *
 * @example claimedKind('{"kind":"forex","name":"EURUSD","bid":1.1') // forex
 */
export function claimedKind(text: string): RecordKind | undefined {
  const object = objectOf(text);
  const [first, ...others] = object ? kindsNamedBy(object) : [kindCalled(CLAIM.exec(text)?.[1])];
  return others.every((kind) => kind === first) ? first : undefined;
}
