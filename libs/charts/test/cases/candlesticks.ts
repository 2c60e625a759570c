import { makeSeries } from '@tickerlake/testing';
import { candlesticks } from '../../src/candlesticks.ts';
import type { GoldenCases } from '../golden-cases.ts';
import { fifty, SIMULATED, ten } from '../made-up-prices.ts';
import { withoutVolume } from '../market-gaps.ts';

const options = { title: 'Open, high, low, close', caption: SIMULATED };
const apple = { names: ['Apple'], barMs: 60_000 };
const week = { from: '2026-11-23', to: '2026-11-27' };

export const cases: GoldenCases = {
  day: () => candlesticks(makeSeries(apple), options),
  'day-without-volume': () => candlesticks(makeSeries(apple).map(withoutVolume), options),
  week: () => candlesticks(makeSeries({ ...apple, ...week }), options),
  ten: () => candlesticks(makeSeries({ ...apple, names: ten }), options),
  fifty: () => candlesticks(makeSeries({ names: fifty, barMs: 300_000 }), options),
  months: () =>
    candlesticks(makeSeries({ ...apple, from: '2026-08-24', to: '2026-11-20', barMs: 86_400_000 }), options),
  years: () => candlesticks(makeSeries({ ...apple, from: '2024-03-01', to: '2026-11-20', barMs: 86_400_000 }), options),
  narrow: () => candlesticks(makeSeries(apple), { ...options, width: 360 }),
  'week-narrow': () =>
    candlesticks(makeSeries({ ...apple, names: ten.slice(0, 2), ...week }), { ...options, width: 360 }),
  dark: () => candlesticks(makeSeries({ ...apple, ...week }), { ...options, theme: 'dark' }),
  empty: () => candlesticks([], options),
};
