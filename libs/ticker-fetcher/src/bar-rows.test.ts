import { formatNewYork, fromNewYork } from '@tickerlake/market-calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RowRules, readRows } from './bar-rows.ts';
import { readChart } from './chart.ts';

const OPEN_MS = fromNewYork('2020-05-14', 9, 30);
const DAY = { fromMs: fromNewYork('2020-05-14'), toMs: fromNewYork('2020-05-15') };
const SHARE = { exchangeTimezoneName: 'America/New_York', instrumentType: 'EQUITY', hasPrePostMarketData: true };

type Cells = (number | null)[];
const chartOf = (stampsMs: readonly number[], quote: Record<string, Cells>, meta: object = SHARE) =>
  readChart({ meta, timestamp: stampsMs.map((ms) => ms / 1000), indicators: { quote: [quote] } });
const rulesOf = (rules: Partial<RowRules> = {}): RowRules => ({
  name: 'AAPL',
  window: DAY,
  interval: '1m',
  extendedHours: false,
  settleMs: 15_000,
  taken: new Set(),
  ...rules,
});
const read = (chart: ReturnType<typeof readChart>, rules?: Partial<RowRules>, observedMs = DAY.toMs) =>
  readRows({ chart, observedMs }, rulesOf(rules));

describe('readRows', () => {
  it('keeps every digit and writes a canonical record', () => {
    const chart = chartOf([OPEN_MS], {
      open: [77.1500015258789],
      high: [78.2300033569336],
      low: [77.0],
      close: [78.0],
      volume: [1200],
    });
    expect(read(chart).bars).toEqual([
      {
        name: 'AAPL',
        ts: '2020-05-14 09:30:00-04:00',
        open: 77.1500015258789,
        high: 78.2300033569336,
        low: 77,
        close: 78,
        volume: 1200,
        interval: '1m',
        source: 'yahoo',
        observedAt: '2020-05-15T04:00:00.000Z',
        final: true,
      },
    ]);
  });

  it('takes a row of high and low only, and names nothing that it does not hold', () => {
    const { bars } = read(chartOf([OPEN_MS], { high: [2], low: [1], open: [null], volume: [null] }));
    expect(Object.keys(bars[0] ?? {})).toEqual([
      'name',
      'ts',
      'high',
      'low',
      'interval',
      'source',
      'observedAt',
      'final',
    ]);
  });

  it.each([
    ['no price at all', { high: [null], low: [null] }],
    ['no low', { high: [2], low: [null] }],
    ['columns too short', { high: [], low: [] }],
    ['a high below the low', { high: [1], low: [2] }],
  ])('counts a row with %s as empty', (_, quote: Record<string, Cells>) => {
    expect(read(chartOf([OPEN_MS], quote))).toEqual({
      bars: [],
      dropped: { 'outside-window': 0, 'empty-row': 1, 'extended-hours': 0, duplicate: 0 },
    });
  });

  it('leaves out a volume that is no count', () => {
    const chart = chartOf([OPEN_MS, OPEN_MS + 60_000], { high: [2, 2], low: [1, 1], volume: [-5, 0.5] });
    expect(read(chart).bars.every((bar) => !('volume' in bar))).toBe(true);
  });

  it('drops the live quote, beyond the window or inside it between two bars', () => {
    const stamps = [OPEN_MS, OPEN_MS + 37_000, DAY.toMs, DAY.toMs + 5e8 + 3000, Number.NaN];
    const { bars, dropped } = read(chartOf(stamps, { high: [2, 2, 2, 2, 2], low: [1, 1, 1, 1, 1] }));
    expect(bars).toHaveLength(1);
    expect(dropped['outside-window']).toBe(4);
  });

  it('keeps the first of two rows with one start, in one answer or two', () => {
    const taken = new Set<number>();
    const twice = chartOf([OPEN_MS, OPEN_MS], { high: [3, 2], low: [1, 2] });
    const first = read(twice, { taken });
    expect(first.bars.map(({ high }) => high)).toEqual([3]);
    expect(first.dropped.duplicate).toBe(1);
    expect(read(twice, { taken }).dropped.duplicate).toBe(2);
  });

  it('keeps pre- and post-market bars only where they are asked for', () => {
    const stamps = [OPEN_MS - 60_000, OPEN_MS, fromNewYork('2020-05-14', 16)];
    const chart = chartOf(stamps, { high: [2, 2, 2], low: [1, 1, 1] });
    expect(read(chart).dropped['extended-hours']).toBe(2);
    expect(read(chart, { extendedHours: true }).bars).toHaveLength(3);
  });

  it('marks the running bar, and one that ended a moment ago, as not final', () => {
    const stamps = [0, 1, 2].map((minute) => OPEN_MS + minute * 60_000);
    const chart = chartOf(stamps, { high: [2, 2, 2], low: [1, 1, 1] });
    const finals = (observedMs: number) => read(chart, {}, observedMs).bars.map((bar) => bar.final);
    expect(finals(OPEN_MS + 134_999)).toEqual([true, false, false]);
    expect(finals(OPEN_MS + 135_000)).toEqual([true, true, false]);
    expect(read(chart, { settleMs: 0 }, OPEN_MS + 120_000).bars.map((bar) => bar.final)).toEqual([true, true, false]);
  });

  it('gives delayed exchanges half an hour more before a bar is final', () => {
    const london = { exchangeTimezoneName: 'Europe/London', instrumentType: 'EQUITY', hasPrePostMarketData: false };
    const chart = chartOf([OPEN_MS], { high: [2], low: [1] }, london);
    expect(read(chart, {}, OPEN_MS + 60_000 + 1_814_999).bars[0]?.final).toBe(false);
    expect(read(chart, {}, OPEN_MS + 60_000 + 1_815_000).bars[0]?.final).toBe(true);
  });

  it('accounts for every row, with bars in the window, on the grid, in order and unique', () => {
    const minute = fc.integer({ min: -2000, max: 3000 });
    const stamp = fc.tuple(minute, fc.constantFrom(0, 0, 0, 17_000)).map(([at, more]) => OPEN_MS + at * 60_000 + more);
    const cell = fc.oneof(fc.constant(null), fc.double({ min: 1, max: 9, noNaN: true }));
    const rows = fc.array(fc.tuple(stamp, cell, cell), { maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.constantFrom('1m', '5m', '30m', '1h'), fc.boolean(), (table, interval, extendedHours) => {
        const stamps = table.map(([at]) => at);
        const chart = chartOf(stamps, { high: table.map((row) => row[1]), low: table.map((row) => row[2]) });
        const { bars, dropped } = read(chart, { interval, extendedHours });
        const all = Object.values(dropped).reduce((sum, count) => sum + count, bars.length);
        expect(all).toBe(table.length);
        const ordered = [...new Set(stamps)].toSorted((one, other) => one - other).map(formatNewYork);
        const places = bars.map(({ ts }) => ordered.indexOf(ts));
        expect(places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0))).toBe(true);
        expect(
          bars.every(({ ts, high, low }) => ts.startsWith('2020-05-14') && ts.includes(':00-') && high >= low),
        ).toBe(true);
      }),
    );
  });
});
