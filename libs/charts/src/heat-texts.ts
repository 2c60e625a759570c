import { formatPrice } from '@tickerlake/presentation';
import type { HeatGroup, HeatTable } from './heat-table.ts';
import { measure, widest } from './svg-text.ts';

/** With fewer digits a price says less than the colour of its cell does. */
const MIN_DIGITS = 3;

/** What is written into the cells. */
export interface CellTexts {
  readonly kind: 'small' | 'tiny';
  /** Decimals of a company's prices; absent where they have no room. */
  readonly decimals: ReadonlyMap<string, number>;
}

const pricesOf = ({ rows }: HeatGroup): number[] => rows.flatMap(({ day }) => day.hours.map(({ high }) => high));

const digitsOf = (text: string): number => text.replaceAll(/\D/g, '').length;

/** The most decimals with which all prices of a company fit, so that they can be compared. */
const decimalsOf = (group: HeatGroup, room: number): number | undefined => {
  const most = group.rows[0]?.decimals ?? 0;
  const prices = pricesOf(group);
  for (let decimals = most; decimals >= 0; decimals--) {
    const texts = prices.map((price) => formatPrice(price, decimals));
    if (decimals < most && texts.some((text) => digitsOf(text) < MIN_DIGITS)) return undefined;
    if (widest('tinyStrong', texts) <= room) return decimals;
  }
  return undefined;
};

/** Prices as exact and as large as the cells allow, in one size for all. */
export function fitCellTexts({ groups }: HeatTable, room: number): CellTexts {
  const decimals = new Map<string, number>();
  const texts: string[] = [];
  for (const group of groups) {
    const shown = decimalsOf(group, room);
    if (shown === undefined) continue;
    decimals.set(group.name, shown);
    texts.push(...pricesOf(group).map((price) => formatPrice(price, shown)));
  }
  return { kind: widest('smallStrong', texts) <= room ? 'small' : 'tiny', decimals };
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
