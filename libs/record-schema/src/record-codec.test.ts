import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { records } from '../test/arbitraries.ts';
import { normalise } from './normalise.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';
import { RecordError, RecordFieldError, RecordSyntaxError } from './record-error.ts';
import type { Bar, MarketRecord } from './records.ts';

const BAR: Bar = { name: 'DDOG', ts: '2020-05-13 09:30:00-04:00', high: 67.5, low: 64.61 };
const LINE = '{"name":"DDOG","ts":"2020-05-13 09:30:00-04:00","high":67.5,"low":64.61}';

const thrown = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('one record, one line', () => {
  test('the bar of the design is written to the letter', () => {
    expect(encodeRecord(BAR)).toBe(LINE);
    expect(decodeRecord(LINE)).toEqual(BAR);
  });

  test('what is written is read again, strictly and by the normaliser', () => {
    fc.assert(
      fc.property(records, (record) => {
        const text = encodeRecord(record);
        expect(decodeRecord(text)).toEqual(record);
        expect(normalise(text)).toEqual([{ status: 'ok', record }]);
        expect(normalise(new TextEncoder().encode(text))).toEqual([{ status: 'ok', record }]);
        expect(text).not.toMatch(/[\n\r]/);
        expect(JSON.parse(text)).toEqual(record);
      }),
      { numRuns: 1000 },
    );
  });

  test('equal records give equal text, in whatever order their fields stand', () => {
    fc.assert(
      fc.property(records, (record) => {
        const reversed = Object.fromEntries(Object.entries(record).toReversed()) as MarketRecord;
        expect(encodeRecord(reversed)).toBe(encodeRecord(record));
      }),
    );
  });

  test('a bar that says so is the same bar', () => {
    expect(encodeRecord({ ...BAR, kind: 'bar' })).toBe(LINE);
    expect(decodeRecord(`{"kind":"bar",${LINE.slice(1)}`)).toEqual(BAR);
  });

  test('minus zero is written as zero', () => {
    expect(encodeRecord({ ...BAR, low: -0 })).toBe(LINE.replace('64.61', '0'));
  });

  test('prices keep every digit that came', () => {
    const line = LINE.replace('67.5', '335.17999267578125').replace('64.61', '201.59100341796875');
    expect(encodeRecord(decodeRecord(line))).toBe(line);
  });
});

describe('what is no record', () => {
  test('every wrong, missing and unknown field is an issue of its own', () => {
    const error = thrown(() => decodeRecord('{"name":"ddog","ts":"2020-05-13T09:30:00Z","high":"67.5","hihg":1}'));
    expect(error).toBeInstanceOf(RecordFieldError);
    expect(error).toBeInstanceOf(RecordError);
    expect(error).toMatchObject({
      name: 'RecordFieldError',
      retriable: false,
      issues: [
        { field: 'name', came: '"ddog"' },
        { field: 'ts', came: '"2020-05-13T09:30:00Z"' },
        { field: 'high', came: '"67.5"', allowed: 'a finite number' },
        { field: 'low', came: 'nothing', allowed: 'a finite number' },
        { field: 'hihg', came: '1', allowed: 'no field of that name' },
      ],
    });
    expect(String(error)).toContain('high: came "67.5", allowed is a finite number; low: came nothing');
  });

  test('high below low is named with both prices', () => {
    expect(() => decodeRecord(LINE.replace('67.5', '1'))).toThrow('high: came 1, allowed is at least low, here 64.61');
  });

  test('a kind that is none of ours is named', () => {
    expect(() => decodeRecord('{"kind":"trade"}')).toThrow(
      'kind: came "trade", allowed is one of bar, quote, forex, news',
    );
    expect(() => decodeRecord('{"kind":"__proto__"}')).toThrow(RecordFieldError);
    expect(() => decodeRecord('{"kind":null}')).toThrow(RecordFieldError);
  });

  test('what is no JSON object keeps the parser’s own error', () => {
    const error = thrown(() => decodeRecord('{"name":'));
    expect(error).toMatchObject({ name: 'RecordSyntaxError', retriable: false });
    expect((error as Error).cause).toBeInstanceOf(SyntaxError);
    for (const text of ['', '1', 'null', '[]', '"x"'])
      expect(() => decodeRecord(text), text).toThrow(RecordSyntaxError);
    expect(() => decodeRecord(LINE + LINE)).toThrow(RecordSyntaxError);
  });

  test('what came is quoted short', () => {
    const error = thrown(() => decodeRecord(JSON.stringify({ ...BAR, name: 'x'.repeat(10_000) })));
    expect(String(error).length).toBeLessThan(400);
  });

  test('nothing unreadable is written', () => {
    for (const wrong of [
      { high: Number.NaN },
      { high: Infinity },
      { ts: '2020-05-13T13:30:00Z' },
      { name: 'ddog' },
      { volume: 1.5 },
    ])
      expect(() => encodeRecord({ ...BAR, ...wrong }), JSON.stringify(wrong)).toThrow(RecordFieldError);
    expect(() => encodeRecord({ ...BAR, open: undefined } as unknown as Bar)).toThrow('open: came nothing');
  });
});
