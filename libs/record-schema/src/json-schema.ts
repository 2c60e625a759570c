import * as z from 'zod/mini';
import { fieldRules } from './field-rules.ts';
import { KINDS, type RecordKind } from './kinds.ts';

/** A JSON Schema document, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema (draft 2020-12) of canonical records of a kind, for validators in other languages. What JSON Schema
 * cannot say (high not below low, an offset that New York had that day) stands in the descriptions only.
 */
export function jsonSchema(kind: RecordKind): JsonSchema {
  const { schema, order } = KINDS[kind];
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
