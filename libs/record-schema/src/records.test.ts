import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import * as z from 'zod/mini';
import { records, strangeValues } from '../test/arbitraries.ts';
import { type Fields, isRecordOf } from './check-record.ts';
import { KINDS, kindNamed, RECORD_KINDS } from './kinds.ts';
import {
  type Bar,
  barSchema,
  forexSchema,
  type MarketRecord,
  newsSchema,
  type Quote,
  quoteSchema,
  recordSchema,
} from './records.ts';

const BAR: Bar = { name: 'FB', ts: '2020-05-14 09:30:00-04:00', high: 2, low: 1 };
const QUOTE: Quote = { kind: 'quote', name: 'FB', ts: '2020-05-14 09:30:00-04:00', price: 1 };
const FOREX = { kind: 'forex', name: 'EURUSD', ts: '2020-05-14 09:30:00-04:00', bid: 1, ask: 1 };
const NEWS = { kind: 'news', id: '1', ts: '2020-05-14 09:30:00-04:00', headline: 'Up', symbols: [] };

describe('the check by hand', () => {
  test('says of every record what zod says', () => {
    fc.assert(
      fc.property(records, (record) => {
        const kind = kindNamed(record.kind);
        expect(recordSchema.safeParse(record)).toEqual({ success: true, data: record });
        expect(kind && isRecordOf(kind, record)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('says of spoilt records what zod says', () => {
    const keys = fc.constantFrom(...RECORD_KINDS.flatMap((kind) => [...KINDS[kind].byKey.keys()]), 'kind', 'other');
    fc.assert(
      fc.property(records, keys, strangeValues, fc.boolean(), (record, key, value, remove) => {
        const spoilt: Fields = { ...record, [key]: value };
        if (remove) delete spoilt[key];
        const kind = KINDS[record.kind ?? 'bar'];
        expect(isRecordOf(kind, spoilt)).toBe(kind.schema.safeParse(spoilt).success);
        const named = kindNamed(spoilt['kind']);
        expect(named !== undefined && isRecordOf(named, spoilt)).toBe(recordSchema.safeParse(spoilt).success);
      }),
      { numRuns: 3000 },
    );
  });

  test.each(RECORD_KINDS)('says of each field of a %s what zod says', (name) => {
    const { fields, schema } = KINDS[name];
    fc.assert(
      fc.property(strangeValues, (value) => {
        for (const field of fields) {
          const inZod = z.safeParse(schema.shape[field.key] ?? z.never(), value).success;
          expect(field.holds(value), field.key).toBe(inZod);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what a record may hold', () => {
  test.each(['FB', 'BRK.B', 'BTC-USD', 'EURUSD=X', '^VIX', 'ES=F', '0700.HK', 'M&M.NS', 'AAPL240119C00150000'])(
    'the symbol %s',
    (name) => {
      expect(barSchema.safeParse({ ...BAR, name }).success).toBe(true);
    },
  );

  test.each([
    '',
    'fb',
    ' FB',
    'FB ',
    'Apple Inc.',
    '.FB',
    '-',
    '^',
    '../../etc',
    'A/B',
    "FB';--",
    'ＦＢ',
    'A'.repeat(33),
    'FB\n',
  ])('not the symbol %j', (name) => {
    expect(barSchema.safeParse({ ...BAR, name }).success).toBe(false);
  });

  test('prices below zero, as of crude oil futures, and a close outside of high and low, as Yahoo sends it', () => {
    expect(barSchema.safeParse({ ...BAR, high: -37.63, low: -40.32, close: 10 }).success).toBe(true);
    expect(quoteSchema.safeParse({ ...QUOTE, price: -37.63 }).success).toBe(true);
  });

  test('no high below the low, no ask below the bid of a rate, but crossed quotes', () => {
    expect(barSchema.safeParse({ ...BAR, high: 0.5 }).error?.issues[0]).toMatchObject({
      path: ['high'],
      message: 'at least low',
    });
    expect(forexSchema.safeParse({ ...FOREX, ask: 0.5 }).success).toBe(false);
    expect(quoteSchema.safeParse({ ...QUOTE, bid: 2, ask: 1 }).success).toBe(true);
  });

  test('whole volumes only, sizes of any fraction, rates above zero', () => {
    for (const volume of [1.5, -1, 2 ** 53]) expect(barSchema.safeParse({ ...BAR, volume }).success).toBe(false);
    expect(quoteSchema.safeParse({ ...QUOTE, bidSize: 0.25 }).success).toBe(true);
    expect(forexSchema.safeParse({ ...FOREX, bid: 0 }).success).toBe(false);
  });

  test('links that a page can show without harm', () => {
    for (const url of ['https://example.com/a?b=c', 'http://example.com'])
      expect(newsSchema.safeParse({ ...NEWS, url }).success, url).toBe(true);
    for (const url of ['javascript:alert(1)', 'example.com', 'https://', 'data:text/html,x', 'https://a b'])
      expect(newsSchema.safeParse({ ...NEWS, url }).success, url).toBe(false);
  });

  test('no field that the schema lacks, and none that is undefined', () => {
    expect(barSchema.safeParse({ ...BAR, hihg: 1 }).success).toBe(false);
    expect(barSchema.safeParse({ ...BAR, open: undefined }).success).toBe(false);
  });
});

describe('types', () => {
  test('a record is told by its kind, and a bar has none', () => {
    const record = BAR as MarketRecord;
    if (record.kind === 'quote') expectTypeOf(record).toEqualTypeOf<Quote>();
    if (record.kind === undefined) expectTypeOf(record).toEqualTypeOf<Bar>();
    expectTypeOf<Bar['interval']>().toEqualTypeOf<'1m' | '2m' | '5m' | '15m' | '30m' | '1h' | undefined>();
  });

  test('wrong records do not compile', () => {
    // @ts-expect-error a bar has a low
    const noLow: Bar = { name: 'FB', ts: '', high: 1 };
    // @ts-expect-error optional fields are absent, not undefined
    const unset: Bar = { ...BAR, open: undefined };
    // @ts-expect-error no such interval
    const day: Bar = { ...BAR, interval: '1d' };
    // @ts-expect-error a quote says that it is one
    const quote: Quote = { name: 'FB', ts: '', price: 1 };
    expect([noLow, unset, day, quote]).toHaveLength(4);
  });
});
