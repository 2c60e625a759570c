import { fromNewYork } from '@tickerlake/market-calendar';
import { makeSeries } from '@tickerlake/testing';
import { timeSeries } from '../../src/time-series.ts';
import type { GoldenCases } from '../golden-cases.ts';
import { fifty, SIMULATED, ten } from '../made-up-prices.ts';
import { without } from '../market-gaps.ts';

const options = { title: 'How prices moved', caption: SIMULATED };
const oneDay = (names: readonly string[]) => makeSeries({ names, barMs: 60_000 });
const week = { from: '2026-11-23', to: '2026-11-27', barMs: 300_000 };

export const cases: GoldenCases = {
  ten: () => timeSeries(oneDay(ten), options),
  fifty: () => timeSeries(oneDay(fifty), options),
  one: () => timeSeries(oneDay(ten.slice(0, 1)), { ...options, title: 'Apple' }),
  two: () => timeSeries(oneDay(ten.slice(0, 2)), { ...options, width: 1100 }),
  'half-day-week': () => timeSeries(makeSeries({ names: ['Apple'], ...week }), { ...options, title: 'Apple' }),
  'ten-week': () => timeSeries(makeSeries({ names: ten, ...week }), options),
  quarter: () =>
    timeSeries(makeSeries({ names: ten.slice(0, 4), from: '2026-08-24', to: '2026-11-20', barMs: 1_800_000 }), options),
  years: () =>
    timeSeries(
      makeSeries({ names: ten.slice(0, 1), from: '2023-03-01', to: '2026-11-20', barMs: 86_400_000 }),
      options,
    ),
  gaps: () =>
    timeSeries(
      oneDay(ten.slice(0, 3)).map((series) =>
        without(series, fromNewYork('2026-11-20', 11), fromNewYork('2026-11-20', 12, 10)),
      ),
      options,
    ),
  narrow: () => timeSeries(oneDay(ten.slice(0, 4)), { ...options, width: 360 }),
  'one-narrow': () => timeSeries(makeSeries({ names: ['Apple'], ...week }), { ...options, width: 360 }),
  wide: () => timeSeries(oneDay(ten), { ...options, width: 1280 }),
  dark: () => timeSeries(oneDay(ten.slice(0, 6)), { ...options, theme: 'dark' }),
  empty: () => timeSeries([], options),
};
