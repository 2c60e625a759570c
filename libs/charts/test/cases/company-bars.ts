import { companyBars, type CompanyBar } from '../../src/company-bars.ts';
import type { GoldenCases } from '../golden-cases.ts';
import { fifty, oneDay, SIMULATED, ten } from '../made-up-prices.ts';

const highs = (names: readonly string[]): CompanyBar[] =>
  oneDay(names).map(({ name, high, low, close }) => ({
    name,
    value: Math.max(...high),
    low: Math.min(...low),
    last: close.at(-1) ?? null,
  }));

const changes = (names: readonly string[]): CompanyBar[] =>
  oneDay(names).map(({ name, close }, i) => ({
    name,
    value: i === 3 ? null : (close.at(-1) ?? 0) / (close[0] ?? 1) - 1,
    note: i % 2 === 0 ? 'at the close' : '',
  }));

const counts = (names: readonly string[]): CompanyBar[] =>
  oneDay(names).map(({ name, volume }) => ({ name, value: volume.reduce((sum, shares) => sum + shares, 0) }));

const price = { title: 'Lowest, highest and last price', caption: SIMULATED };
const percent = { title: 'Change over the day', unit: 'percent', caption: SIMULATED } as const;

export const cases: GoldenCases = {
  ten: () => companyBars(highs(ten), price),
  fifty: () => companyBars(changes(fifty), percent),
  narrow: () => companyBars(changes(ten), { ...percent, width: 360 }),
  dark: () => companyBars(changes(ten), { ...percent, theme: 'dark' }),
  counts: () => companyBars(counts(ten), { title: 'Shares traded', unit: 'count', sort: 'name' }),
  one: () => companyBars(highs(ten.slice(0, 1)), price),
  bare: () => companyBars(highs(ten.slice(0, 3))),
  empty: () => companyBars([], price),
};
