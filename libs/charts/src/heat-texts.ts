import { formatPrice } from '@tickerlake/presentation';
import type { HeatGroup, HeatTable } from './heat-table.ts';
import { measure, widest } from './svg-text.ts';

/** With fewer digits a price says less than the colour of its cell does. */
const MIN_DIGITS = 3;

/** What is written into the cells. */
export interface CellTexts {
  readonly kind: 'small' | 'tiny';
  /** How a company's prices are written; absent where they have no room. */
  readonly formats: ReadonlyMap<string, PriceFormat>;
}

/** Writes a price. */
type PriceFormat = (price: number) => string;

const pricesOf = ({ rows }: HeatGroup): number[] => rows.flatMap(({ day }) => day.hours.map(({ high }) => high));

const digitsOf = (text: string): number => text.replaceAll(/\D/g, '').length;

/** From every decimal down to whole numbers, at last without the commas of thousands. */
const formatsOf = (most: number): PriceFormat[] => [
  ...Array.from({ length: most + 1 }, (_, i) => (price: number) => formatPrice(price, most - i)),
  (price) => formatPrice(price, 0).replaceAll(',', ''),
];

/** The most exact way to write prices of a company in which all of them fit, so that they can be compared. */
const formatOf = (group: HeatGroup, room: number): PriceFormat | undefined => {
  const prices = pricesOf(group);
  const formats = formatsOf(group.rows[0]?.decimals ?? 0);
  return formats.find((format, i) => {
    const texts = prices.map(format);
    return widest('tinyStrong', texts) <= room && (i === 0 || texts.every((text) => digitsOf(text) >= MIN_DIGITS));
  });
};

/** Prices as exact and as large as the cells allow, in one size for all. */
export function fitCellTexts({ groups }: HeatTable, room: number): CellTexts {
  const formats = new Map<string, PriceFormat>();
  const texts: string[] = [];
  for (const group of groups) {
    const format = formatOf(group, room);
    if (!format) continue;
    formats.set(group.name, format);
    texts.push(...pricesOf(group).map(format));
  }
  return { kind: widest('smallStrong', texts) <= room ? 'small' : 'tiny', formats };
}

/**
 * Where there is no room for a price a sign says on which side of the base it lies: never colour alone.
 *
 * @param colour class of the cell
 */
export function signText(colour: string, room: number): string {
  const text = colour.startsWith('a') ? '+' : colour.startsWith('b') && colour !== 'blank' ? '−' : '';
  return measure('tiny', text) <= room ? text : '';
}
