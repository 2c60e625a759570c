import { PRICES, type PriceName } from './price-table.ts';

/**
 * What a quantity costs, in whole cents. Each charge is rounded by itself, half a cent up, as it stands on a bill: so the charges
 * that are shown add up to the total that is shown.
 */
export function centsFor(name: PriceName, quantity: number): number {
  const { usd, per } = PRICES[name];
  // Fifteen digits take away what binary fractions add: 100 × 0.145 is 14.499999999999998.
  return Math.round(Number(((quantity * usd * 100) / per).toPrecision(15)));
}

/** Cents as dollars: `123456` → `$1,234.56`. */
export const dollars = (cents: number): string =>
  `$${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
