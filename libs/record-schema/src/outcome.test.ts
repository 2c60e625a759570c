import { describe, expect, test } from 'vitest';
import { normalise, normaliseValue } from './normalise.ts';
import type { Defaults, Outcome } from './outcome.ts';
import { RecordDefaultsError } from './record-error.ts';

const RAW = { name: 'FB', ts: '2020-05-14 09:30:00-04:00', high: 2, low: 1 };
const ok = (changes: object = {}): Outcome => ({ status: 'ok', record: { ...RAW, ...changes } });

describe('defaults', () => {
  const defaults: Defaults = { interval: '5m', source: 'import', observedAt: '2026-11-21T22:00:00.000Z' };

  test('fill what a record does not say, on either way of reading', () => {
    expect(normaliseValue(RAW, defaults)).toEqual(ok(defaults));
    expect(normalise(JSON.stringify(RAW), defaults)).toEqual([ok(defaults)]);
    expect(normalise(JSON.stringify({ ...RAW, ts: '2020-05-14 09:30:00', interval: null }), defaults)).toEqual([
      ok(defaults),
    ]);
  });

  test('never replace what it says', () => {
    const own = { interval: '1m', source: 'yahoo', observedAt: '2020-05-14T20:00:00.000Z' } as const;
    expect(normalise(JSON.stringify({ ...RAW, ...own }), defaults)).toEqual([ok(own)]);
  });

  test('give no interval to what has none', () => {
    const quote = { kind: 'quote', name: 'FB', ts: RAW.ts, price: 1 };
    expect(normaliseValue(quote, { interval: '1m', source: 'import' })).toEqual({
      status: 'ok',
      record: { ...quote, source: 'import' },
    });
  });

  test('fail when misspelt or not canonical, whatever the input', () => {
    for (const [wrong, message] of [
      [{ interval: '1d' }, 'interval: came "1d", allowed is one of 1m'],
      [{ intervall: '1m' }, 'intervall: came "1m", allowed is no default but interval, source, observedAt'],
      [{ observedAt: '2026-11-21' }, 'observedAt: came "2026-11-21", allowed is UTC as'],
      [{ source: '' }, 'source: came ""'],
      [{ high: 1 }, 'high: came 1, allowed is no default but'],
    ] as const) {
      expect(() => normalise('', wrong as Defaults)).toThrow(RecordDefaultsError);
      expect(() => normaliseValue({}, wrong as Defaults)).toThrow(message);
    }
    expect(normaliseValue(RAW, {})).toEqual(ok());
  });
});
