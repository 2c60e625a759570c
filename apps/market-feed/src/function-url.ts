import type { IncomingMessage, RequestOptions } from 'node:http';
import type { LambdaFunctionURLEvent } from 'aws-lambda';

/** A request as Node's client sends it. It has no body: the feed is read-only. */
export interface PlainRequest extends Pick<RequestOptions, 'method' | 'path'> {
  readonly headers: Readonly<Record<string, string>>;
}

/** The head of an answer as a function URL takes it. */
export interface ResponseHead {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Headers that are about one connection, not about what goes over it; the length, for what is streamed has none; and the
 * date, which the URL sets itself. https://www.rfc-editor.org/rfc/rfc9110#field.connection
 */
const OF_CONNECTIONS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'date',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What a request line cannot hold, percent-encoded. */
const encodePath = (path: string): string => path.toWellFormed().replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent);
/** What a header cannot hold, left out. */
const cleanValue = (value: string): string => value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '');

/** The request that a client made of a function URL. */
export function toPlainRequest(event: LambdaFunctionURLEvent): PlainRequest {
  const { rawPath, rawQueryString, headers, requestContext } = event;
  const kept = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    value === undefined || OF_CONNECTIONS.has(name.toLowerCase()) ? [] : [[name, cleanValue(value)]],
  );
  return {
    method: requestContext.http.method,
    path: encodePath(rawPath + (rawQueryString ? `?${rawQueryString}` : '')),
    headers: Object.fromEntries(kept),
  };
}

/** The head of an answer, for a client of the function URL. */
export function toResponseHead({ statusCode = 502, headers }: IncomingMessage): ResponseHead {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || OF_CONNECTIONS.has(name) ? [] : [[name, [value].flat().join(', ')]],
  );
  return { statusCode, headers: Object.fromEntries(kept) };
}
