import type { ChartBar } from '@tickerlake/presentation';

/** What one candle shows. */
export interface Candle {
  /** Start of its first bar in wall time. */
  readonly wallMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Shares traded; absent where no bar of the candle tells. */
  readonly volume?: number;
}

const within = (price: number, { low, high }: ChartBar): number => Math.min(Math.max(price, low), high);

/**
 * Bars as candles of the same length. A bar without an open opens at the close before it, or as near to that as its
 * own low and high allow; the very first at its own close. An open or a close beyond the bar's range widens it.
 *
 * @param bars in time order
 */
export function readCandles(bars: readonly ChartBar[]): Candle[] {
  let before: number | undefined;
  return bars.map((bar) => {
    const close = bar.price;
    const open = bar.open ?? within(before ?? close, bar);
    before = close;
    return {
      wallMs: bar.wallMs,
      open,
      high: Math.max(bar.high, open, close),
      low: Math.min(bar.low, open, close),
      close,
      ...(bar.volume !== undefined && { volume: bar.volume }),
    };
  });
}

const joined = (a: Candle, b: Candle): Candle => ({
  wallMs: a.wallMs,
  open: a.open,
  high: Math.max(a.high, b.high),
  low: Math.min(a.low, b.low),
  close: b.close,
  ...((a.volume !== undefined || b.volume !== undefined) && { volume: (a.volume ?? 0) + (b.volume ?? 0) }),
});

/**
 * One candle per slot: the first open, the last close, the highest high, the lowest low, the sum of what was traded.
 *
 * @param candles in time order
 * @param slotOf which slot a wall time belongs to; never smaller for a later time
 */
export function joinBars(candles: readonly Candle[], slotOf: (wallMs: number) => number): Map<number, Candle> {
  const bySlot = new Map<number, Candle>();
  for (const candle of candles) {
    const slot = slotOf(candle.wallMs);
    const before = bySlot.get(slot);
    bySlot.set(slot, before ? joined(before, candle) : candle);
  }
  return bySlot;
}
