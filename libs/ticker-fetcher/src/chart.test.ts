import { describe, expect, it } from 'vitest';
import { readChart } from './chart.ts';
import { BadResponseError } from './errors.ts';

const indicators = { quote: [{}] };
const period = (start: unknown, end: unknown) => ({ start, end, timezone: 'EST', gmtoffset: -18_000 });
const hoursOf = (tradingPeriods: unknown) => readChart({ meta: { tradingPeriods }, indicators }).meta.regularHours;

describe('readChart', () => {
  it('finds the regular hours in both shapes that Yahoo sends, in seconds or as dates', () => {
    const hours = [
      { startMs: 1000, endMs: 2000 },
      { startMs: 3000, endMs: 4000 },
    ];
    expect(hoursOf([[period(1, 2)], [period(3, 4)]])).toEqual(hours);
    const dates = [[period(new Date(1000), new Date(2000)), period(3, 4)]];
    expect(hoursOf({ pre: [[period(0, 1)]], regular: dates, post: [[period(4, 5)]] })).toEqual(hours);
    for (const none of [undefined, null, {}, [], 'x', [[]]]) expect(hoursOf(none)).toBeUndefined();
  });

  it('reads what is there and takes the rest for missing', () => {
    const chart = readChart({
      meta: { exchangeTimezoneName: 'UTC', currency: null, hasPrePostMarketData: 'no' },
      timestamp: [1, 'two', 3],
      indicators: { quote: [{ high: [1.5, null, 'x'], low: 7 }] },
    });
    expect(chart.meta).toMatchObject({ timeZone: 'UTC', hasPrePostMarket: undefined, instrumentType: undefined });
    expect(chart.columns).toMatchObject({ high: [1.5, null, null], low: [], open: [], volume: [] });
  });

  it('keeps each stamp with its cells when it cannot read one', () => {
    const { stamps, columns } = readChart({
      meta: {},
      timestamp: [1, 'x', 3],
      indicators: { quote: [{ high: [1, 2, 3] }] },
    });
    expect(columns.high[stamps.indexOf(3)]).toBe(3);
  });

  it.each([undefined, null, 'chart', [], {}, { meta: {} }, { meta: {}, indicators: null }])('refuses %j', (value) => {
    expect(() => readChart(value)).toThrow(BadResponseError);
  });
});
