/** One thing that is wrong with a record. */
export interface RecordIssue {
  /** The field as records spell it; empty when it is the record as a whole. */
  readonly field: string;
  /** What came, as JSON, cut to 60 characters; `nothing` when the field is missing. */
  readonly came: string;
  /** What may stand there. */
  readonly allowed: string;
}

const MAX_CAME_CHARS = 60;

const written = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  // Never walk what may be deep, cyclic or hostile: its type says enough.
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return JSON.stringify(typeof value === 'string' ? value.slice(0, MAX_CAME_CHARS) : value) ?? typeof value;
};

/** A value as a reason quotes it. */
export const cameAs = (value: unknown): string => {
  const text = written(value);
  return text.length > MAX_CAME_CHARS || (typeof value === 'string' && value.length > MAX_CAME_CHARS)
    ? `${text.slice(0, MAX_CAME_CHARS)}…`
    : text;
};

/** `high: came "abc", allowed is a finite number`, several with `; ` between them. */
export const reasonOf = (issues: readonly RecordIssue[]): string =>
  issues.map(({ field, came, allowed }) => `${field || 'record'}: came ${came}, allowed is ${allowed}`).join('; ');

/** What came: a whole quoted text, one that was cut off, or anything else. */
const CAME = /came (?:"(?:[^"\\]|\\.)*"|".*?…|[^"]*?), (?=allowed is )/gs;

/**
 * A reason without what came, for logs that more people read than the records: `high: allowed is a finite number`.
 *
 * @example withoutValues('high: came "secret", allowed is a finite number') // 'high: allowed is a finite number'
 */
export const withoutValues = (reason: string): string => reason.replaceAll(CAME, '');

/** Why something is not a record. Every error of this package is one. */
export class RecordError extends Error {
  override readonly name: string = 'RecordError';
  /** What is wrong, field by field, in the order of the schema. */
  readonly issues: readonly RecordIssue[];
  /** Trying again with the same input never helps. */
  readonly retriable = false;

  constructor(issues: readonly RecordIssue[], options?: ErrorOptions) {
    super(reasonOf(issues), options);
    this.issues = issues;
  }
}

/** The text is no JSON object; `cause` is the parser's own error where there was one. */
export class RecordSyntaxError extends RecordError {
  override readonly name = 'RecordSyntaxError';
}

/** The fields are not those of a record. */
export class RecordFieldError extends RecordError {
  override readonly name = 'RecordFieldError';
}

/** The defaults given to the normaliser are wrong: a mistake of the caller, not of the data. */
export class RecordDefaultsError extends RecordError {
  override readonly name = 'RecordDefaultsError';
}
