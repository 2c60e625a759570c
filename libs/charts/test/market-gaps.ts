import type { SeriesColumns } from '@tickerlake/presentation';

/** The bars outside of a stretch of time, as a lake has them that missed it. */
export function without(series: SeriesColumns, fromMs: number, toMs: number): SeriesColumns {
  const keep = <Value>(values: readonly Value[]): Value[] =>
    values.filter((_, i) => !((series.ts[i] ?? 0) >= fromMs && (series.ts[i] ?? 0) < toMs));
  const { name, ts, open, high, low, close, volume } = series;
  return {
    name,
    ts: keep(ts),
    high: keep(high),
    low: keep(low),
    close: keep(close),
    ...(open && { open: keep(open) }),
    ...(volume && { volume: keep(volume) }),
  };
}

/** The bars as a source tells them that knows no volumes: an index, a currency. */
export const withoutVolume = ({ name, ts, open, high, low, close }: SeriesColumns): SeriesColumns => ({
  name,
  ts,
  high,
  low,
  close,
  ...(open && { open }),
});
