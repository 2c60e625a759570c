import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { records } from '../test/arbitraries.ts';
import { RecordFieldError } from './record-error.ts';
import type { Bar } from './records.ts';
import { encodeRow, fromRow, toRow } from './row-codec.ts';
import { partitionOf, tableOf, tables } from './tables.ts';

const BAR: Bar = { name: 'DDOG', ts: '2020-05-13 20:30:00.250-04:00', high: 67.5, low: 64.61, interval: '1m' };

describe('rows', () => {
  test('a bar is the row that the lake stores', () => {
    expect(encodeRow({ ...BAR, observedAt: '2026-11-21T22:00:00.000Z', final: true, volume: 7 })).toBe(
      '{"name":"DDOG","ts":"2020-05-14 00:30:00.250","open":null,"high":67.5,"low":64.61,"close":null,"volume":7,' +
        '"interval":"1m","source":null,"observed_at":"2026-11-21 22:00:00.000","final":true}',
    );
  });

  test('a record comes back from its row as it was, by way of an object or of text', () => {
    fc.assert(
      fc.property(records, (record) => {
        const table = tableOf(record);
        expect(fromRow(table, toRow(record))).toEqual(record);
        const text = encodeRow(record);
        expect(text).toBe(JSON.stringify(toRow(record)));
        expect(fromRow(table, JSON.parse(text) as Record<string, unknown>)).toEqual(record);
        expect(Object.keys(toRow(record))).toEqual(tables[table].columns.map(({ name }) => name));
      }),
      { numRuns: 1000 },
    );
  });

  test('columns that a file lacks count as null, and its partition is passed over', () => {
    fc.assert(
      fc.property(records, (record) => {
        const present = Object.fromEntries(Object.entries(toRow(record)).filter(([, cell]) => cell !== null));
        expect(fromRow(tableOf(record), { ...present, ...partitionOf(record) })).toEqual(record);
      }),
    );
  });

  test('a row that is none of its table is refused, by field', () => {
    const row = toRow(BAR);
    expect(() => fromRow('bars', { ...row, high: null })).toThrow('high: came nothing');
    expect(() => fromRow('bars', { ...row, ts: '2020-05-13T13:30:00Z' })).toThrow('ts: came "2020-05-13T13:30:00Z"');
    expect(() => fromRow('bars', { ...row, observed_at: 'then' })).toThrow('observedAt: came');
    expect(() => fromRow('bars', { ...row, vwap: 1 })).toThrow('vwap: came 1, allowed is no field of that name');
    expect(() => fromRow('bars', { ...row, hour: '09' })).toThrow('hour: came "09", allowed is no field of that name');
    expect(() => fromRow('quotes', row)).toThrow(RecordFieldError);
    expect(() => fromRow('trades' as 'bars', row)).toThrow('allowed is a table, one of bars, quotes, forex, news');
    expect(() => fromRow('bars', [] as unknown as Record<string, unknown>)).toThrow('came a list');
  });

  test('a wrong record makes no row', () => {
    expect(() => toRow({ ...BAR, high: Number.NaN })).toThrow(RecordFieldError);
    expect(() => encodeRow({ ...BAR, high: Number.NaN })).toThrow(RecordFieldError);
  });

  test('the table says what record comes back', () => {
    expectTypeOf(fromRow<'bars'>).returns.toEqualTypeOf<Bar>();
    // @ts-expect-error there is no such table
    expect(() => fromRow('candles', {})).toThrow(RecordFieldError);
  });
});
