import type { Notice } from '../page/page-source.ts';

/** A notice with the instant at which it was taken from its queue, milliseconds since 1970 UTC. */
export interface TimedNotice extends Notice {
  readonly arrivedMs: number;
}

/** How long records took from the moment they happened in the market to their notice, real milliseconds. */
export interface Lag {
  readonly medianMs: number;
  readonly p99Ms: number;
}

/**
 * The lag of all records of the notices. The records of an object count as evenly spread between its first and its last.
 *
 * @param happenedMs The real instant of an event time, both in milliseconds since 1970 UTC.
 */
export function lagOf(notices: readonly TimedNotice[], happenedMs: (eventMs: number) => number): Lag | undefined {
  const lags = notices
    .flatMap(({ arrivedMs, records, firstEventTime, lastEventTime }) => {
      const first = arrivedMs - happenedMs(Date.parse(firstEventTime));
      const last = arrivedMs - happenedMs(Date.parse(lastEventTime));
      const step = records > 1 ? (first - last) / (records - 1) : 0;
      return Array.from({ length: records }, (_, index) => first - index * step);
    })
    .toSorted((a, b) => a - b);
  const at = (share: number): number => lags[Math.min(lags.length - 1, Math.floor(lags.length * share))] ?? 0;
  return lags.length === 0 ? undefined : { medianMs: at(0.5), p99Ms: at(0.99) };
}
