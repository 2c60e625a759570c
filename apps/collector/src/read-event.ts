import { isHttpRequest, type Issue, readDueTime, shown } from '@tickerlake/lambda-app';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { RequestError } from './errors.ts';

/** What set the function off. */
export type Trigger =
  | { readonly kind: 'schedule'; /** When it was due, milliseconds since 1970 UTC. */ readonly atMs: number }
  | { readonly kind: 'http'; readonly event: APIGatewayProxyEventV2 }
  | { readonly kind: 'direct'; readonly fields: Readonly<Record<string, unknown>> };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Tells the three kinds of events apart.
 *
 * @throws {RequestError} for an event that is no object, or a scheduled one without a time.
 */
export function readEvent(event: unknown): Trigger {
  if (!isObject(event)) {
    throw new RequestError([
      {
        field: 'event',
        message: `is ${shown(event)}, but must be an object, as in { "symbols": ["DDOG"] }.`,
      },
    ]);
  }
  if (isHttpRequest(event)) return { kind: 'http', event };
  const due = readDueTime(event);
  if (due === undefined) return { kind: 'direct', fields: event };
  if ('problem' in due) throw new RequestError([{ field: 'time', message: due.problem }]);
  return { kind: 'schedule', atMs: due.value };
}

/** A query string has only text: lists and truth values are read out of it, whatever else comes is left to the checks. */
const fromQuery = (name: string, text: string | undefined): unknown => {
  if (name === 'symbols') return text?.split(',').filter((part) => part.trim() !== '');
  if (name === 'extendedHours' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
};

const readBody = ({ body, isBase64Encoded }: APIGatewayProxyEventV2): Readonly<Record<string, unknown>> => {
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '');
  if (text.trim() === '') return {};
  const wrong = (message: string): RequestError => new RequestError([{ field: 'body', message }]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong('is not JSON: an object is expected, as in { "symbols": ["DDOG"], "date": "2026-11-20" }.');
  }
  if (!isObject(value)) throw wrong('is JSON, but not an object, as in { "symbols": ["DDOG"], "date": "2026-11-20" }.');
  return value;
};

/**
 * The fields of an HTTP request: those of its query string and those of its JSON body.
 *
 * @throws {RequestError} for a body that is no JSON object, or a field that both name.
 */
export function readHttpFields(event: APIGatewayProxyEventV2): Readonly<Record<string, unknown>> {
  const query = Object.entries(event.queryStringParameters ?? {}).map(
    ([name, text]) => [name, fromQuery(name, text)] as const,
  );
  const body = readBody(event);
  const twice: Issue[] = query
    .filter(([name]) => Object.hasOwn(body, name))
    .map(([field]) => ({ field, message: 'is given twice: in the query string and in the body.' }));
  if (twice.length > 0) throw new RequestError(twice);
  return Object.fromEntries([...query, ...Object.entries(body)]);
}
