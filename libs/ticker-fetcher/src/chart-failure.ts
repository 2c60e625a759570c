import {
  BadResponseError,
  type ChartError,
  RangeNotAvailableError,
  RateLimitedError,
  UnknownSymbolError,
} from './errors.ts';

/** An HTTP answer, read to its end. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  /** What its `Retry-After` asks for. */
  readonly retryAfterMs?: number | undefined;
}

/** Yahoo's words are passed on, but not whole pages of them. */
const MAX_QUOTED_CHARACTERS = 300;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const shorten = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return line.length > MAX_QUOTED_CHARACTERS ? `${line.slice(0, MAX_QUOTED_CHARACTERS)}…` : line;
};

function parseJson(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

interface YahooError {
  readonly code: string;
  readonly description: string;
}

/** The error inside `{ chart: { result: null, error: { code, description } } }`, under whatever key it comes. */
function errorIn(value: unknown): YahooError | undefined {
  if (!isObject(value)) return undefined;
  const holder = Object.values(value)[0];
  const error = isObject(holder) ? holder['error'] : undefined;
  if (!isObject(error)) return undefined;
  return { code: textOf(error['code']), description: shorten(textOf(error['description'])) };
}

function hasChart(value: unknown): boolean {
  const chart = isObject(value) ? value['chart'] : undefined;
  const results = isObject(chart) ? chart['result'] : undefined;
  const result: unknown = Array.isArray(results) ? results[0] : undefined;
  if (!isObject(result) || !isObject(result['meta']) || !isObject(result['indicators'])) return false;
  const quotes = result['indicators']['quote'];
  return Array.isArray(quotes) && isObject(quotes[0]);
}

const SERVED_DAYS = /within the last (\d+) days/u;
const OUT_OF_RANGE = /not available for|must be within|days worth|doesn.t exist for/iu;

/** An error that Yahoo put into words, in the words. */
function fromYahooError(status: number, { code, description }: YahooError): ChartError {
  const message = description || code;
  if (status === 429 || /too many requests/iu.test(code)) return new RateLimitedError(message);
  if (OUT_OF_RANGE.test(message)) {
    const days = SERVED_DAYS.exec(message)?.[1];
    return new RangeNotAvailableError(message, days === undefined ? undefined : Number(days));
  }
  if (status === 404 || code === 'Not Found') return new UnknownSymbolError(message);
  return new BadResponseError(`Yahoo answered ${status} ${code}: ${message}`, { retriable: status >= 500 });
}

/** 999 is what Yahoo's edge has long sent to those it takes for robots. */
const RATE_LIMIT_STATUSES = new Set([429, 999]);
const TRANSIENT_STATUSES = new Set([408, 425]);

function fromStatus({ status, body, retryAfterMs }: Reply): ChartError {
  const words = body.trimStart().startsWith('<') ? 'a web page' : `"${shorten(body)}"`;
  const message = `Yahoo answered ${status} with ${words} instead of a chart.`;
  const retriable = status >= 500 || TRANSIENT_STATUSES.has(status);
  return new BadResponseError(message, { retriable, retryAfterMs });
}

/** A 200 that is no JSON: throttling in disguise, or a body that lost its end. */
function fromText(body: string): ChartError {
  if (/^\s*too many requests\s*$/iu.test(body)) return new RateLimitedError('Yahoo answered "Too Many Requests".');
  return new BadResponseError(`Yahoo answered with something that is not JSON: "${shorten(body)}"`, {
    retriable: true,
  });
}

/**
 * Why a reply holds no chart, or `undefined` when it holds one. What only a further attempt can tell is retriable
 * (server errors, bodies that break off); what Yahoo has put into words, and JSON of another shape, is not.
 */
export function chartFailure(reply: Reply): ChartError | undefined {
  const { status, body, retryAfterMs } = reply;
  if (RATE_LIMIT_STATUSES.has(status)) {
    return new RateLimitedError(`Yahoo answered ${status} "${shorten(body) || 'Too Many Requests'}".`, retryAfterMs);
  }
  const value = parseJson(body);
  const error = errorIn(value);
  if (error) return fromYahooError(status, error);
  if (status < 200 || status > 299) return fromStatus(reply);
  if (value === undefined) return fromText(body);
  if (hasChart(value)) return undefined;
  return new BadResponseError(`Yahoo answered with JSON that holds no chart: ${shorten(body)}`, { retriable: false });
}
