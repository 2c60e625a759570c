import { formatNewYork } from '@tickerlake/market-calendar';
import { type Bar, type BarDropReason, type BarInterval, intervalMs } from '@tickerlake/record-schema';
import type { Chart } from './chart.ts';
import type { Window } from './request-windows.ts';
import { isOnGrid, isRegularHours, quoteDelayMs } from './trading-hours.ts';
import type { ObservedChart } from './yahoo-client.ts';

export const SOURCE = 'yahoo';

/** How the rows of a chart become bars. */
export interface RowRules {
  /** The symbol as it was asked. */
  readonly name: string;
  readonly window: Window;
  readonly interval: BarInterval;
  readonly extendedHours: boolean;
  /** Milliseconds after its end until a bar counts as settled. */
  readonly settleMs: number;
  /** Starts that are taken already, milliseconds since 1970 UTC; the new ones are added. */
  readonly taken: Set<number>;
}

/** Rows left out, by reason. */
export type Dropped = Record<BarDropReason, number>;

const DROP_REASONS = ['outside-window', 'empty-row', 'extended-hours', 'duplicate'] as const;

export const noneDropped = (): Dropped => ({
  'outside-window': 0,
  'empty-row': 0,
  'extended-hours': 0,
  duplicate: 0,
});

/** Adds one count to another. */
export function addDropped(sum: Dropped, more: Readonly<Dropped>): void {
  for (const reason of DROP_REASONS) sum[reason] += more[reason];
}

/** A row's cell, or `undefined` where Yahoo has none. */
const cellOf = (chart: Chart, column: keyof Chart['columns'], row: number): number | undefined =>
  chart.columns[column][row] ?? undefined;

function hasPrices(chart: Chart, row: number): boolean {
  const [high, low] = [cellOf(chart, 'high', row), cellOf(chart, 'low', row)];
  return high !== undefined && low !== undefined && high >= low;
}

function dropReason(chart: Chart, row: number, startMs: number, rules: RowRules): BarDropReason | undefined {
  const { window, interval, extendedHours, taken } = rules;
  // The live quote that Yahoo appends lies beyond the window, or inside it but at no bar's start.
  if (!(startMs >= window.fromMs && startMs < window.toMs)) return 'outside-window';
  if (!isOnGrid(startMs, intervalMs(interval), chart.meta)) return 'outside-window';
  if (!hasPrices(chart, row)) return 'empty-row';
  if (!extendedHours && !isRegularHours(startMs, chart.meta)) return 'extended-hours';
  return taken.has(startMs) ? 'duplicate' : undefined;
}

/** Optional fields without `undefined`s: a record that is written does not name what it does not hold. */
function optionalCells(chart: Chart, row: number): Pick<Bar, 'open' | 'close' | 'volume'> {
  const [open, close, volume] = [cellOf(chart, 'open', row), cellOf(chart, 'close', row), cellOf(chart, 'volume', row)];
  return {
    ...(open !== undefined && { open }),
    ...(close !== undefined && { close }),
    // A count: what overflowed or has a fraction says nothing.
    ...(volume !== undefined && Number.isSafeInteger(volume) && volume >= 0 && { volume }),
  };
}

/**
 * Bars of one answer, in time order. A row with a high and a low (in that order) is a bar, whatever else it lacks; every other row is
 * counted under the reason for leaving it out. Of rows with one start the first is kept: a live quote comes last.
 */
export function readRows({ chart, observedMs }: ObservedChart, rules: RowRules): { bars: Bar[]; dropped: Dropped } {
  const dropped = noneDropped();
  const bars: { startMs: number; bar: Bar }[] = [];
  const observedAt = new Date(observedMs).toISOString();
  const settledMs = observedMs - rules.settleMs - quoteDelayMs(chart.meta);

  for (const [row, stamp] of chart.stamps.entries()) {
    const startMs = stamp * 1000;
    const reason = dropReason(chart, row, startMs, rules);
    if (reason) {
      dropped[reason] += 1;
      continue;
    }
    rules.taken.add(startMs);
    const bar: Bar = {
      name: rules.name,
      ts: formatNewYork(startMs),
      high: chart.columns.high[row] ?? 0,
      low: chart.columns.low[row] ?? 0,
      ...optionalCells(chart, row),
      interval: rules.interval,
      source: SOURCE,
      observedAt,
      final: startMs + intervalMs(rules.interval) <= settledMs,
    };
    bars.push({ startMs, bar });
  }
  return { bars: bars.toSorted((one, other) => one.startMs - other.startMs).map(({ bar }) => bar), dropped };
}
