import { priceRanges } from '../../src/price-ranges.ts';
import { fifty, oneDay, SIMULATED, ten, threeDays } from '../made-up-prices.ts';
import type { GoldenCases } from '../golden-cases.ts';

const title = 'Highest price of the day, company by company';
const options = { title, caption: SIMULATED };

export const cases: GoldenCases = {
  ten: () => priceRanges(oneDay(ten), options),
  fifty: () => priceRanges(oneDay(fifty), options),
  narrow: () => priceRanges(oneDay(ten), { ...options, width: 360 }),
  'fifty-narrow': () => priceRanges(oneDay(fifty), { ...options, width: 360 }),
  dark: () => priceRanges(oneDay(ten), { ...options, theme: 'dark' }),
  days: () => priceRanges(threeDays(ten), { ...options, title: 'Highest price of three days' }),
  'days-narrow': () => priceRanges(threeDays(ten), { ...options, title: 'Highest price of three days', width: 360 }),
  one: () => priceRanges(oneDay(ten.slice(0, 1)), options),
  empty: () => priceRanges([], options),
};
