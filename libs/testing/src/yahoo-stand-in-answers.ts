import { type Chart, type ChartQuery, mapColumns } from './yahoo-stand-in-chart.ts';

/**
 * A way to answer wrongly. `rate-limited` is Yahoo's 429 in plain text, `rate-limited-200` the same words with status
 * 200; `truncated` breaks the connection in the middle of the body, `half-json` ends it cleanly but too soon;
 * `null-rows` blanks every third row, `all-null` all of them; `extended-anyway` sends pre- and post-market rows, asked
 * for or not. An object is an answer of your own.
 */
export type YahooFault =
  | 'rate-limited'
  | 'rate-limited-200'
  | 'hang'
  | 'reset'
  | 'server-error'
  | 'bad-gateway'
  | 'truncated'
  | 'half-json'
  | 'crumb-text'
  | 'wrong-shape'
  | 'unknown'
  | 'delisted'
  | 'out-of-range'
  | 'no-timestamp'
  | 'null-rows'
  | 'all-null'
  | 'extended-anyway'
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> };

/** An HTTP answer, `truncated` when the connection breaks in its middle. */
export interface Reply {
  readonly kind: 'status' | 'truncated';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export type Answer = Reply | { readonly kind: 'hang' } | { readonly kind: 'reset' };

const DAY_SECONDS = 86_400;
/** Days back from now that Yahoo serves, by interval, as its 422 answers say. */
const SERVED_DAYS: Readonly<Record<string, number>> = { '1m': 30, '2m': 60, '5m': 60, '15m': 60, '30m': 60, '1h': 730 };
/** Days of 1m bars that one request may span, as Yahoo's 422 answer says. */
const REQUEST_DAYS_1M = 7;

const text = (status: number, body: string, contentType: string): Reply => ({
  kind: 'status',
  status,
  headers: { 'content-type': contentType },
  body,
});
const json = (status: number, value: unknown): Reply =>
  text(status, JSON.stringify(value), 'application/json;charset=utf-8');
const chartError = (status: number, code: string, description: string): Reply =>
  json(status, { chart: { result: null, error: { code, description } } });

/** What Yahoo answers for a symbol that it does not have, or has no more. */
export const unknownSymbol = (): Reply => chartError(404, 'Not Found', 'No data found, symbol may be delisted');

export const chartAnswer = (chart: Chart): Reply => json(200, { chart: { result: [chart], error: null } });

/** Yahoo's refusal of a range, or `undefined` where it would serve it. */
export function refusalByClock(query: ChartQuery, nowSeconds: number): Reply | undefined {
  const { interval, fromSeconds, toSeconds } = query;
  const days = SERVED_DAYS[interval];
  if (days === undefined) return undefined;
  const words = `${interval} data not available for startTime=${fromSeconds} and endTime=${toSeconds}.`;
  if (interval === '1m' && toSeconds - fromSeconds > REQUEST_DAYS_1M * DAY_SECONDS) {
    const limit = `Only ${REQUEST_DAYS_1M} days worth of 1m granularity data are allowed to be fetched per request.`;
    return chartError(422, 'Unprocessable Entity', `${words} ${limit}`);
  }
  if (fromSeconds >= nowSeconds - days * DAY_SECONDS) return undefined;
  const limit = `The requested range must be within the last ${days} days.`;
  return chartError(422, 'Unprocessable Entity', `${words} ${limit}`);
}

/** The shell that Yahoo keeps of a dead listing: exchange `YHD`, no currency, no rows. */
const deadListing: Chart = {
  meta: {
    currency: null,
    symbol: 'GONE',
    exchangeName: 'YHD',
    fullExchangeName: 'YHD',
    instrumentType: 'MUTUALFUND',
    firstTradeDate: null,
    hasPrePostMarketData: false,
    exchangeTimezoneName: 'America/New_York',
    dataGranularity: '1d',
  },
  indicators: { quote: [{}] },
};

const HTML = '<!DOCTYPE html><html><body><p>Our engineers are working quickly to resolve the issue.</p></body></html>';

/** Faults that need no chart. */
const FIXED: Readonly<Partial<Record<Extract<YahooFault, string>, Answer>>> = {
  'rate-limited': text(429, 'Too Many Requests\r\n', 'text/plain'),
  'rate-limited-200': text(200, 'Too Many Requests\r\n', 'text/plain'),
  hang: { kind: 'hang' },
  reset: { kind: 'reset' },
  'server-error': text(500, HTML, 'text/html'),
  'bad-gateway': text(502, HTML, 'text/html'),
  'crumb-text': text(200, 'aB3.xYz/9qR', 'text/plain'),
  'wrong-shape': json(200, { finance: { result: [] } }),
  unknown: unknownSymbol(),
  delisted: chartAnswer(deadListing),
  'out-of-range': chartError(
    422,
    'Unprocessable Entity',
    '1m data not available for startTime=1589428800 and endTime=1589515200. The requested range must be within the last 30 days.',
  ),
};

/** The same answer with its chart changed; anything but a chart is left as it is. */
function changeChart(answer: Reply, change: (chart: Chart) => Chart): Reply {
  if (answer.status !== 200) return answer;
  const parsed: { chart: { result: [Chart] } } = JSON.parse(answer.body);
  return chartAnswer(change(parsed.chart.result[0]));
}

function blankRows(chart: Chart, isBlank: (index: number) => boolean): Chart {
  return mapColumns(chart, (cells) => cells.map((cell, index) => (isBlank(index) ? null : cell)));
}

/** What to answer: the truth, or what the fault makes of it. */
export function answerFor(fault: YahooFault | undefined, truth: () => Reply): Answer {
  if (fault === undefined) return truth();
  if (typeof fault === 'object') return { kind: 'status', headers: {}, ...fault };
  const fixed = FIXED[fault];
  if (fixed) return fixed;
  const answer = truth();
  switch (fault) {
    case 'truncated':
      return { ...answer, kind: 'truncated' };
    case 'half-json':
      return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
    case 'no-timestamp':
      return changeChart(answer, ({ meta }) => ({ meta, indicators: { quote: [{}] } }));
    case 'null-rows':
      return changeChart(answer, (chart) => blankRows(chart, (index) => index % 3 === 1));
    case 'all-null':
      return changeChart(answer, (chart) => blankRows(chart, () => true));
    default:
      return answer;
  }
}
