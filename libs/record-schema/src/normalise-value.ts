import { type Fields, isFields, isRecordOf, orderIssues } from './check-record.ts';
import { isNothing } from './field-rules.ts';
import { type Field, type Kind, KIND_NAMES, KINDS, kindNamed } from './kinds.ts';
import type { Defaults } from './outcome.ts';
import { cameAs, type RecordIssue, reasonOf } from './record-error.ts';
import type { MarketRecord } from './records.ts';

/** What became of one value, before it is joined with the text that it came from. */
export type Reading = { readonly record: MarketRecord } | { readonly dropped: string } | { readonly failed: string };

/** A key as aliases are compared: case and separators do not matter. */
const folded = (key: string): string => key.toLowerCase().replaceAll(/[_\s-]/g, '');

const spellingsOf = (kind: Kind): ReadonlyMap<string, readonly [Field, number]> => {
  const ranked = new Map<string, readonly [Field, number]>();
  for (const field of kind.fields) {
    // Of a name, the first alias is best: where a source sends a symbol and a name, the name is the company's.
    const names = field.key === 'name' ? [...field.aliases, field.key] : [field.key, ...field.aliases];
    names.forEach((name, rank) => ranked.set(folded(name), [field, rank]));
  }
  return ranked;
};
const SPELLINGS = new Map(KIND_NAMES.map((name) => [name, spellingsOf(KINDS[name])]));

interface Found {
  readonly key: string;
  readonly rank: number;
  readonly value: unknown;
}

const sameValue = (a: unknown, b: unknown): boolean => Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b);

const conflict = (field: Field, a: Found, b: Found): RecordIssue => ({
  field: field.key,
  came: `${cameAs(a.value)} as ${cameAs(a.key)} and ${cameAs(b.value)} as ${cameAs(b.key)}`,
  allowed: 'one value',
});

/** Picks, for each field, the value under its best name; two spellings of one name must agree. */
const pick = (kind: Kind, value: Fields, issues: RecordIssue[]): Map<Field, Found> => {
  const spellings = SPELLINGS.get(kind.kind);
  const picked = new Map<Field, Found>();
  for (const key of Object.keys(value)) {
    const [field, rank] = spellings?.get(folded(key)) ?? [];
    if (field === undefined || rank === undefined) continue;
    const found = { key, rank, value: value[key] };
    const known = picked.get(field);
    if (known && known.rank === rank) {
      if (!sameValue(field.read(known.value), field.read(found.value))) issues.push(conflict(field, known, found));
    } else if (!known || rank < known.rank) picked.set(field, found);
  }
  return picked;
};

const kindOf = (value: Fields): Kind | undefined => {
  const key = Object.keys(value).find((name) => name.toLowerCase() === 'kind');
  const named = key === undefined ? undefined : value[key];
  if (isNothing(named)) return KINDS.bar;
  return kindNamed(typeof named === 'string' ? named.trim().toLowerCase() : named);
};

const PRICES = ['open', 'high', 'low', 'close'];

/** A minute for which a source wrote a row and knew no price. */
const isEmptyBar = (kind: Kind, picked: ReadonlyMap<Field, Found>, record: Fields): boolean => {
  if (kind.kind !== 'bar' || PRICES.some((price) => record[price] !== undefined)) return false;
  const named = new Set([...picked.keys()].map(({ key }) => key));
  return named.has('high') && named.has('low');
};

const withDefaults = (kind: Kind, record: Fields, defaults: Defaults): Fields => {
  if (kind.kind === 'bar' && defaults.interval !== undefined) record['interval'] ??= defaults.interval;
  if (defaults.source !== undefined) record['source'] ??= defaults.source;
  if (defaults.observedAt !== undefined) record['observedAt'] ??= defaults.observedAt;
  return record;
};

const translate = (kind: Kind, value: Fields, defaults: Defaults): Reading => {
  const issues: RecordIssue[] = [];
  const picked = pick(kind, value, issues);
  const record: Fields = kind.kind === 'bar' ? {} : { kind: kind.kind };
  const missing: RecordIssue[] = [];
  for (const field of kind.fields) {
    const found = picked.get(field);
    const canonical = field.read(found?.value);
    if (canonical !== undefined && field.holds(canonical)) record[field.key] = canonical;
    else if (canonical !== undefined)
      issues.push({ field: field.key, came: cameAs(found?.value), allowed: field.accepts });
    else if (field.required) missing.push({ field: field.key, came: cameAs(found?.value), allowed: field.accepts });
  }
  const empty =
    issues.length === 0 && missing.every(({ field }) => PRICES.includes(field)) && isEmptyBar(kind, picked, record);
  if (empty) return { dropped: 'empty bar' };
  issues.push(...missing);
  if (issues.length === 0) issues.push(...orderIssues(kind, record));
  return issues.length > 0
    ? { failed: reasonOf(issues) }
    : { record: withDefaults(kind, record, defaults) as MarketRecord };
};

/**
 * Reads a parsed value as a record. `owned` says that the value may become the record itself; the caller's own objects
 * are copied.
 */
export function readValue(value: unknown, defaults: Defaults, owned: boolean): Reading {
  if (!isFields(value)) return { failed: reasonOf([{ field: '', came: cameAs(value), allowed: 'one JSON object' }]) };
  const exact = kindNamed(value['kind']);
  if (owned && exact !== undefined && !('kind' in value && exact.kind === 'bar') && isRecordOf(exact, value)) {
    return { record: withDefaults(exact, value, defaults) as MarketRecord };
  }
  const kind = kindOf(value);
  if (kind !== undefined) return translate(kind, value, defaults);
  const allowed = `one of ${KIND_NAMES.join(', ')} (bar when absent)`;
  return { failed: reasonOf([{ field: 'kind', came: cameAs(value['kind']), allowed }]) };
}
