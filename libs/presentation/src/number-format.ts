const MINUS = '−';
const WORDS = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const grouped = (digits: string): string => digits.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
const signed = (value: number, digits: string): string => (value < 0 ? `${MINUS}${digits}` : digits);

/** `1234567` as `1,234,567`. */
export const formatCount = (count: number): string => signed(count, grouped(String(Math.abs(count))));

/** A price with a fixed number of decimals, `1,234.50`. */
export const formatPrice = (price: number, decimals: number): string =>
  signed(price, grouped(Math.abs(price).toFixed(decimals)));

/** A share as percent with its sign, `+3.42%`; `0.00%` bears none. */
export function formatPercent(share: number, decimals = 2): string {
  const digits = `${grouped(Math.abs(share * 100).toFixed(decimals))}%`;
  if (!/[1-9]/.test(digits)) return digits;
  return share < 0 ? `${MINUS}${digits}` : `+${digits}`;
}

/** Bytes in decimal units: `812 B`, `14.2 kB`, `3.1 MB`, `1,204.0 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e3) return `${formatCount(bytes)} B`;
  const [unit, size] = bytes < 1e6 ? ['kB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : (['GB', 1e9] as const);
  return `${formatPrice(bytes / size, 1)} ${unit}`;
}

/** A count with its noun, `1 company`, `1,200 bars`. */
export const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
  `${formatCount(count)} ${count === 1 ? singular : plural}`;

/** A count as running text has it: words up to ten. */
export const inWords = (count: number): string => WORDS[count] ?? formatCount(count);

/** Yahoo's prices went through 32-bit floats: what differs from two decimals by less than that is noise. */
const isInCents = (price: number): boolean => Math.abs(price - Math.round(price * 100) / 100) <= Math.abs(price) * 1e-6;

/** Decimals that suit prices of one company: two, or as many as a rate or a penny stock needs to be told apart. */
export function decimalsFor(prices: readonly number[]): number {
  const largest = prices.reduce((max, price) => Math.max(max, Math.abs(price)), 0);
  if (largest === 0 || largest >= 10 || prices.every(isInCents)) return 2;
  return Math.min(12, Math.max(4, 3 - Math.floor(Math.log10(largest))));
}
