import { formatNewYork } from '@tickerlake/market-calendar';
import type { Bar, Forex, MarketRecord, News, Quote } from '@tickerlake/record-schema';
import { BAR_INTERVALS } from '@tickerlake/record-schema';
import fc from 'fast-check';

const LAST_MS = Date.UTC(2200, 0, 1) - 1;

/** Instants over the whole range, whole seconds and DST weekends among them more often than chance has them. */
export const instants = fc.oneof(
  fc.integer({ min: 0, max: LAST_MS }),
  fc.integer({ min: 0, max: Math.floor(LAST_MS / 1000) }).map((seconds) => seconds * 1000),
  fc
    .tuple(fc.constantFrom(Date.UTC(2021, 10, 7, 6), Date.UTC(2021, 2, 14, 7)), fc.integer({ min: -7200, max: 7200 }))
    .map(([changeMs, seconds]) => changeMs + seconds * 1000),
);
const exchangeTimes = instants.map((epochMs) => formatNewYork(epochMs));
const utcTimes = instants.map((epochMs) => new Date(epochMs).toISOString());

const symbols = fc.oneof(
  fc.constantFrom('FB', 'BRK.B', 'BTC-USD', 'EURUSD=X', '^VIX', 'M&M.NS', '0700.HK'),
  fc.stringMatching(/^\^?[A-Z0-9][A-Z0-9.=&-]{0,30}$/).filter((symbol) => symbol.length <= 32),
);

/** Any finite double, extreme and subnormal ones included; −0 has no JSON of its own. */
const doubles = (limits: fc.DoubleConstraints = {}) =>
  fc.double({ noNaN: true, noDefaultInfinity: true, ...limits }).map((value) => (value === 0 ? 0 : value));

const counts = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

/** Any text that is not blank, astral characters, quotes and control characters included. */
const prose = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('{"high": 1}', '"', '\\', '\n', '\u2028', '\ud800x'),
  )
  .map((text) => `x${text}`);

const optional = { source: prose, observedAt: utcTimes };

const ordered = <T extends object, K extends keyof T>(records: fc.Arbitrary<T>, upper: K, lower: K): fc.Arbitrary<T> =>
  records.map((record) =>
    record[upper] < record[lower] ? { ...record, [upper]: record[lower], [lower]: record[upper] } : record,
  );

export const bars: fc.Arbitrary<Bar> = ordered(
  fc.record(
    {
      name: symbols,
      ts: exchangeTimes,
      high: doubles(),
      low: doubles(),
      open: doubles(),
      close: doubles(),
      volume: counts,
      interval: fc.constantFrom(...BAR_INTERVALS),
      final: fc.boolean(),
      ...optional,
    },
    { requiredKeys: ['name', 'ts', 'high', 'low'] },
  ),
  'high',
  'low',
);

const quotes: fc.Arbitrary<Quote> = fc.record(
  {
    kind: fc.constant('quote'),
    name: symbols,
    ts: exchangeTimes,
    price: doubles(),
    bid: doubles(),
    ask: doubles(),
    bidSize: doubles({ min: 0 }),
    askSize: doubles({ min: 0 }),
    volume: counts,
    ...optional,
  },
  { requiredKeys: ['kind', 'name', 'ts', 'price'] },
);

const forex: fc.Arbitrary<Forex> = ordered(
  fc.record(
    {
      kind: fc.constant('forex'),
      name: fc.stringMatching(/^[A-Z]{6}$/),
      ts: exchangeTimes,
      bid: doubles({ min: Number.MIN_VALUE }),
      ask: doubles({ min: Number.MIN_VALUE }),
      ...optional,
    },
    { requiredKeys: ['kind', 'name', 'ts', 'bid', 'ask'] },
  ),
  'ask',
  'bid',
);

const news: fc.Arbitrary<News> = fc.record(
  {
    kind: fc.constant('news'),
    id: prose,
    ts: exchangeTimes,
    headline: prose,
    symbols: fc.uniqueArray(symbols, { maxLength: 5 }),
    summary: prose,
    publisher: prose,
    url: fc.webUrl(),
    sentiment: doubles({ min: -1, max: 1 }),
    ...optional,
  },
  { requiredKeys: ['kind', 'id', 'ts', 'headline', 'symbols'] },
);

/** Canonical records of every kind. */
export const records: fc.Arbitrary<MarketRecord> = fc.oneof(bars, quotes, forex, news);

/** Values of every sort, those that JSON knows and those that it does not. */
export const strangeValues = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    Number.NaN,
    Infinity,
    -0,
    '',
    ' ',
    'NaN',
    '1e999',
    '0x10',
    '-37.63',
    [],
    {},
    true,
    10n,
  ),
  fc.jsonValue(),
  fc.integer(),
  fc.string(),
  exchangeTimes,
  symbols,
);
