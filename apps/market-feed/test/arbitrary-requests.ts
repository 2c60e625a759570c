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
/** Mostly the one, now and then the other. */
const mostly = <T>(good: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, weight = 12) =>
  fc.oneof({ weight, arbitrary: good }, { weight: 1, arbitrary: odd });

const nonsense = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 12 }), fc.constant(''));
const ODD_SYMBOLS = ['FB', 'meta', 'BRK-B', '^GSPC', '../META', 'constructor', '__proto__'];
const symbol = mostly(pick(...DEFAULT_SYMBOLS), pick(...ODD_SYMBOLS), 6);
const listOf = (item: fc.Arbitrary<string>) =>
  fc.array(item, { minLength: 1, maxLength: 4 }).map((items) => items.join());

const isoTimes = (min: string, max: string) =>
  fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true }).map((date) => date.toISOString());
const starts = mostly(
  fc.oneof(isoTimes('2026-11-10', '2026-11-20'), pick('2026-11-19', '2026-11-20', '2026-11-20 09:30:00-05:00')),
  fc.oneof(isoTimes('1985-01-01', '2035-01-01'), pick('2026-02-30', '1990-01-01', '2030-12-31')),
);
const ends = mostly(
  fc.oneof(isoTimes('2026-11-20', '2026-11-22'), pick('2026-11-20', '2026-11-21')),
  fc.oneof(isoTimes('1985-01-01', '2035-01-01'), pick('2026-02-30', '1990-01-01', '2030-12-31')),
);
const oddNumbers = pick('-1', '0', '1e9', '0x10', '-0', '9'.repeat(30), 'NaN');
const seconds = (days: number) =>
  mostly(
    fc.integer({ min: -days * 86_400, max: 0 }).map((offset) => String(OPEN_MS / 1000 + offset)),
    fc.oneof(oddNumbers, fc.integer({ min: 0, max: 2 ** 33 }).map(String)),
  );

/** A query's parameters: of each mostly what is meant, and what is not. */
const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  symbols: listOf(symbol),
  pairs: listOf(mostly(pick(...DEFAULT_PAIRS), pick('EURXXX', 'eurusd'))),
  kinds: listOf(mostly(pick('quote', 'forex', 'news'), pick('bar'))),
  from: starts,
  to: ends,
  limit: mostly(fc.integer({ min: 1, max: 5_001 }).map(String), oddNumbers),
  after: mostly(pick(...IDS, String(OPEN_MS)), fc.oneof(oddNumbers, pick(`${OPEN_MS}-quote-NOPE`))),
  interval: mostly(pick('1m', '5m', '30m', '1h'), pick('60m', '1d', '7m', '1M')),
  period1: seconds(6),
  period2: seconds(1),
  range: mostly(pick('1d', '5d', '1mo'), pick('ytd', 'max', '10y', '2d')),
  includePrePost: mostly(pick('true', 'false'), pick('1')),
};
const PAST = ['from', 'to', 'limit', 'after'];
const PATHS: Readonly<Record<string, readonly string[]>> = {
  '/': [],
  '/healthz': [],
  '/openapi.json': [],
  '/api/quotes': ['symbols', ...PAST],
  '/api/forex': ['pairs', ...PAST],
  '/api/news': ['symbols', ...PAST],
  '/api/stream': ['symbols', 'pairs', 'kinds', 'after'],
  '/api/stocks/$/bars': ['from', 'to', 'limit', 'interval'],
  '/v8/finance/chart/$': ['period1', 'period2', 'range', 'interval', 'includePrePost'],
};

const textQuery = (parameters: readonly (readonly [string, string])[]): string => {
  const text = parameters.map((pair) => pair.map((part) => encodeURIComponent(part.toWellFormed())).join('='));
  return text.length === 0 ? '' : `?${text.join('&')}`;
};
const named = (names: readonly string[]) =>
  pick(...names).chain((name) => (VALUES[name] ?? nonsense).map((value): [string, string] => [name, value]));
const oddParameters = fc.oneof(
  fc.tuple(nonsense, nonsense),
  fc.tuple(pick(...Object.keys(VALUES)), nonsense),
  named(Object.keys(VALUES)),
);

/** A query that a path knows, each name once; now and then with something odd besides. */
const queryFor = (names: readonly string[]) =>
  fc
    .tuple(
      names.length === 0
        ? fc.constant<[string, string][]>([])
        : fc.uniqueArray(named(names), { maxLength: 3, selector: ([name]) => name }),
      mostly(fc.constant<[string, string][]>([]), fc.array(oddParameters, { minLength: 1, maxLength: 3 }), 6),
    )
    .map(([known, odd]) => textQuery([...known, ...odd]));

const knownTargets = pick(...Object.keys(PATHS)).chain((path) =>
  fc
    .tuple(symbol, queryFor(PATHS[path] ?? []))
    .map(([name, query]) => path.replace('$', encodeURIComponent(name)) + query),
);
const ODD_PATHS = ['//', '/%', '/%zz', '/api/stocks/%00/bars', '/api//quotes', '/API/QUOTES', '/../..', '/api/quotes/'];
const oddTargets = fc.oneof(
  fc.webPath({ size: 'small' }).map((text) => (text.startsWith('/') ? text : `/${text}`)),
  pick(...ODD_PATHS, `/${'x'.repeat(5_000)}`),
  nonsense.map((text) => `/v8/finance/chart/${encodeURIComponent(text.toWellFormed())}`),
);

/** What may stand in a header for Node's client to send it. */
const headerText = fc.string({
  unit: fc
    .integer({ min: 32, max: 255 })
    .filter((code) => code !== 127)
    .map((code) => String.fromCodePoint(code)),
  maxLength: 60,
});
const oddHeaders = fc.record(
  {
    accept: pick('*/*', 'application/json', 'text/html', 'text/event-stream', 'image/png', '*/*;q=0', ';;'),
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
const ODD_METHODS = ['HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'QUERY', 'TRACE', 'SEARCH'];

export const fuzzedRequests: fc.Arbitrary<FuzzedRequest> = fc.record({
  method: mostly(fc.constant('GET'), pick(...ODD_METHODS), 6),
  path: mostly(knownTargets, oddTargets),
  headers: mostly<Record<string, string>>(fc.constant({}), oddHeaders, 4),
});

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
