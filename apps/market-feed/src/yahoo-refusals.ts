import type { Problem } from './problem.ts';
import { json } from './route.ts';

/** Intervals that the chart serves, with the days back from now that it serves them, as Yahoo does; 1d goes further there. */
export const SERVED_DAYS = {
  '1m': 30,
  '2m': 60,
  '5m': 60,
  '15m': 60,
  '30m': 60,
  '60m': 730,
  '1h': 730,
  '1d': 730,
} as const;
export type YahooInterval = keyof typeof SERVED_DAYS;
export const YAHOO_INTERVALS = ['1m', '2m', '5m', '15m', '30m', '60m', '1h', '1d'] as const satisfies YahooInterval[];

/** Days of 1m rows that one request may span, as Yahoo's own refusal says. */
const REQUEST_DAYS_1M = 7;
const DAY_SECONDS = 86_400;

/** What a chart is asked of, seconds since 1970 UTC. */
export interface ChartSpan {
  readonly interval: YahooInterval;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** An error as Yahoo words it. */
const yahooError = (status: number, code: string, description: string): Response =>
  json({ chart: { result: null, error: { code, description } } }, status);

export const unknownSymbol = (): Response => yahooError(404, 'Not Found', 'No data found, symbol may be delisted');

/** What is wrong with the parameters, in Yahoo's words where it has any. */
export function wrongInput({ errors, message }: Problem): Response {
  const [first] = errors;
  if (!first) return yahooError(400, 'Bad Request', `Invalid input - ${message}`);
  const what = `${first.field}=${first.came}`;
  if (first.field !== 'interval') {
    return yahooError(400, 'Bad Request', `Invalid input - ${what}. Allowed is ${first.allowed}`);
  }
  const valid = YAHOO_INTERVALS.join(', ');
  return yahooError(
    422,
    'Unprocessable Entity',
    `Invalid input - ${what} is not supported. Valid intervals: [${valid}]`,
  );
}

/** Yahoo's refusal of a span, or `undefined` where it would serve it. */
export function refusalOf({ interval, fromSeconds, toSeconds }: ChartSpan, nowSeconds: number): Response | undefined {
  if (fromSeconds > toSeconds) {
    const words = `start date cannot be after end date. startDate = ${fromSeconds}, endDate = ${toSeconds}`;
    return yahooError(400, 'Bad Request', `Invalid input - ${words}`);
  }
  const words = `${interval} data not available for startTime=${fromSeconds} and endTime=${toSeconds}.`;
  if (interval === '1m' && toSeconds - fromSeconds > REQUEST_DAYS_1M * DAY_SECONDS) {
    const limit = `Only ${REQUEST_DAYS_1M} days worth of 1m granularity data are allowed to be fetched per request.`;
    return yahooError(422, 'Unprocessable Entity', `${words} ${limit}`);
  }
  const days = SERVED_DAYS[interval];
  if (fromSeconds >= nowSeconds - days * DAY_SECONDS) return undefined;
  return yahooError(422, 'Unprocessable Entity', `${words} The requested range must be within the last ${days} days.`);
}
