import { formatCount, formatPrice } from '@tickerlake/presentation';
import { niceTicks } from './nice-ticks.ts';

/** A round price and its text. */
export interface PriceTick {
  readonly price: number;
  readonly label: string;
}

/** The most that any price is written with. */
const MAX_DECIMALS = 12;

/** Round prices between two others, at most so many: `100`, `150`; with decimals `decimals` at least: `99.50`, `100.00`. */
export function priceTicks(low: number, high: number, most: number, decimals: number): PriceTick[] {
  if (!(low < high)) return [];
  const { step, multiples, decimals: needed } = niceTicks(low, high, most);
  if (needed > MAX_DECIMALS) return [];
  const shown = needed === 0 ? 0 : Math.max(needed, decimals);
  return multiples.map((multiple) => ({ price: multiple * step, label: formatPrice(multiple * step, shown) }));
}

const UNITS = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
] as const;

/** A number of shares in three digits: `950`, `18.3K`, `1.24M`. */
export function shortCount(count: number): string {
  const [size, unit] = UNITS.find(([least]) => Number(count.toPrecision(3)) >= least) ?? [1, ''];
  return `${formatCount(Number((count / size).toPrecision(3)))}${unit}`;
}
