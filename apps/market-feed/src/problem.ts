import { STATUS_CODES } from 'node:http';
import * as z from 'zod/mini';

/** One thing wrong with a request. */
const fieldProblemSchema = z.strictObject({
  /** Where the field stands. */
  in: z.enum(['path', 'query', 'header']),
  field: z.string(),
  came: z.string(),
  allowed: z.string(),
});
export type FieldProblem = z.infer<typeof fieldProblemSchema>;

/**
 * What went wrong, as answers say it: a problem document.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.exactOptional(z.array(fieldProblemSchema)),
  id: z.exactOptional(z.string()),
});
type ProblemDocument = z.infer<typeof problemSchema>;

export const PROBLEM_TYPE = 'application/problem+json';

/** Why a request is not answered with what it asked for. Thrown by whoever finds out, written by the server. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly errors: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: string,
    facts: { errors?: readonly FieldProblem[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.status = status;
    this.errors = facts.errors ?? [];
    this.headers = facts.headers ?? {};
  }

  /** As the answer's body. `id` finds the log line of an unexpected one. */
  toText(id?: string): string {
    const document: ProblemDocument = {
      type: 'about:blank',
      title: STATUS_CODES[this.status] ?? 'Problem',
      status: this.status,
      detail: this.message,
      ...(this.errors.length > 0 && { errors: [...this.errors] }),
      ...(id !== undefined && { id }),
    };
    return JSON.stringify(document);
  }
}

const MAX_SHOWN_CHARS = 100;

/** A value as a problem quotes it: short, and on one line. */
export const shown = (text: string): string =>
  text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}… (${text.length} characters)` : text;

/** 400: each wrong field with what came and what is allowed. */
export const wrongFields = (errors: readonly FieldProblem[]): Problem => {
  const names = [...new Set(errors.map(({ field }) => field))].map(shown).join(', ');
  return new Problem(400, `The request is wrong in ${names}. The list errors says what is allowed.`, { errors });
};
