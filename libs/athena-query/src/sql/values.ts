import { QueryTextError } from '../errors.ts';

/** A value that a query can hold. A `Date` is an instant, compared with the lake's `timestamp` columns, which are UTC. */
export type SqlValue = string | number | bigint | boolean | Date;

/**
 * Characters of one execution parameter, quotes included.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html#athena-StartQueryExecution-request-ExecutionParameters
 */
export const MAX_PARAMETER_CHARACTERS = 1024;

const MAX_BIGINT = 2n ** 63n - 1n;
const MIN_BIGINT = -(2n ** 63n);

const refuse = (came: string): never => {
  throw new QueryTextError(
    came,
    `${came} cannot be a value of a query: give a string, a finite number, a bigint of 64 bits, a boolean or a valid Date.`,
  );
};

/** Doubles carry an exponent: without one Trino reads a DECIMAL. */
function numberLiteral(value: number): string {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value);
  if (!Number.isFinite(value)) return refuse(String(value));
  return value.toExponential().replace('e+', 'E').replace('e', 'E');
}

const bigintLiteral = (value: bigint): string =>
  value > MAX_BIGINT || value < MIN_BIGINT ? refuse(`${value}n`) : String(value);

function timestampLiteral(value: Date): string {
  if (Number.isNaN(value.getTime())) return refuse('An invalid Date');
  const text = value.toISOString();
  return text.length === 24 ? `TIMESTAMP '${text.slice(0, 10)} ${text.slice(11, 23)}'` : refuse(text);
}

/**
 * A value as a Trino literal. Strings are quoted with every `'` doubled: nothing inside can end the literal.
 * @throws {QueryTextError} for a value that Trino has no literal for.
 */
export function sqlLiteral(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value === 'bigint') return bigintLiteral(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return timestampLiteral(value);
  return value === null ? 'NULL' : refuse(typeof value === 'object' ? 'An object' : `A value of type ${typeof value}`);
}

/**
 * Values that came from somewhere else, once it is known that they are such.
 * @throws {QueryTextError} for one that Trino has no literal for.
 */
export function sqlValues(values: readonly unknown[]): SqlValue[] {
  return values.map((value) => {
    sqlLiteral(value);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
    return typeof value === 'boolean' || value instanceof Date ? value : refuse('null');
  });
}

/**
 * Parameters as Athena's `ExecutionParameters` takes them: each an SQL literal.
 * @throws {QueryTextError} for one longer than 1,024 characters, or without a literal.
 */
export function executionParameters(parameters: readonly SqlValue[]): string[] {
  return parameters.map((parameter) => {
    const literal = sqlLiteral(parameter);
    if (literal.length <= MAX_PARAMETER_CHARACTERS) return literal;
    throw new QueryTextError(
      `${literal.slice(0, 40)}…`,
      `A parameter of ${literal.length} characters exceeds Athena's limit of ${MAX_PARAMETER_CHARACTERS} (quotes included).`,
    );
  });
}
