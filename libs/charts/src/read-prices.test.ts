import type { SeriesColumns as SharedColumns } from '@tickerlake/presentation';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { ChartDataError } from './chart-error.ts';
import { type PriceBar, type Prices, readPrices, type SeriesColumns } from './read-prices.ts';

const NOON = Date.UTC(2024, 10, 29, 17);
const bar = { name: 'NVDA', ts: NOON, high: 138, low: 136 };

/** Prices that the types would refuse. */
const untyped = (prices: unknown): Prices => prices as Prices;
const refusal = (prices: unknown): ChartDataError => {
  try {
    readPrices(untyped(prices));
  } catch (error) {
    if (error instanceof ChartDataError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
};

describe('prices that are read', () => {
  it('may tell the time as a Date, in milliseconds, or as a text with offset', () => {
    const times = [
      new Date(NOON),
      NOON,
      '2024-11-29 12:00:00-05:00',
      '2024-11-29T12:00-0500',
      '2024-11-29T17:00:00.000Z',
    ];
    expect(readPrices(times.map((ts) => ({ ...bar, ts })))[0]?.ts).toEqual(times.map(() => NOON));
  });

  it('come out company by company in the order of time, whatever order they came in', () => {
    const minute = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C'), minute)), (given) => {
        const rows = given.map(([name, at]) => ({ ...bar, name, ts: NOON + at * 60_000, low: at, high: at }));
        const read = readPrices(rows);
        expect(read.reduce((sum, { ts }) => sum + ts.length, 0)).toBe(rows.length);
        for (const { name, ts, high } of read) {
          expect(ts).toEqual(ts.toSorted((a, b) => a - b));
          const own = rows.filter((row) => row.name === name).map((row) => row.high);
          expect(high).toEqual(own.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('are the same as rows and as columns', () => {
    const columns: SeriesColumns = {
      name: 'NVDA',
      ts: [NOON, NOON + 60_000],
      high: [138, 139],
      low: [136, 137],
      close: [137, null],
      volume: [10, null],
    };
    const rows = [
      { ...bar, close: 137, volume: 10n },
      { ...bar, ts: NOON + 60_000, high: 139, low: 137 },
    ];
    expect(readPrices(rows)).toEqual(readPrices([columns]));
    expect(readPrices([columns])).toEqual([{ ...columns, open: [null, null] }]);
  });

  it('leave out a bar whose high or low is null or NaN', () => {
    expect(readPrices(untyped([{ ...bar, high: null }, { ...bar, low: Number.NaN }, bar]))[0]?.ts).toEqual([NOON]);
  });

  it('are refused with company, row, what came and what is allowed', () => {
    const error = refusal([bar, { ...bar, high: '138' }]);
    expect(error).toMatchObject({ name: 'ChartDataError', company: 'NVDA', row: 1 });
    expect(error.message).toBe('Row 1 (NVDA): high is "138". Allowed: a finite number, or null where there is none.');
  });

  it.each([
    [{ ...bar, ts: '2024-11-29 12:00:00' }, 'ts is "2024-11-29 12:00:00". Allowed: a Date, milliseconds since 1970'],
    [{ ...bar, ts: NOON / 1000 }, 'would be early 1970: seconds? Allowed: milliseconds'],
    [{ ...bar, ts: new Date(Number.NaN) }, 'ts is an invalid Date'],
    [{ ...bar, ts: Date.UTC(2300, 0) }, 'Allowed: the years 1900 to 2199'],
    [{ ...bar, high: Infinity }, 'high is Infinity'],
    [{ ...bar, high: 1e14 }, 'Allowed: at most 90000000000000'],
    [{ ...bar, low: 139 }, 'low is 139 and high is 138. Allowed: a low that is not above the high'],
    [{ name: 'NVDA', ts: NOON, High: 1, low: 1 }, 'it has no high. A bar has name, ts, high and low at least'],
    [{ ...bar, volume: 'many' }, 'volume is "many"'],
    [{ ts: NOON, high: 1, low: 1 }, 'Row 0: it has a name that is undefined. Allowed: a name that is a text'],
    [null, 'Row 0: it has null'],
    [{ ...bar, ts: [NOON], high: [1, 2], low: [1], close: [1] }, 'column high has 2 entries and ts has 1'],
  ])('are refused where the bar is %o', (row, said) => {
    expect(refusal([row]).message).toContain(said);
  });

  it('are refused where they are no array', () => {
    expect(refusal('prices').message).toBe(
      'The prices are "prices". Allowed: an array of bars, or of columns by company.',
    );
  });
});

describe('the types', () => {
  it('take what the lake answers, and what report and page share', () => {
    expectTypeOf<{ name: string; ts: string; high: number; low: number; open: number | null }>().toExtend<PriceBar>();
    expectTypeOf<SharedColumns>().toExtend<SeriesColumns>();
    expectTypeOf<SeriesColumns>().toExtend<SharedColumns>();
  });

  it('know that a high is a number', () => {
    // @ts-expect-error A high is a number.
    expect(() => readPrices([{ ...bar, high: 'high' }])).toThrow(ChartDataError);
  });
});
