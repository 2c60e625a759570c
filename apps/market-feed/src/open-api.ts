import { jsonSchema, type JsonSchema, type RecordKind } from '@tickerlake/record-schema';
import * as z from 'zod/mini';
import type { Parameter } from './parameters.ts';
import { PROBLEM_TYPE, problemSchema } from './problem.ts';
import type { Route } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

/** What keeps any request from being answered, whatever it asks for. */
const COMMON_REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request is wrong; errors says in what',
  404: 'There is nothing at that path',
  405: 'The method is not one of GET, HEAD and OPTIONS',
  406: 'Accept leaves out what there is',
  414: 'The address is too long',
  421: 'The Host header is of another server',
  431: 'The headers are too large',
  500: 'Something unexpected went wrong; id is in the server’s log',
};

const withoutDialect = ({ $schema: _dialect, ...schema }: JsonSchema): JsonSchema => schema;

const schemaOf = (schema: z.ZodMiniType): JsonSchema =>
  withoutDialect(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }));

const describeParameter = ({ in: place, name, description, allowed, schema, isList }: Parameter): Json => ({
  name,
  in: place,
  required: place === 'path',
  description: `${description.replace(/\.$/, '')}. Allowed: ${allowed}.`,
  ...(isList && { style: 'form', explode: false }),
  schema: schemaOf(schema),
});

const problemAnswer = (description: string): Json => ({
  description,
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/problem' } } },
});

function describeAnswers({ answer, refusals = {} }: Route): Json {
  const { description, content } = answer;
  const types = Object.entries(content).map(([type, schema]) => [type, { schema: withoutDialect(schema) }]);
  const problems = Object.entries({ ...COMMON_REFUSALS, ...refusals });
  return {
    200: { description, content: Object.fromEntries(types) },
    ...Object.fromEntries(problems.map(([status, words]) => [status, problemAnswer(words)])),
  };
}

const describeRoute = (route: Route): Json => ({
  get: {
    operationId: route.id,
    summary: route.summary,
    ...(route.description !== undefined && { description: route.description }),
    parameters: Object.values(route.parameters).map(describeParameter),
    responses: describeAnswers(route),
  },
});

const KINDS: readonly RecordKind[] = ['bar', 'quote', 'forex', 'news'];

/**
 * The description of the routes, made of the schemas that check their requests.
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export const describeApi = (routes: readonly Route[]): Json => ({
  openapi: '3.1.1',
  jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
  info: {
    title: 'Tickerlake market feed',
    version: '1.0.0',
    summary: 'A simulated market: stocks, exchange rates and news.',
    description: 'Prices are made up. Everything is read-only, and nothing that lies after market time is shown.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  paths: Object.fromEntries(routes.map((route) => [route.path, describeRoute(route)])),
  components: {
    schemas: {
      ...Object.fromEntries(KINDS.map((kind) => [kind, withoutDialect(jsonSchema(kind))])),
      problem: schemaOf(problemSchema),
    },
  },
});
