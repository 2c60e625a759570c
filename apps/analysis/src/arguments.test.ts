import { describe, expect, it } from 'vitest';
import { parseChoice, parseCount, parseDate, parseInterval, parseMinutes, parseSymbols } from './arguments.ts';

describe('command-line arguments', () => {
  it('reads symbols in upper case, each once, whatever separates them', () => {
    expect(parseSymbols('aapl, MSFT AAPL,brk-b,^gspc,EURUSD=X')).toEqual([
      'AAPL',
      'MSFT',
      'BRK-B',
      '^GSPC',
      'EURUSD=X',
    ]);
  });

  it.each(['', ' , ', 'AA PL;DROP', '../x', 'A'.repeat(21)])(
    'refuses %j as symbols and says what is allowed',
    (text) => {
      expect(() => parseSymbols(text)).toThrow(/--symbols takes symbols separated by commas/);
    },
  );

  it.each(['2020-02-30', '2020-5-14', '14/05/2020', 'yesterday', '2020-13-01', ''])('refuses %j as a date', (text) => {
    expect(() => parseDate('--date', text)).toThrow(`--date takes a New York date as YYYY-MM-DD`);
  });

  it('takes a real date as it came', () => {
    expect(parseDate('--date', '2020-02-29')).toBe('2020-02-29');
  });

  it('names the intervals that there are', () => {
    expect(parseInterval('5m')).toBe('5m');
    expect(() => parseInterval('5min')).toThrow('--interval takes one of 1m, 2m, 5m, 15m, 30m, 1h; got "5min".');
  });

  it('points out a near miss', () => {
    expect(() => parseChoice('--source', ['auto', 'yahoo', 'simulated'], 'yaho')).toThrow('Did you mean yahoo?');
    expect(() => parseChoice('--source', ['auto', 'yahoo', 'simulated'], 'bloomberg')).not.toThrow('Did you mean');
  });

  it('reads lengths in minutes and hours', () => {
    expect([parseMinutes('--every', '10m'), parseMinutes('--every', '2h')]).toEqual([10, 120]);
    for (const text of ['10', '0m', '25h', '1d', '-5m', '1.5h'])
      expect(() => parseMinutes('--every', text)).toThrow('10m or 2h');
  });

  it('takes whole numbers from the minimum up', () => {
    expect(parseCount('--limit', 1, '12')).toBe(12);
    for (const text of ['0', '-1', '1.5', 'x', '1e3']) expect(() => parseCount('--limit', 1, text)).toThrow('--limit');
  });
});
