import { DEFAULT_PAIRS, DEFAULT_SYMBOLS, eventKey } from '@tickerlake/market-simulator';
import fc from 'fast-check';
import { OPEN_MS, testMarket } from './test-market.ts';

/** One request as `http.request` takes it. */
export interface FuzzedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const market = testMarket();
const IDS = [...market.events(market.all, { fromMs: OPEN_MS, toMs: OPEN_MS + 30_000 })].map(eventKey);

const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const nonsense = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 12 }), fc.constant(''));
const symbols = fc.oneof(
  pick(...DEFAULT_SYMBOLS),
  pick('FB', 'meta', 'BRK-B', '^GSPC', '../META', 'constructor', '__proto__'),
);
const instants = fc.oneof(
  fc
    .date({ min: new Date('1985-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  pick(
    '2026-11-19',
    '2026-11-20',
    '2026-11-20T14:30:00Z',
    '2026-02-30',
    '1990-01-01',
    '2030-12-31',
    '2026-11-20 09:30:00-05:00',
  ),
);
const numbers = fc.oneof(
  fc.integer({ min: -2, max: 6_000 }).map(String),
  pick('1e9', '0x10', '-0', '9'.repeat(30), 'NaN'),
);
const seconds = fc.oneof(
  fc.integer({ min: OPEN_MS / 1000 - 40 * 86_400, max: OPEN_MS / 1000 + 86_400 }).map(String),
  numbers,
);

/** A query's parameters: of each what is meant, what is nearly meant and what is not. */
const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  symbols: fc.array(symbols, { maxLength: 4 }).map((list) => list.join()),
  pairs: fc.array(pick(...DEFAULT_PAIRS, 'EURXXX', 'eurusd'), { maxLength: 3 }).map((list) => list.join()),
  kinds: fc.array(pick('quote', 'forex', 'news', 'bar'), { maxLength: 3 }).map((list) => list.join()),
  from: instants,
  to: instants,
  limit: numbers,
  after: fc.oneof(pick(...IDS), numbers, pick(`${OPEN_MS}`, `${OPEN_MS}-quote-NOPE`)),
  interval: pick('1m', '2m', '5m', '15m', '30m', '60m', '1h', '1d', '7m', '1M'),
  period1: seconds,
  period2: seconds,
  range: pick('1d', '5d', '1mo', 'ytd', 'max', '2d'),
  includePrePost: pick('true', 'false', '1'),
};

const parameter = fc.oneof(
  {
    weight: 12,
    arbitrary: pick(...Object.keys(VALUES)).chain((name) =>
      (VALUES[name] ?? nonsense).map((value) => [name, value] as const),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(nonsense, nonsense) },
  { weight: 1, arbitrary: fc.tuple(pick(...Object.keys(VALUES)), nonsense) },
);
const query = fc.array(parameter, { maxLength: 4 }).map((pairs) => {
  const text = pairs.map((pair) => pair.map((part) => encodeURIComponent(part.toWellFormed())).join('=')).join('&');
  return text === '' ? '' : `?${text}`;
});

const path = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.oneof(
      pick('/', '/healthz', '/openapi.json', '/api/stream', '/api/quotes', '/api/forex', '/api/news'),
      fc
        .tuple(pick('/api/stocks/$/bars', '/v8/finance/chart/$'), symbols)
        .map(([at, symbol]) => at.replace('$', encodeURIComponent(symbol))),
    ),
  },
  { weight: 1, arbitrary: fc.webPath({ size: 'small' }).map((text) => (text.startsWith('/') ? text : `/${text}`)) },
  {
    weight: 1,
    arbitrary: pick(
      '//',
      '/%',
      '/%zz',
      '/api/stocks/%00/bars',
      '/api//quotes',
      '/API/QUOTES',
      '/../..',
      '/api/quotes/',
      `/${'x'.repeat(5_000)}`,
    ),
  },
  { weight: 1, arbitrary: nonsense.map((text) => `/v8/finance/chart/${encodeURIComponent(text.toWellFormed())}`) },
);

/** What may stand in a header for Node's client to send it. */
const headerText = fc.string({
  unit: fc
    .integer({ min: 32, max: 255 })
    .filter((code) => code !== 127)
    .map((code) => String.fromCodePoint(code)),
  maxLength: 60,
});
const headers = fc.record(
  {
    accept: pick(
      '*/*',
      'application/json',
      'text/html',
      'text/event-stream',
      'image/png',
      '*/*;q=0',
      ';;',
      'application/*;q=0.5',
    ),
    'last-event-id': fc.oneof(pick(...IDS), headerText),
    host: pick('localhost', '127.0.0.1:1', '[::1]', 'evil.example', 'a b', 'localhost:99999', ''),
    origin: pick('https://example.org', 'null'),
    range: pick('bytes=0-1', 'x'),
    'if-none-match': pick('*'),
    'content-type': headerText,
    cookie: headerText,
    'x-forwarded-host': headerText,
  },
  { requiredKeys: [] },
);

const method = fc.oneof(
  { weight: 12, arbitrary: fc.constant('GET') },
  { weight: 1, arbitrary: pick('HEAD', 'OPTIONS') },
  { weight: 1, arbitrary: pick('POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'QUERY', 'TRACE', 'SEARCH') },
);

export const fuzzedRequests = fc
  .tuple(method, path, query, headers)
  .map(([verb, at, what, with_]): FuzzedRequest => ({ method: verb, path: at + what, headers: with_ }));

const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array).toString('latin1'));
const line = fc.oneof(
  { weight: 4, arbitrary: pick('Host: localhost', 'Connection: close', 'Accept: */*') },
  {
    weight: 1,
    arbitrary: pick(
      'Content-Length: 5',
      'Content-Length: -1',
      'Content-Length: 99999999999',
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: x',
      'Expect: 100-continue',
      'Expect: x',
      'Upgrade: websocket',
      'Host: a, b',
      'Host:',
      ': x',
      `X: ${'y'.repeat(17_000)}`,
    ),
  },
  { weight: 1, arbitrary: bytes },
);

/** Bytes that are a request, nearly one, or none. Read as Latin-1. */
export const fuzzedBytes = fc.oneof(
  bytes,
  fc
    .tuple(
      fc.oneof(pick('GET', 'HEAD', 'POST', 'CONNECT', 'PRI', 'G T', 'get'), bytes),
      fc.oneof(
        pick(
          '/',
          '*',
          '/api/quotes',
          '/api/quotes?limit=1',
          'http://localhost/healthz',
          'http://evil/',
          '//evil/x',
          '\\',
          '/\\x',
          'localhost:80',
        ),
        bytes,
      ),
      fc.oneof(
        { weight: 6, arbitrary: pick('HTTP/1.1', 'HTTP/1.0') },
        { weight: 1, arbitrary: pick('HTTP/2.0', 'HTTP/9.9', '', 'FTP/1.1') },
      ),
      fc.array(line, { maxLength: 6 }),
      fc.oneof(fc.constant(''), bytes),
    )
    .map(([verb, target, version, lines, body]) => [`${verb} ${target} ${version}`, ...lines, '', body].join('\r\n')),
);
