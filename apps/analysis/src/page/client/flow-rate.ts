import type { FlowSample } from '../live-patch.ts';
import type { StageId } from '../page-source.ts';

/** Rates are taken over this time, so that they can be read. */
const SMOOTH_MS = 10_000;

/** What came into a stage per second, over the ten seconds up to a sample; `undefined` while there is nothing to compare. */
export function rateAt(samples: readonly FlowSample[], id: StageId, index = samples.length - 1): number | undefined {
  const newest = samples[index];
  const last = newest?.stages[id];
  if (!newest || !last) return undefined;
  let first = index;
  while (first > 0 && newest.atMs - (samples[first - 1]?.atMs ?? -Infinity) <= SMOOTH_MS) first -= 1;
  const oldest = samples[first];
  const base = oldest?.stages[id];
  if (!oldest || !base || first === index) return undefined;
  // A source that starts again counts from zero.
  return Math.max(0, last.in - base.in) / ((newest.atMs - oldest.atMs) / 1000);
}

/** A point of a curve over time; a gap where nothing is known. */
export interface CurvePoint {
  readonly atMs: number;
  readonly value: number | undefined;
}

/** Incoming per second over all samples. */
export const incomingCurve = (samples: readonly FlowSample[], id: StageId): CurvePoint[] =>
  samples.map(({ atMs }, index) => ({ atMs, value: rateAt(samples, id, index) }));

/** How old the oldest is that waits anywhere on a leg, in seconds. */
export const lagCurve = (samples: readonly FlowSample[], ids: readonly StageId[]): CurvePoint[] =>
  samples.map(({ atMs, stages }) => {
    const lags = ids.flatMap((id) => stages[id]?.lagMs ?? []);
    return { atMs, value: lags.length === 0 ? undefined : Math.max(...lags) / 1000 };
  });
