import { hourlyHighs } from '@tickerlake/testing';
import type { Chart } from '../../src/chart.ts';
import { heatMap, type HeatMapOptions } from '../../src/heat-map.ts';
import type { GoldenCases } from '../golden-cases.ts';
import { fifty, oneDay, SIMULATED, ten, threeDays } from '../made-up-prices.ts';

const options = { title: 'The highest price of each hour', caption: SIMULATED };

const draw = (prices: ReturnType<typeof oneDay>, more: HeatMapOptions = {}): Chart =>
  heatMap(hourlyHighs(prices), { ...options, prices, ...more });

export const cases: GoldenCases = {
  ten: () => draw(oneDay(ten)),
  fifty: () => draw(oneDay(fifty)),
  narrow: () => draw(oneDay(ten), { width: 360 }),
  'fifty-narrow': () => draw(oneDay(fifty), { width: 360 }),
  dark: () => draw(oneDay(ten), { theme: 'dark' }),
  days: () => draw(threeDays(ten.slice(0, 4))),
  'days-narrow': () => draw(threeDays(ten.slice(0, 4)), { width: 360 }),
  mean: () => heatMap(hourlyHighs(threeDays(ten.slice(0, 4))), options),
  one: () => draw(oneDay(ten.slice(0, 1))),
  empty: () => heatMap([], options),
};
