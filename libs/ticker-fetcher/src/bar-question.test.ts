import { fromNewYork } from '@tickerlake/market-calendar';
import type { BarRequest } from '@tickerlake/record-schema';
import { describe, expect, it } from 'vitest';
import { readRequest } from './bar-question.ts';
import { RequestError, TickerFetcherError } from './errors.ts';

const day = { symbols: ['AAPL'], interval: '1m', date: '2020-05-14' } as const;

describe('readRequest', () => {
  it('takes a New York day from midnight to midnight, also where the clocks change', () => {
    expect(readRequest(day).window).toEqual({ fromMs: fromNewYork('2020-05-14'), toMs: fromNewYork('2020-05-15') });
    const { fromMs, toMs } = readRequest({ ...day, date: '2025-11-02' }).window;
    expect(toMs - fromMs).toBe(25 * 3_600_000);
  });

  it('takes days with both ends included', () => {
    const { window } = readRequest({ symbols: [], interval: '5m', from: '2025-12-31', to: '2026-01-01' });
    expect(window).toEqual({ fromMs: fromNewYork('2025-12-31'), toMs: fromNewYork('2026-01-02') });
  });

  it('writes symbols in upper case, each once', () => {
    const { symbols } = readRequest({ ...day, symbols: ['ddog', ' DDOG', 'brk-b', '^gspc', 'eurusd=x', 'm&m.ns'] });
    expect(symbols).toEqual(['DDOG', 'BRK-B', '^GSPC', 'EURUSD=X', 'M&M.NS'].map((name) => ({ name })));
  });

  it.each(['', 'BRK/B', 'A B', '../x', 'A?b', 'A%2F', '.', 'X'.repeat(33), '^', 'ÄÖ'])(
    'knows that %j is no symbol',
    (symbol) => {
      expect(readRequest({ ...day, symbols: [symbol] }).symbols[0]?.problem).toContain('is not a symbol');
    },
  );

  it.each([
    ['a typing error', { ...day, intervall: '1m' }, 'no field "intervall"'],
    ['an interval that there is not', { ...day, interval: '7m' }, 'give one of 1m, 2m, 5m, 15m, 30m, 1h'],
    ['no time', { symbols: ['AAPL'], interval: '1m' }, 'names no time'],
    ['two times', { ...day, fromMs: 0, toMs: 1 }, 'names date and fromMs and toMs'],
    ['half a time', { symbols: [], interval: '1m', from: '2020-01-01' }, 'names from:'],
    ['a day that there is not', { ...day, date: '2020-02-30' }, 'date is "2020-02-30"'],
    ['a day written otherwise', { ...day, date: '5/14/2020' }, 'YYYY-MM-DD'],
    [
      'days the wrong way round',
      { symbols: [], interval: '1m', from: '2020-05-15', to: '2020-05-13' },
      'must end after',
    ],
    ['an empty window', { symbols: [], interval: '1m', fromMs: 5, toMs: 5 }, 'must end after'],
    ['a window that is none', { symbols: [], interval: '1m', fromMs: Number.NaN, toMs: 5 }, 'must end after'],
    ['a day before 1970', { ...day, date: '1969-12-31' }, 'from 1970'],
    ['seconds taken for years', { symbols: [], interval: '1m', fromMs: 0, toMs: 1e15 }, 'to year 9999'],
    ['symbols that are no list', { ...day, symbols: 'AAPL' }, 'must be a list'],
    ['hours that are neither', { ...day, extendedHours: 'no' }, 'true or false'],
  ])('refuses %s', (_, request, message) => {
    const refused = () => readRequest(request as unknown as BarRequest);
    expect(refused).toThrow(RequestError);
    expect(refused).toThrow(TickerFetcherError);
    expect(refused).toThrow(message);
  });
});
