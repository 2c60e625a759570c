import * as z from 'zod/mini';
import { fieldRules } from './field-rules.ts';
import { type Kind, KINDS, type RecordKind } from './kinds.ts';

/** A JSON Schema document, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema of a kind. */
export function jsonSchemaOf({ kind, schema, order }: Kind): JsonSchema {
  const described = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    metadata: z.registry(),
    override: ({ zodSchema, jsonSchema: json }) => {
      const rule = fieldRules.get(zodSchema);
      if (rule) json.description = `${rule.comment}: ${rule.allowed}`;
    },
  });
  const description = order ? { description: `${order.upper} is at least ${order.lower}` } : {};
  return { title: kind, ...description, ...described };
}

/**
 * The JSON Schema (draft 2020-12) of canonical records of a kind, for validators in other languages. What JSON Schema
 * cannot say (high not below low, an offset that New York had that day) stands in the descriptions only.
 */
export const jsonSchema = (kind: RecordKind): JsonSchema => jsonSchemaOf(KINDS[kind]);
