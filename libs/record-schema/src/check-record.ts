import { type Field, type Kind, KINDS_ALLOWED, kindNamed } from './kinds.ts';
import { cameAs, RecordFieldError, type RecordIssue } from './record-error.ts';
import type { MarketRecord } from './records.ts';

/** An object of unknown fields. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const orderHolds = ({ order }: Kind, value: Fields): boolean =>
  order === undefined || !(Number(value[order.upper]) < Number(value[order.lower]));

const kindHolds = ({ kind }: Kind, named: unknown): boolean =>
  named === kind || (named === undefined && kind === 'bar');

/** Puts the canonical value in the place of a source's, if there is one. */
const mendField = (field: Field, value: Fields): boolean => {
  const canonical = field.read(value[field.key]);
  if (canonical === undefined || !field.holds(canonical)) return false;
  value[field.key] = canonical;
  return true;
};

/**
 * Whether an object is a canonical record of a kind: what the zod schema says, many times faster. With `mend`, values
 * under the right keys are made canonical on the way, where they can be.
 */
export function isRecordOf(kind: Kind, value: Fields, mend = false): value is Fields & MarketRecord {
  let seen = 0;
  for (const key in value) {
    const field = kind.byKey.get(key);
    if (field !== undefined) {
      if (!field.holds(value[key]) && !(mend && mendField(field, value))) return false;
      seen |= field.bit;
    } else if (key !== 'kind') return false;
  }
  return (seen & kind.requiredBits) === kind.requiredBits && kindHolds(kind, value['kind']) && orderHolds(kind, value);
}

/** What keeps two ordered fields from being in order, as one issue. */
export const orderIssues = (kind: Kind, value: Fields): RecordIssue[] => {
  if (orderHolds(kind, value) || !kind.order) return [];
  const { upper, lower } = kind.order;
  return [{ field: upper, came: cameAs(value[upper]), allowed: `at least ${lower}, here ${cameAs(value[lower])}` }];
};

/** All that keeps an object from being a canonical record of a kind, in the order of the schema. */
function issuesOf(kind: Kind, value: Fields): RecordIssue[] {
  const wrong = kind.fields.filter((field) => {
    const present = Object.hasOwn(value, field.key);
    return present ? !field.holds(value[field.key]) : field.required;
  });
  const issues = wrong.map(({ key, allowed }) => ({ field: key, came: cameAs(value[key]), allowed }));
  const unknown = Object.keys(value).filter((key) => key !== 'kind' && !kind.byKey.has(key));
  const strange = unknown.map((key) => ({ field: key, came: cameAs(value[key]), allowed: 'no field of that name' }));
  return issues.length > 0 ? [...issues, ...strange] : [...orderIssues(kind, value), ...strange];
}

/** The kind of an object that must be a canonical record. Throws a {@link RecordFieldError} when it is not. */
export function checkedKind(value: Fields): Kind {
  const kind = kindNamed(value['kind']);
  if (kind !== undefined && isRecordOf(kind, value)) return kind;
  if (kind !== undefined) throw new RecordFieldError(issuesOf(kind, value));
  throw new RecordFieldError([{ field: 'kind', came: cameAs(value['kind']), allowed: KINDS_ALLOWED }]);
}

/** Throws a {@link RecordFieldError} unless an object is a canonical record. */
export function assertRecord(value: Fields): asserts value is Fields & MarketRecord {
  checkedKind(value);
}
