import { describe, expect, it } from 'vitest';
import type { FlowSample } from '../live-patch.ts';
import { incomingCurve, lagCurve, rateAt } from './flow-rate.ts';

const samples = (counts: readonly number[], lagMs?: number): FlowSample[] =>
  counts.map((count, i) => ({
    atMs: i * 1_000,
    stages: { stream: { in: count, out: count, ...(lagMs !== undefined && { lagMs }) } },
  }));

describe('the rate of a stage', () => {
  it('is what came in per second over the last ten seconds', () => {
    const steady = samples(Array.from({ length: 40 }, (_, i) => i * 60));
    expect(rateAt(steady, 'stream')).toBe(60);
    const burst = samples([...Array.from({ length: 30 }, () => 0), 100]);
    expect(rateAt(burst, 'stream')).toBe(10);
    expect(
      rateAt(samples([...Array.from({ length: 30 }, () => 0), ...Array.from({ length: 11 }, () => 100)]), 'stream'),
    ).toBe(0);
  });

  it('is over as much as there is at the beginning, and unknown before a second count', () => {
    expect(rateAt(samples([0, 30]), 'stream')).toBe(30);
    expect(rateAt(samples([7]), 'stream')).toBeUndefined();
    expect(rateAt(samples([0, 1]), 'queue')).toBeUndefined();
  });

  it('is not negative when a source begins anew', () => {
    expect(rateAt(samples([500, 0]), 'stream')).toBe(0);
  });

  it('is taken over real time, however late a sample comes', () => {
    const late = [
      { atMs: 0, stages: { stream: { in: 0, out: 0 } } },
      { atMs: 4_000, stages: { stream: { in: 200, out: 0 } } },
    ];
    expect(rateAt(late, 'stream')).toBe(50);
  });
});

it('a curve of incoming has a gap where nothing is known', () => {
  expect(incomingCurve(samples([0, 10, 20]), 'stream').map(({ value }) => value)).toEqual([undefined, 10, 10]);
});

it('the lag of a leg is that of its slowest stage, in seconds', () => {
  const [sample] = samples([1], 1_500);
  const both: FlowSample = { atMs: 0, stages: { ...sample?.stages, queue: { in: 1, out: 1, lagMs: 2_500 } } };
  expect(lagCurve([both], ['stream', 'queue', 'topic'])).toEqual([{ atMs: 0, value: 2.5 }]);
  expect(lagCurve([both], ['topic'])).toEqual([{ atMs: 0, value: undefined }]);
});
