import type { Kind } from './kinds.ts';
import { cameAs, type RecordIssue } from './record-error.ts';

/** An object of unknown fields. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const kindHolds = (kind: Kind, value: unknown): boolean =>
  value === kind.kind || (value === undefined && kind.kind === 'bar');

const orderHolds = ({ order }: Kind, value: Fields): boolean =>
  order === undefined || !((value[order.upper] as number) < (value[order.lower] as number));

/** Whether an object is a canonical record of a kind: what the zod schema says, many times faster. */
export function isRecordOf(kind: Kind, value: Fields): boolean {
  let seen = 0;
  let sawKind = kind.kind === 'bar';
  for (const key in value) {
    const field = kind.byKey.get(key);
    if (field !== undefined) {
      if (!field.holds(value[key])) return false;
      seen |= field.bit;
    } else if (key === 'kind' && kindHolds(kind, value[key])) sawKind = true;
    else return false;
  }
  return sawKind && (seen & kind.requiredBits) === kind.requiredBits && orderHolds(kind, value);
}

/** What keeps two ordered fields from being in order, as one issue. */
export const orderIssues = (kind: Kind, value: Fields): RecordIssue[] => {
  if (orderHolds(kind, value) || !kind.order) return [];
  const { upper, lower } = kind.order;
  return [{ field: upper, came: cameAs(value[upper]), allowed: `at least ${lower}, here ${cameAs(value[lower])}` }];
};

/** All that keeps an object from being a canonical record of a kind, in the order of the schema. */
export function issuesOf(kind: Kind, value: Fields): RecordIssue[] {
  const wrong = kind.fields.filter((field) => {
    const present = Object.hasOwn(value, field.key);
    return present ? !field.holds(value[field.key]) : field.required;
  });
  const issues = wrong.map(({ key, allowed }) => ({ field: key, came: cameAs(value[key]), allowed }));
  const unknown = Object.keys(value).filter((key) => key !== 'kind' && !kind.byKey.has(key));
  const strange = unknown.map((key) => ({ field: key, came: cameAs(value[key]), allowed: 'no field of that name' }));
  return issues.length > 0 ? [...issues, ...strange] : [...orderIssues(kind, value), ...strange];
}
