import { expect, it } from 'vitest';
import { lagOf, type TimedNotice } from './notice-lag.ts';

const START = Date.UTC(2026, 10, 20, 14, 30);
const iso = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();
const notice = (first: number, last: number, records: number, arrivedAfterMs: number): TimedNotice => ({
  id: 'a',
  bucket: 'lake',
  key: 'forex/dt=2026-11-20/hour=09/a.parquet',
  kind: 'forex',
  records,
  bytes: 1,
  checksum: 'sha256:00',
  firstEventTime: iso(first),
  lastEventTime: iso(last),
  arrivedMs: START + arrivedAfterMs,
});
/** A market at 60 times its speed: a market minute a second. */
const happenedMs = (eventMs: number): number => START + (eventMs - START) / 60;

it('counts real time from when a record happened in a market that runs faster', () => {
  expect(lagOf([notice(60, 60, 1, 1_500)], happenedMs)).toEqual({ medianMs: 500, p99Ms: 500 });
});

it('spreads the records of an object evenly between its first and its last', () => {
  const { medianMs, p99Ms } = lagOf([notice(0, 600, 101, 10_000)], happenedMs) ?? {};
  expect(medianMs).toBeCloseTo(5_000);
  expect(p99Ms).toBeCloseTo(9_900);
});

it('weighs every record, not every object', () => {
  const slow = notice(0, 0, 1, 9_000);
  const quick = notice(0, 0, 999, 1_000);
  expect(lagOf([slow, quick], happenedMs)).toEqual({ medianMs: 1_000, p99Ms: 1_000 });
});

it('knows no lag where nothing was noticed', () => {
  expect(lagOf([], happenedMs)).toBeUndefined();
});
