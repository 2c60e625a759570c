import * as z from 'zod/mini';
import { type FieldProblem, shown, wrongFields } from './problem.ts';

/** A parameter of a route: what validates it describes it too. */
export interface Parameter<Schema extends z.ZodMiniType = z.ZodMiniType> {
  readonly in: FieldProblem['in'];
  readonly name: string;
  readonly description: string;
  /** To complete "allowed is …". */
  readonly allowed: string;
  /** Of the value, after it was read from its text. Optional ones say so, or have a default. */
  readonly schema: Schema;
  /** The value that a text stands for; a text that stands for none comes back as it is, for the schema to refuse. */
  readonly read: (text: string) => unknown;
  /** Several values, with commas between. */
  readonly isList?: boolean;
}

/** A route's parameters, by the name under which its handler gets them. */
export type Parameters = Readonly<Record<string, Parameter>>;
export type Values<P extends Parameters> = { readonly [Key in keyof P]: z.output<P[Key]['schema']> };

/** A request's parameters as they came. */
export interface RawParameters {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  header(name: string): string | undefined;
}

const asText = (text: string): unknown => text;
const asInteger = (text: string): unknown => (/^-?\d{1,15}$/.test(text) ? Number(text) : text);
const asList = (text: string): unknown => [...new Set(text.split(','))];

type Facts = Pick<Parameter, 'in' | 'name' | 'description' | 'allowed'>;

export const textParameter = <Schema extends z.ZodMiniType>(facts: Facts, schema: Schema): Parameter<Schema> => ({
  ...facts,
  schema,
  read: asText,
});
export const integerParameter = <Schema extends z.ZodMiniType>(facts: Facts, schema: Schema): Parameter<Schema> => ({
  ...facts,
  schema,
  read: asInteger,
});
export const listParameter = <Schema extends z.ZodMiniType>(facts: Facts, schema: Schema): Parameter<Schema> => ({
  ...facts,
  schema,
  read: asList,
  isList: true,
});

/** Every text that came for a parameter. */
const textsOf = (parameter: Parameter, raw: RawParameters): string[] => {
  if (parameter.in === 'query') return raw.query.getAll(parameter.name);
  const text = parameter.in === 'path' ? raw.path[parameter.name] : raw.header(parameter.name);
  return text === undefined ? [] : [text];
};

/** What a parameter comes to: its value, or what is wrong with it. */
function readOne(parameter: Parameter, raw: RawParameters): { value: unknown } | { problem: FieldProblem } {
  const { in: place, name, allowed, schema, read } = parameter;
  const texts = textsOf(parameter, raw);
  const [text] = texts;
  const problem = (came: string) => ({ problem: { in: place, field: name, came, allowed } });
  if (texts.length > 1)
    return { problem: { in: place, field: name, came: `it ${texts.length} times`, allowed: 'it once' } };
  const result = schema.safeParse(text === undefined ? undefined : read(text));
  if (result.success) return { value: result.data };
  return problem(text === undefined ? 'nothing' : shown(text));
}

/** Query parameters that the route does not have. */
const strangers = (known: readonly Parameter[], { query }: RawParameters): FieldProblem[] => {
  const names = known.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const allowed = names.length > 0 ? `the parameters ${names.join(', ')}` : 'no parameters';
  return [...new Set(query.keys())]
    .filter((name) => !names.includes(name))
    .map((name) => ({ in: 'query', field: shown(name), came: shown(query.get(name) ?? ''), allowed }));
};

const MAX_PROBLEMS = 20;

const hasAll = <P extends Parameters>(values: Record<string, unknown>, parameters: P): values is Values<P> =>
  Object.keys(parameters).every((key) => key in values);

/**
 * A request's values, each checked by its schema.
 * @throws {Problem} 400 that names each wrong parameter, and each that the route does not have
 */
export function readParameters<P extends Parameters>(
  parameters: P,
  raw: RawParameters,
  toleratesUnknown: boolean,
): Values<P> {
  const values: Record<string, unknown> = {};
  const problems = toleratesUnknown ? [] : strangers(Object.values(parameters), raw);
  for (const [key, parameter] of Object.entries(parameters)) {
    const outcome = readOne(parameter, raw);
    if ('problem' in outcome) problems.push(outcome.problem);
    else values[key] = outcome.value;
  }
  if (problems.length > 0 || !hasAll(values, parameters)) throw wrongFields(problems.slice(0, MAX_PROBLEMS));
  return values;
}
