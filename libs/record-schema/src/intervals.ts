/** Intervals that a bar can span, finest first. */
export const BAR_INTERVALS = ['1m', '2m', '5m', '15m', '30m', '1h'] as const;
/**
 * How long a bar lasts: minutes or an hour.
 * @useDeclaredType
 */
export type BarInterval = (typeof BAR_INTERVALS)[number];

const MINUTE_MS = 60_000;
const LENGTH_MS: Readonly<Record<BarInterval, number>> = {
  '1m': MINUTE_MS,
  '2m': 2 * MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
};

/** How long a bar of an interval lasts, in milliseconds. */
export const intervalMs = (interval: BarInterval): number => LENGTH_MS[interval];

export const isBarInterval = (value: unknown): value is BarInterval =>
  (BAR_INTERVALS as readonly unknown[]).includes(value);
