import { fromNewYork } from '@tickerlake/market-calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveSymbol, SYMBOL_LINEAGE, type SymbolLineage } from './symbol-lineage.ts';

const days = (from: string, to: string) => ({ fromMs: fromNewYork(from), toMs: fromNewYork(to) });
const resolve = (symbol: string, from: string, to: string, lineage = SYMBOL_LINEAGE) =>
  resolveSymbol(symbol, days(from, to), lineage);

describe('resolveSymbol', () => {
  it.each([
    ['FB', 'META', '2022-06-08', '2022-06-09'],
    ['SQ', 'XYZ', '2025-01-20', '2025-01-21'],
  ])('asks for %s as %s up to the day before its rename', (symbol, now, lastDate, renamed) => {
    expect(resolve(symbol, lastDate, renamed)).toEqual([{ ...days(lastDate, renamed), yahooSymbol: now }]);
    const [after] = resolve(symbol, renamed, '2026-11-21');
    expect(after).toMatchObject({ yahooSymbol: undefined, message: expect.stringContaining(`became ${now}`) });
  });

  it('cuts a range that spans the rename at the day of it', () => {
    const parts = resolve('FB', '2022-06-01', '2022-07-01');
    expect(parts.map((part) => part.yahooSymbol)).toEqual(['META', undefined]);
    expect(parts.map((part) => part.fromMs)).toEqual([fromNewYork('2022-06-01'), fromNewYork('2022-06-09')]);
  });

  it('leaves today’s tickers alone, for Yahoo keeps the whole series there', () => {
    for (const symbol of ['META', 'XYZ', 'AAPL']) {
      expect(resolve(symbol, '2021-11-30', '2021-12-01')[0]?.yahooSymbol).toBe(symbol);
    }
  });

  it('never joins two companies that used one ticker', () => {
    const fund = {
      symbol: 'FB',
      from: '2025-06-24',
      now: 'FB',
      company: 'ProShares S&P 500 Dynamic Buffer',
      source: '',
    };
    const lineage = [...SYMBOL_LINEAGE, fund];
    const parts = resolve('FB', '2022-01-01', '2026-01-01', lineage);
    expect(parts.map((part) => part.yahooSymbol)).toEqual(['META', undefined, undefined]);
    expect(parts[2]).toMatchObject({ message: expect.stringContaining('ask for the two apart') });
    expect(resolve('FB', '2025-07-01', '2026-01-01', lineage)[0]?.yahooSymbol).toBe('FB');
    expect(resolve('FB', '2025-01-01', '2025-02-01', [fund])[0]).toMatchObject({
      message: 'FB was not yet the ticker of ProShares S&P 500 Dynamic Buffer before 2025-06-24.',
    });
  });

  it('covers the window exactly once and asks for one company only, whatever the table', () => {
    const date = fc
      .integer({ min: 0, max: 3000 })
      .map((day) => new Date(1.5e12 + day * 864e5).toISOString().slice(0, 10));
    const era = fc.tuple(date, date, fc.constantFrom('A', 'B', 'C')).map(([one, other, company]): SymbolLineage => {
      const [from, until] = one < other ? [one, other] : [other, one];
      return { symbol: 'T', from, until, now: `${company}NOW`, company, source: '' };
    });
    fc.assert(
      fc.property(
        fc.array(era, { maxLength: 4 }),
        date,
        fc.integer({ min: 1, max: 5e10 }),
        (lineage, from, lengthMs) => {
          const window = { fromMs: fromNewYork(from), toMs: fromNewYork(from) + lengthMs };
          const parts = resolveSymbol('T', window, lineage);
          expect(parts[0]?.fromMs).toBe(window.fromMs);
          expect(parts.at(-1)?.toMs).toBe(window.toMs);
          for (const [index, part] of parts.entries()) if (index > 0) expect(part.fromMs).toBe(parts[index - 1]?.toMs);
          expect(new Set(parts.flatMap(({ yahooSymbol }) => yahooSymbol ?? [])).size).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('has a source for each of its rows', () => {
    for (const { source } of SYMBOL_LINEAGE) expect(source).toMatch(/^https:/u);
  });
});
