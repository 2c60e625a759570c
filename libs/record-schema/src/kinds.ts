import type * as z from 'zod/mini';
import { type FieldRule, fieldRules } from './field-rules.ts';
import { barSchema, forexSchema, newsSchema, type OrderRule, orderRules, quoteSchema } from './records.ts';

export type RecordKind = 'bar' | 'quote' | 'forex' | 'news';
export type TableName = 'bars' | 'quotes' | 'forex' | 'news';

/** A field of a kind of record, with all that the schema and its rule say about it. */
export interface Field extends FieldRule {
  readonly key: string;
  /** The column's name, snake_case. */
  readonly column: string;
  readonly required: boolean;
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

interface Wrapped extends z.ZodMiniType {
  readonly def: z.ZodMiniType['def'] & { readonly innerType?: z.ZodMiniType };
}

const fieldOf = (key: string, schema: Wrapped, index: number): Field => {
  const inner = schema.def.innerType;
  const rule = fieldRules.get(inner ?? schema);
  if (!rule) throw new TypeError(`Field ${key} has no rule: build it with one of the …Field functions`);
  const required = inner === undefined;
  return { ...rule, key, column: snakeCase(key), required, bit: required ? 1 << index : 0 };
};

const describe = (kind: RecordKind, table: TableName, schema: z.ZodMiniObject): Kind => {
  const fields = Object.entries(schema.shape)
    .filter(([key]) => key !== 'kind')
    .map(([key, field], index) => fieldOf(key, field as Wrapped, index));
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const requiredBits = fields.reduce((bits, { bit }) => bits | bit, 0);
  return { kind, table, schema, fields, byKey, requiredBits, order: orderRules.get(schema) };
};

/** The kinds, and the one place that says which table holds which. */
export const KINDS: Readonly<Record<RecordKind, Kind>> = {
  bar: describe('bar', 'bars', barSchema),
  quote: describe('quote', 'quotes', quoteSchema),
  forex: describe('forex', 'forex', forexSchema),
  news: describe('news', 'news', newsSchema),
};

export const KIND_NAMES = Object.keys(KINDS) as readonly RecordKind[];

/** The kind that a record's `kind` field names, `undefined` for none of ours. */
export const kindNamed = (name: unknown): Kind | undefined => {
  if (name === undefined) return KINDS.bar;
  return typeof name === 'string' && Object.hasOwn(KINDS, name) ? KINDS[name as RecordKind] : undefined;
};
