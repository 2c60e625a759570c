import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { records, strangeValues } from '../test/arbitraries.ts';
import { normalise, normaliseValue } from './normalise.ts';
import type { Outcome } from './outcome.ts';

const RAW = { name: 'FB', ts: '2020-05-14 09:30:00-04:00', high: 2, low: 1 };
const reasonOf = (outcome: Outcome | undefined): string =>
  outcome === undefined || outcome.status === 'ok' ? JSON.stringify(outcome) : `${outcome.status}: ${outcome.reason}`;
const reason = (value: unknown): string => reasonOf(normaliseValue(value));
const ok = (changes: object = {}): Outcome => ({ status: 'ok', record: { ...RAW, ...changes } });

describe('keys', () => {
  test.each<[string, object]>([
    ['High, Low, Timestamp, Name', { High: 2, Low: 1, Timestamp: RAW.ts, Name: 'fb' }],
    ['another order', { ts: RAW.ts, low: 1, high: 2, name: 'FB' }],
    ['upper case', { HIGH: 2, LOW: 1, TS: RAW.ts, NAME: 'FB' }],
    ['symbol and Datetime', { high: 2, low: 1, Datetime: RAW.ts, symbol: 'FB' }],
    ['Ticker and date_time', { high: 2, low: 1, date_time: RAW.ts, Ticker: 'FB' }],
    ['date', { high: 2, low: 1, Date: '05/14/2020 09:30:00', symbol: 'FB' }],
    ['time', { high: 2, low: 1, time: 1_589_463_000, symbol: 'FB' }],
    ['an explicit kind', { ...RAW, kind: 'bar' }],
    ['Kind: Bar', { ...RAW, Kind: ' Bar ' }],
    ['kind: null', { ...RAW, kind: null }],
    ["a company's name beside its symbol", { ...RAW, name: 'Facebook, Inc.', symbol: 'FB' }],
    ['ts beside date', { ...RAW, date: '2020-05-14' }],
    ['two spellings that agree', { ...RAW, High: '2.0', HIGH: 2 }],
  ])('%s', (_what, value) => {
    expect(normaliseValue(value)).toEqual(ok());
    expect(normalise(JSON.stringify(value))).toEqual([ok()]);
  });

  test('two spellings that disagree fail, for nobody can tell which is right', () => {
    expect(reason({ ...RAW, High: 3 })).toBe('failed: high: came 2 as high and 3 as High, allowed is one value');
    expect(reason({ ...RAW, kind: 'bar', Kind: 'quote' })).toMatch(/^failed: kind: came "bar" and "quote"/);
  });

  test('fields that are none of ours are passed over, whatever they are called', () => {
    const extra = {
      result: 'Ok',
      recordId: '1',
      data: 'x',
      toString: 1,
      constructor: {},
      hasOwnProperty: null,
      length: 0,
      'adj close': 9,
    };
    expect(normaliseValue({ ...RAW, ...extra })).toEqual(ok());
  });

  test('__proto__ is one of those, and touches nothing', () => {
    const line = JSON.stringify(RAW).replace('{', '{"__proto__":{"volume":7,"polluted":true},');
    for (const text of [line, line.replace('{', '{\n')]) {
      const [outcome] = normalise(text);
      expect(outcome).toEqual(ok());
      expect(outcome?.status === 'ok' && Object.getPrototypeOf(outcome.record)).toBe(Object.prototype);
    }
    expect('polluted' in {}).toBe(false);
  });

  test('of one key twice the last counts, as everywhere in JSON', () => {
    expect(normalise(JSON.stringify(RAW).replace('{', '{"high":9,'))).toEqual([ok()]);
  });
});

describe('values', () => {
  test.each<[string, object, object]>([
    ['numbers as text', { high: '2', low: ' 1e0 ' }, {}],
    ['a sign and a bare point', { high: '+2.', low: '.5' }, { low: 0.5 }],
    ['prices below zero', { high: -37.63, low: '-40.32' }, { high: -37.63, low: -40.32 }],
    ['minus zero', { high: 2, low: '-0' }, { low: 0 }],
    ['every digit', { high: '335.17999267578125' }, { high: 335.17999267578125 }],
    ['lower-case symbols', { name: ' brk.b ' }, { name: 'BRK.B' }],
    ['60m', { interval: '60m' }, { interval: '1h' }],
    ['flags as text', { final: 'True' }, { final: true }],
    ['whole volumes written as decimals', { volume: '12.0' }, { volume: 12 }],
    [
      'nothing, in every spelling',
      { open: null, close: 'NaN', volume: '', interval: null, source: ' ', final: null },
      {},
    ],
    ['a machine’s time', { observedAt: '2026-11-21 22:00:00' }, { observedAt: '2026-11-21T22:00:00.000Z' }],
    ['observed_at', { observed_at: '2026-11-21T17:00:00-05:00' }, { observedAt: '2026-11-21T22:00:00.000Z' }],
    ['a bigint', { volume: 12n }, { volume: 12 }],
    ['a Date', { ts: new Date(1_589_463_000_000) }, {}],
  ])('%s', (_what, changes, expected) => {
    expect(normaliseValue({ ...RAW, ...changes })).toEqual(ok(expected));
  });

  test.each<[object, string]>([
    [{ high: 'abc' }, 'high: came "abc", allowed is a finite number, or a text that holds one'],
    [{ high: '1,234.5' }, 'high: came "1,234.5"'],
    [{ high: '0x10' }, 'high: came "0x10"'],
    [{ high: '1e999' }, 'high: came "1e999"'],
    [{ high: true }, 'high: came true'],
    [{ high: [2] }, 'high: came a list'],
    [{ high: null }, 'high: came null'],
    [{ high: Infinity }, 'high: came Infinity'],
    [{ low: 3 }, 'high: came 2, allowed is at least low, here 3'],
    [{ name: 'Apple Inc.' }, 'name: came "Apple Inc.", allowed is a symbol'],
    [{ name: 'ﬁ' }, 'name: came "ﬁ"'],
    [{ name: 7 }, 'name: came 7'],
    [{ name: null }, 'name: came null'],
    [{ ts: '2020-05-14' }, 'ts: came "2020-05-14", allowed is a time as \'YYYY-MM-DD HH:MM:SS\''],
    [{ ts: '2020-02-30 09:30:00' }, 'ts: came "2020-02-30 09:30:00"'],
    [{ volume: 1.5 }, 'volume: came 1.5, allowed is a whole number from 0'],
    [{ volume: -1 }, 'volume: came -1'],
    [{ interval: '1d' }, 'interval: came "1d", allowed is one of 1m, 2m, 5m, 15m, 30m, 1h (60m is 1h)'],
    [{ final: 'maybe' }, 'final: came "maybe"'],
    [{ kind: 'trade' }, 'kind: came "trade", allowed is one of bar, quote, forex, news'],
    [{ kind: 7 }, 'kind: came 7'],
  ])('%j fails and is named', (changes, expected) => {
    expect(reason({ ...RAW, ...changes })).toContain(`failed: ${expected}`);
  });

  test('all that is wrong is named at once', () => {
    expect(reason({ name: 'FB', high: 'x' })).toMatch(
      /^failed: ts: came nothing, .*; high: came "x", .*; low: came nothing, /,
    );
  });

  test('what is no object is named', () => {
    for (const [value, came] of [
      [null, 'null'],
      [7, '7'],
      ['x', '"x"'],
      [[RAW], 'a list'],
      [undefined, 'nothing'],
      [Symbol('s'), 'symbol'],
    ] as const)
      expect(reason(value)).toBe(`failed: record: came ${came}, allowed is one JSON object`);
  });
});

describe('a bar without a price', () => {
  test.each<object>([
    { high: null, low: null },
    { high: Number.NaN, low: Number.NaN },
    { high: 'NaN', low: '' },
    { high: null, low: null, open: null, close: null, volume: 0 },
  ])('%j is dropped', (prices) => {
    expect(normaliseValue({ ...RAW, ...prices })).toMatchObject({ status: 'dropped', reason: 'empty bar' });
  });

  test('with bare NaN tokens is dropped, and its text kept as it came', () => {
    const line = '{"high": NaN, "low": NaN, "ts": "2020-05-14 09:30:00", "name": "FB"}';
    expect(normalise(`${line}\r\n${line}`)).toEqual([
      { status: 'dropped', reason: 'empty bar', text: line },
      { status: 'dropped', reason: 'empty bar', text: line },
    ]);
  });

  test.each<[object, string]>([
    [{ high: null }, 'high: came null'],
    [{ high: null, low: null, close: 2 }, 'high: came null'],
    [{ high: Infinity, low: null }, 'high: came Infinity'],
    [{ high: undefined, low: undefined }, 'high: came nothing'],
    [{ high: null, low: null, ts: 'then' }, 'ts: came "then"'],
    [{ high: null, low: null, name: null }, 'name: came null'],
  ])('but %j fails', (changes, expected) => {
    expect(reason({ ...RAW, ...changes })).toContain(`failed: ${expected}`);
  });

  test('only bars are dropped: a quote without a price fails', () => {
    expect(reason({ kind: 'quote', name: 'FB', ts: RAW.ts, price: null })).toContain('failed: price: came null');
  });
});

describe('other kinds', () => {
  const { ts } = RAW;
  test('a quote', () => {
    const value = {
      Kind: 'QUOTE',
      Symbol: 'fb',
      time: 1_589_463_000,
      Price: '202.83',
      bid_size: '3',
      BidSize: 3,
      ask: null,
    };
    expect(normaliseValue(value)).toEqual({
      status: 'ok',
      record: { kind: 'quote', name: 'FB', ts, price: 202.83, bidSize: 3 },
    });
  });

  test.each(['EURUSD', 'eurusd', 'EUR/USD', 'EUR-USD', 'eur_usd', 'EUR USD', 'EURUSD=X', ' EUR / USD '])(
    'the pair %s',
    (symbol) => {
      const rate = { kind: 'forex', ts, bid: 1.08, ask: 1.09 };
      expect(normaliseValue({ ...rate, symbol })).toEqual({ status: 'ok', record: { ...rate, name: 'EURUSD' } });
    },
  );

  test('JPY=X is Yahoo for dollars in yen; what is no pair fails', () => {
    const rate = { kind: 'forex', ts, bid: 107, ask: 107 };
    expect(normaliseValue({ ...rate, pair: 'JPY=X' })).toEqual({ status: 'ok', record: { ...rate, name: 'USDJPY' } });
    for (const name of ['JPY', 'EURUSDX', 'EUR', '']) expect(reason({ ...rate, name })).toContain('failed: name: came');
    expect(reason({ ...rate, name: 'USDJPY', ask: 106 })).toContain(
      'failed: ask: came 106, allowed is at least bid, here 107',
    );
  });

  test('news as Yahoo searches it', () => {
    const value = {
      kind: 'news',
      uuid: 'a-1',
      title: 'Up "2%"',
      providerPublishTime: 1_589_463_000,
      link: ' https://example.com/1 ',
      relatedTickers: ['fb', 'FB', 'snap'],
    };
    expect(normaliseValue(value)).toEqual({
      status: 'ok',
      record: {
        kind: 'news',
        id: 'a-1',
        ts,
        headline: 'Up "2%"',
        symbols: ['FB', 'SNAP'],
        url: 'https://example.com/1',
      },
    });
  });

  test('news about nobody, and about a list in one text', () => {
    const story = { kind: 'news', id: 7, ts, headline: 'Quiet' };
    const record = { ...story, id: '7', symbols: [] as string[] };
    expect(normaliseValue(story)).toEqual({ status: 'ok', record });
    expect(normaliseValue({ ...story, tickers: 'fb, snap;TTD' })).toEqual({
      status: 'ok',
      record: { ...record, symbols: ['FB', 'SNAP', 'TTD'] },
    });
    expect(reason({ ...story, symbols: [7] })).toContain('failed: symbols: came a list');
    expect(reason({ ...story, url: 'javascript:alert(1)' })).toContain('failed: url: came');
    expect(reason({ ...story, sentiment: 2 })).toContain('failed: sentiment: came 2, allowed is a number from -1 to 1');
  });
});

describe('the value that was given', () => {
  test('says what its text says, the reasons included', () => {
    const keys = fc.constantFrom(
      'high',
      'High',
      'ts',
      'name',
      'symbol',
      'volume',
      'kind',
      'final',
      'open',
      'symbols',
      'other',
    );
    const spoils = fc.array(
      fc.tuple(keys, fc.oneof(fc.jsonValue(), fc.constantFrom('2', ' 1.50', 'fb', '5/14/2020 9:30'))),
    );
    fc.assert(
      fc.property(records, spoils, (record, changes) => {
        const text = JSON.stringify({ ...record, ...Object.fromEntries(changes) });
        expect(normalise(text)).toEqual([normaliseValue(JSON.parse(text))]);
      }),
      { numRuns: 1000 },
    );
  });

  test('is not touched and not kept', () => {
    const value = Object.freeze({ ...RAW });
    const outcome = normaliseValue(value, { source: 'import' });
    expect(outcome).toEqual(ok({ source: 'import' }));
    expect(value).toEqual(RAW);
  });

  test('may be of any sort; a record comes out canonical or not at all', () => {
    fc.assert(
      fc.property(records, fc.string(), strangeValues, (record, key, value) => {
        const spoilt = { ...record, [key]: value };
        const outcome = normaliseValue(spoilt);
        if (outcome.status === 'ok') expect(normalise(JSON.stringify(outcome.record))).toEqual([outcome]);
      }),
    );
    const cyclic: Record<string, unknown> = { ...RAW, high: 'x' };
    cyclic['self'] = cyclic;
    cyclic['symbols'] = [cyclic];
    expect(normaliseValue(cyclic)).toMatchObject({ status: 'failed', text: '[object Object]' });
    expect(normaliseValue(10n)).toMatchObject({ status: 'failed', text: '[object BigInt]' });
    expect(normaliseValue({ ...RAW, high: 'x' })).toMatchObject({ text: JSON.stringify({ ...RAW, high: 'x' }) });
  });
});
