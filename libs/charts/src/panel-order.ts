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

/** A share beyond this comes of a first price next to nothing, and says nothing. */
const MAX_SHARE = 1e9;

/** How far the last price lies from the first, as a share; `undefined` where the first is no base for one. */
export function lastChange({ first, last }: Company): number | undefined {
  const share = change(last.price, first.price);
  return share !== undefined && Math.abs(share) <= MAX_SHARE ? share : undefined;
}

const rank = (company: Company): number => lastChange(company) ?? -Number.MAX_VALUE;

/** The companies that have bars, in the order of their panels. @throws {ChartDataError} for a bar that is none */
export function readPanelCompanies(prices: Prices, { sort = 'name' }: PanelOptions): Company[] {
  const byName = readPriceCompanies(prices);
  if (sort === 'name') return byName;
  if (sort === 'change') return byName.toSorted((a, b) => rank(b) - rank(a));
  const given = new Map(readPrices(prices).map(({ name }, i) => [name, i]));
  return byName.toSorted((a, b) => (given.get(a.name) ?? 0) - (given.get(b.name) ?? 0));
}
