import { BAR_INTERVALS, type Bar, type BarInterval, eventTimeMs, intervalMs } from '@tickerlake/record-schema';

const MINUTE_MS = 60_000;

/** Learns, from bars that name no interval, which one each symbol's bars have. */
export interface IntervalInference {
  /** Takes one more bar into account. */
  learn(bar: Bar): void;
  /** The interval of a symbol: its commonest spacing, else the commonest of all symbols; `undefined` when none fits. */
  intervalOf(name: string): BarInterval | undefined;
}

/** Whether an instant can start a bar: the live quote that Yahoo appends to a day is stamped with odd seconds. */
export const startsOnTheMinute = (epochMs: number): boolean => epochMs % MINUTE_MS === 0;

/** Commonest spacing between neighbouring distinct times; duplicates and order do not matter, ties go to the finest. */
export function createIntervalInference(): IntervalInference {
  const times = new Map<string, Set<number>>();
  let known: { bySymbol: Map<string, BarInterval>; overall: BarInterval | undefined } | undefined;

  const infer = () => {
    const all = new Map<number, number>();
    const bySymbol = new Map<string, BarInterval>();
    for (const [name, set] of times) {
      const spacings = countSpacings(set);
      for (const [spacing, count] of spacings) all.set(spacing, (all.get(spacing) ?? 0) + count);
      const interval = commonest(spacings);
      if (interval !== undefined) bySymbol.set(name, interval);
    }
    return { bySymbol, overall: commonest(all) };
  };

  return {
    learn(bar) {
      const startMs = eventTimeMs(bar);
      if (!startsOnTheMinute(startMs)) return;
      known = undefined;
      const set = times.get(bar.name);
      if (set === undefined) times.set(bar.name, new Set([startMs]));
      else set.add(startMs);
    },
    intervalOf(name) {
      known ??= infer();
      return known.bySymbol.get(name) ?? known.overall;
    },
  };
}

function countSpacings(times: ReadonlySet<number>): Map<number, number> {
  const ordered = Float64Array.from(times).toSorted();
  const spacings = new Map<number, number>();
  for (let index = 1; index < ordered.length; index++) {
    const spacing = (ordered[index] ?? 0) - (ordered[index - 1] ?? 0);
    spacings.set(spacing, (spacings.get(spacing) ?? 0) + 1);
  }
  return spacings;
}

function commonest(spacings: ReadonlyMap<number, number>): BarInterval | undefined {
  const counts = BAR_INTERVALS.map((interval) => ({ interval, count: spacings.get(intervalMs(interval)) ?? 0 }));
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  return best.count > 0 ? best.interval : undefined;
}
