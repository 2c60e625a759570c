import { change, type Company } from '@tickerlake/presentation';
import { oneOf } from './chart-options.ts';
import { type Prices, readPriceCompanies, readPrices } from './read-prices.ts';

/** What charts with a panel for each company can be told. */
export interface PanelOptions {
  /** Order of the panels: by name, by the change from first to last price with the largest rise first, or as the companies came. @default 'name' */
  readonly sort?: 'name' | 'change' | 'given';
}

/** The check of these options. */
export const PANEL_RULES = { sort: oneOf('name', 'change', 'given') };

const changeOf = ({ first, last }: Company): number => change(last.price, first.price) ?? -Number.MAX_VALUE;

/** The companies that have bars, in the order of their panels. @throws {ChartDataError} for a bar that is none */
export function readPanelCompanies(prices: Prices, { sort = 'name' }: PanelOptions): Company[] {
  const byName = readPriceCompanies(prices);
  if (sort === 'name') return byName;
  if (sort === 'change') return byName.toSorted((a, b) => changeOf(b) - changeOf(a));
  const given = new Map(readPrices(prices).map(({ name }, i) => [name, i]));
  return byName.toSorted((a, b) => (given.get(a.name) ?? 0) - (given.get(b.name) ?? 0));
}
