import { ConfigError, type Issue } from './config-error.ts';
import { unknownName } from './suggest.ts';
import type { Reading, VariableKind } from './variable-kind.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable of the environment. */
export interface Variable<T> {
  readonly name: string;
  /** @param text `undefined` where the variable is absent or blank. */
  readonly read: (text: string | undefined) => Reading<T>;
}

/** The variables that a function reads, by the field of its configuration that each becomes. */
export type Variables = Readonly<Record<string, Variable<unknown>>>;
type ValueOf<V> = V extends Variable<infer T> ? T : never;

/** What the variables hold. One that may be absent, and is, has no field. */
export type Values<V extends Variables> = {
  readonly [Field in keyof V as undefined extends ValueOf<V[Field]> ? never : Field]: ValueOf<V[Field]>;
} & {
  readonly [Field in keyof V as undefined extends ValueOf<V[Field]> ? Field : never]?: NonNullable<ValueOf<V[Field]>>;
};

/** Names that begin so are ours: the AWS SDK and Lambda have the others. */
const PREFIX = 'TICKERLAKE_';

/** A variable that must be there. */
export const required = <T>(name: string, kind: VariableKind<T>): Variable<T> => ({
  name,
  read: (text) => (text === undefined ? { problem: `is missing: give ${kind.allowed}.` } : kind.read(text)),
});

/** A variable that may be absent, and what is meant then. */
export function optional<T>(name: string, kind: VariableKind<T>): Variable<T | undefined>;
export function optional<T>(name: string, kind: VariableKind<T>, otherwise: NoInfer<T>): Variable<T>;
export function optional<T>(name: string, kind: VariableKind<T>, otherwise?: T): Variable<T | undefined> {
  return { name, read: (text) => (text === undefined ? { value: otherwise } : kind.read(text)) };
}

const strangers = (env: Environment, known: readonly string[], tolerated: readonly string[]): Issue[] =>
  Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name) && !tolerated.includes(name))
    .map((name) => ({ field: name, message: unknownName(name, known) }));

/** Where nothing is wrong, each variable was read into its field. */
const isWhole = <V extends Variables>(values: object, issues: readonly Issue[]): values is Values<V> =>
  issues.length === 0;

/**
 * Reads the environment, strictly: blank is absent, and a name that starts with `TICKERLAKE_` and is not among the
 * variables is taken for a typing error.
 *
 * @param tolerated Such names that others read, and that may be there nevertheless.
 * @throws {ConfigError} naming every variable that is missing, misspelt or has a value that is not allowed, so that one
 * start shows every mistake.
 */
export function readEnvironment<V extends Variables>(
  env: Environment,
  variables: V,
  tolerated: readonly string[] = [],
): Values<V> {
  const names = Object.values(variables).map(({ name }) => name);
  const issues = strangers(env, names, tolerated);
  const values: Record<string, unknown> = {};
  for (const [field, { name, read }] of Object.entries(variables)) {
    const reading = read(env[name]?.trim() || undefined);
    if ('problem' in reading) issues.push({ field: name, message: reading.problem });
    else if (reading.value !== undefined) values[field] = reading.value;
  }
  if (!isWhole<V>(values, issues)) throw new ConfigError(issues);
  return values;
}
