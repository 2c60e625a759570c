import type { Candle } from './join-bars.ts';

/** A candle in whole pixels. */
export interface CandlePlace {
  /** Middle of the candle. */
  readonly x: number;
  /** From the middle to either edge of the body. */
  readonly halfWidth: number;
  readonly openY: number;
  readonly highY: number;
  readonly lowY: number;
  readonly closeY: number;
}

/** Which way the price went: what ends where it began is level. */
export type CandleKind = 'up' | 'down' | 'level';

export const kindOf = ({ open, close }: Pick<Candle, 'open' | 'close'>): CandleKind =>
  close > open ? 'up' : close < open ? 'down' : 'level';

/**
 * A candle's outline: the wick above, the body, the wick below; where the body has no height a line across, so that a
 * candle without a move is seen.
 */
export function candlePath({ x, halfWidth, openY, highY, lowY, closeY }: CandlePlace): string {
  const [top, bottom] = [Math.min(openY, closeY), Math.max(openY, closeY)];
  const upper = highY < top ? `M${x} ${highY}V${top}` : '';
  const lower = lowY > bottom ? `M${x} ${bottom}V${lowY}` : '';
  const across = `M${x - halfWidth} ${top}h${2 * halfWidth}`;
  return upper + lower + (bottom > top ? `${across}v${bottom - top}h${-2 * halfWidth}z` : across);
}

/** A bar of volume that stands on `baseY`. */
export const volumePath = (x: number, halfWidth: number, topY: number, baseY: number): string =>
  `M${x - halfWidth} ${baseY}V${topY}h${2 * halfWidth}V${baseY}z`;
