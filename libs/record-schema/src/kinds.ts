import * as z from 'zod/mini';
import { type FieldRule, fieldRules } from './field-rules.ts';
import { barSchema, forexSchema, newsSchema, type OrderRule, orderRules, quoteSchema } from './records.ts';

/** The kinds of record, as `kind` names them. */
export const RECORD_KINDS = ['bar', 'quote', 'forex', 'news'] as const;
/**
 * What a record is about; a record that names no `kind` is a bar.
 * @useDeclaredType
 */
export type RecordKind = (typeof RECORD_KINDS)[number];
/** The tables of the lake, one for each kind of record. */
export type TableName = 'bars' | 'quotes' | 'forex' | 'news';

/** A field of a kind of record, with all that the schema and its rule say about it. */
export interface Field extends FieldRule {
  readonly key: string;
  /** Place among the kind's fields, from 0. */
  readonly index: number;
  /** The column's name, snake_case. */
  readonly column: string;
  readonly required: boolean;
  /** `,"key":` and `,"column":`, made once: what stands before the value in a record and in a row. */
  readonly keyPrefix: string;
  readonly columnPrefix: string;
  /** One bit of its own when required, else 0: required fields are counted off by or-ing. */
  readonly bit: number;
}

/** A kind of record, taken apart for the hot path. */
export interface Kind {
  readonly kind: RecordKind;
  readonly table: TableName;
  readonly schema: z.ZodMiniObject;
  readonly fields: readonly Field[];
  readonly byKey: ReadonlyMap<string, Field>;
  readonly requiredBits: number;
  readonly order: OrderRule | undefined;
}

const snakeCase = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const fieldOf = (key: string, schema: z.core.$ZodType, index: number): Field => {
  const optional = schema instanceof z.ZodMiniExactOptional;
  const rule = fieldRules.get(optional ? schema.def.innerType : schema);
  if (!rule) throw new TypeError(`Field ${key} has no rule: build it with one of the …Field functions`);
  const column = snakeCase(key);
  const prefixes = { keyPrefix: `,${JSON.stringify(key)}:`, columnPrefix: `,${JSON.stringify(column)}:` };
  return { ...rule, ...prefixes, key, index, column, required: !optional, bit: optional ? 0 : 1 << index };
};

/** Takes a schema apart; all else about the kind follows from this. */
export const describeKind = (kind: RecordKind, table: TableName, schema: z.ZodMiniObject): Kind => {
  const fields = Object.entries(schema.shape)
    .filter(([key]) => key !== 'kind')
    .map(([key, field], index) => fieldOf(key, field, index));
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const requiredBits = fields.reduce((bits, { bit }) => bits | bit, 0);
  return { kind, table, schema, fields, byKey, requiredBits, order: orderRules.get(schema) };
};

/** The kinds, and the one place that says which table holds which. */
export const KINDS: Readonly<Record<RecordKind, Kind>> = {
  bar: describeKind('bar', 'bars', barSchema),
  quote: describeKind('quote', 'quotes', quoteSchema),
  forex: describeKind('forex', 'forex', forexSchema),
  news: describeKind('news', 'news', newsSchema),
};

const BY_NAME: ReadonlyMap<unknown, Kind> = new Map([
  [undefined, KINDS.bar],
  ...RECORD_KINDS.map((name) => [name, KINDS[name]] as const),
]);

/** The kind that a record's `kind` names, bar when it names none, `undefined` when it is none of ours. */
export const kindNamed = (name: unknown): Kind | undefined => BY_NAME.get(name);

/** What `kind` may be, to complete "allowed is …". */
export const KINDS_ALLOWED = `one of ${RECORD_KINDS.join(', ')} (bar when absent)`;
