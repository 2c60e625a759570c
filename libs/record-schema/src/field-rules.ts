import * as z from 'zod/mini';

/** Column types of the lake, as Glue and Athena name them. */
export type ColumnType = 'string' | 'double' | 'bigint' | 'boolean' | 'timestamp' | 'array<string>';

/**
 * What is known of a field besides its zod schema, and registered with it: everything else in this package (table
 * columns, row codec, JSON Schema, normaliser, reasons) is derived from the schema and this.
 */
export interface FieldRule {
  readonly type: ColumnType;
  /** What the field means, for the table's column and the JSON Schema. */
  readonly comment: string;
  /** What a canonical record may hold, to complete "allowed is …". */
  readonly allowed: string;
  /** What the normaliser reads, where that is more. */
  readonly accepts: string;
  /** Other names under which sources send the field, lower case without `_`, best first; its own name beats them… */
  readonly aliases: readonly string[];
  /** …but not these. */
  readonly betterNames?: readonly string[];
  /** How the canonical value is written as JSON: as it prints, in quotes without escapes, or by JSON's own rules. */
  readonly writtenAs: 'bare' | 'quoted' | 'json';
  /** Whether a value is canonical: the zod schema's answer, given by hand because it is asked for every field of every record. */
  holds(value: unknown): boolean;
  /** The canonical value that a source's value stands for; `undefined` for none; the value itself when it cannot be read. */
  read(value: unknown): unknown;
  /** The canonical value as the lake's row holds it, where that differs. */
  readonly toColumn?: (value: unknown) => unknown;
  /** Inverse of `toColumn`; a value that it cannot take comes back as it is. */
  readonly fromColumn?: (value: unknown) => unknown;
}

export const fieldRules = z.registry<FieldRule>();

/** Whether a text is empty or blank. */
const isBlankText = (text: string): boolean => {
  const first = text.charCodeAt(0);
  // Printable ASCII in front, so nearly every text, answers without a copy being made.
  return !(first > 32 && first < 127) && text.trim() === '';
};

/** Whether a source's value says "nothing here": null, NaN, an empty or blank text. */
export const isNothing = (value: unknown): boolean =>
  typeof value === 'string' ? isBlankText(value) : value === undefined || value === null || Number.isNaN(value);
