import { type Fields, isFields, isRecordOf, orderIssues } from './check-record.ts';
import { isNothing } from './field-rules.ts';
import { type Field, type Kind, KINDS, KINDS_ALLOWED, kindNamed, type RecordKind } from './kinds.ts';
import type { Defaults } from './outcome.ts';
import { cameAs, type RecordIssue, reasonOf } from './record-error.ts';
import type { MarketRecord } from './records.ts';
import { spellingOf } from './spellings.ts';

/** What became of one value, before it is joined with the text that it came from. */
export type Reading = { readonly record: MarketRecord } | { readonly dropped: string } | { readonly failed: string };

/** What a source sent for a field, and under which name. */
interface Found {
  readonly key: string;
  readonly rank: number;
  readonly value: unknown;
}
/** By the fields' index. */
type FoundFields = (Found | undefined)[];

const sameValue = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => x === b[i]));

const conflict = (field: string, a: Found, b: Found): RecordIssue => ({
  field,
  came: `${cameAs(a.value)} as ${a.key} and ${cameAs(b.value)} as ${b.key}`,
  allowed: 'one value',
});

/** Finds, for each field, the value under its best name; two spellings of one name must agree. */
const findFields = (kind: Kind, value: Fields, issues: RecordIssue[]): FoundFields => {
  const found: FoundFields = [];
  for (const key of Object.keys(value)) {
    const spelling = spellingOf(kind, key);
    if (spelling === undefined || value[key] === undefined) continue;
    const { field, rank } = spelling;
    const known = found[field.index];
    if (known === undefined || rank < known.rank) found[field.index] = { key, rank, value: value[key] };
    else if (rank === known.rank && !sameValue(field.read(known.value), field.read(value[key])))
      issues.push(conflict(field.key, known, { key, rank, value: value[key] }));
  }
  return found;
};

const PRICES: readonly string[] = ['open', 'high', 'low', 'close'];

const issuesOf = (kind: Kind, found: FoundFields, record: Fields): RecordIssue[] => {
  const wrong = (field: Field) => {
    const value = record[field.key];
    return value === undefined ? field.required : !field.holds(value);
  };
  const issues = kind.fields.filter(wrong);
  if (issues.length === 0) return orderIssues(kind, record);
  return issues.map(({ key, index, accepts }) => ({ field: key, came: cameAs(found[index]?.value), allowed: accepts }));
};

/** A minute for which a source wrote a row and knew no price: high and low are there, and empty. */
const isEmptyBar = (
  { kind, byKey }: Kind,
  found: FoundFields,
  record: Fields,
  issues: readonly RecordIssue[],
): boolean => {
  const sent = (key: string) => found[byKey.get(key)?.index ?? -1] !== undefined;
  const priced = PRICES.some((price) => record[price] !== undefined);
  return (
    kind === 'bar' && !priced && sent('high') && sent('low') && issues.every(({ field }) => PRICES.includes(field))
  );
};

const fill = ({ kind }: Kind, record: Fields, { interval, source, observedAt }: Defaults): void => {
  if (interval !== undefined && kind === 'bar') record['interval'] ??= interval;
  if (source !== undefined) record['source'] ??= source;
  if (observedAt !== undefined) record['observedAt'] ??= observedAt;
};

const translate = (kind: Kind, value: Fields, defaults: Defaults): Reading => {
  const conflicts: RecordIssue[] = [];
  const found = findFields(kind, value, conflicts);
  const record: Fields = kind.kind === 'bar' ? {} : { kind: kind.kind };
  for (const field of kind.fields) {
    const sent = found[field.index];
    if (sent === undefined && !field.required) continue;
    const canonical = field.read(sent?.value);
    if (canonical !== undefined) record[field.key] = canonical;
  }
  if (conflicts.length === 0 && isRecordOf(kind, record)) {
    fill(kind, record, defaults);
    return { record };
  }
  const issues = [...conflicts, ...issuesOf(kind, found, record)];
  return isEmptyBar(kind, found, record, issues) ? { dropped: 'empty bar' } : { failed: reasonOf(issues) };
};

const LETTER_K = 107;
/** Asked of every key, so the cheap questions come first. */
const isKindKey = (key: string): boolean =>
  key.length === 4 && (key.charCodeAt(0) | 32) === LETTER_K && key.toLowerCase() === 'kind';

const nameOf = (value: unknown): unknown => {
  if (isNothing(value)) return undefined;
  return typeof value === 'string' ? value.trim().toLowerCase() : value;
};

/** The kinds that a value names, one for each spelling of `kind` that says anything; `undefined` for none of ours. */
export const kindsNamedBy = (value: Fields): (RecordKind | undefined)[] =>
  Object.keys(value)
    .filter(isKindKey)
    .map((key) => nameOf(value[key]))
    .filter((name) => name !== undefined)
    .map((name) => kindNamed(name)?.kind);

/** What `kind` says, however it is spelt; every spelling must say the same. */
const kindOf = (value: Fields): Kind | RecordIssue => {
  const keys = Object.keys(value).filter(isKindKey);
  if (keys.length === 0) return KINDS.bar;
  const named = keys.map((key) => nameOf(value[key]));
  const [first] = named;
  const kind = named.every((name) => name === first) ? kindNamed(first) : undefined;
  return kind ?? { field: 'kind', came: keys.map((key) => cameAs(value[key])).join(' and '), allowed: KINDS_ALLOWED };
};

/** The record that a value is, or would be with its values made canonical: the short way, for keys that are as they should. */
const canonicalOf = (kind: Kind, value: Fields, owned: boolean): (Fields & MarketRecord) | undefined => {
  if (owned && isRecordOf(kind, value)) return value;
  const copy = { ...value };
  return isRecordOf(kind, copy, true) ? copy : undefined;
};

/**
 * Reads a parsed value as a record. `owned` says that the value may become the record itself; the caller's own objects
 * are copied.
 */
export function readValue(value: unknown, defaults: Defaults, owned: boolean): Reading {
  if (!isFields(value)) return { failed: reasonOf([{ field: '', came: cameAs(value), allowed: 'one JSON object' }]) };
  const exact = kindNamed(value['kind']);
  // An explicit kind of bar is right but not canonical.
  if (exact !== undefined && (exact !== KINDS.bar || !('kind' in value))) {
    const record = canonicalOf(exact, value, owned);
    if (record) {
      fill(exact, record, defaults);
      return { record };
    }
  }
  const kind = kindOf(value);
  return 'fields' in kind ? translate(kind, value, defaults) : { failed: reasonOf([kind]) };
}
