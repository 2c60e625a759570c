import type { Issue } from '@tickerlake/lambda-app';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { RequestError } from './errors.ts';

/** What set the function off. */
export type Trigger =
  | { readonly kind: 'schedule'; /** When it was due, milliseconds since 1970 UTC. */ readonly atMs: number }
  | { readonly kind: 'http'; readonly event: APIGatewayProxyEventV2 }
  | { readonly kind: 'direct'; readonly fields: Readonly<Record<string, unknown>> };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isHttp = (event: object): event is APIGatewayProxyEventV2 =>
  'version' in event && event.version === '2.0' && 'requestContext' in event && 'rawPath' in event;

/** EventBridge rules say `aws.events`, EventBridge Scheduler `aws.scheduler`. */
const isSchedule = (event: Readonly<Record<string, unknown>>): boolean =>
  event['source'] === 'aws.events' || event['source'] === 'aws.scheduler';

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
        message: `is ${JSON.stringify(event)?.slice(0, 80)}, but must be an object, as in { "symbols": ["DDOG"] }.`,
      },
    ]);
  }
  if (isHttp(event)) return { kind: 'http', event };
  if (!isSchedule(event)) return { kind: 'direct', fields: event };
  const atMs = typeof event['time'] === 'string' ? Date.parse(event['time']) : Number.NaN;
  if (Number.isNaN(atMs)) {
    throw new RequestError([
      {
        field: 'time',
        message: `is ${JSON.stringify(event['time'])}, but a scheduled event says when it was due, as in 2026-11-20T15:00:00Z.`,
      },
    ]);
  }
  return { kind: 'schedule', atMs };
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
