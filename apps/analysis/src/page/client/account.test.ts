import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StageId, StageStatus } from '../page-source.ts';
import { differenceOf, tellAccount } from './account.ts';

const stage = (fields: Partial<StageStatus>): StageStatus => ({
  id: 'stream',
  label: 'Kinesis stream',
  unit: 'records',
  in: 0,
  out: 0,
  dropped: 0,
  failed: 0,
  waiting: 0,
  ...fields,
});
const settled = new Map<StageId, number>();

describe('the account', () => {
  it('adds up when what came in is out, waiting, dropped or failed, and says how much of each', () => {
    const stages = [
      stage({ in: 1_244, out: 1_200, waiting: 40, failed: 4 }),
      stage({ id: 'transformer', label: 'Transformer', in: 1_200, out: 200, dropped: 1_000 }),
    ];
    expect(tellAccount(stages, settled, 0)).toEqual({
      verdict: 'adds up',
      text: 'The account adds up: what came into each stage is out, waiting, dropped or failed. Waiting: 40 at Kinesis stream. Dropped on purpose: 1,000 at Transformer. Failed: 4 at Kinesis stream.',
    });
  });

  it('is settling for ten seconds after a difference appears, and differs after that', () => {
    const stages = [stage({ in: 10, out: 7 })];
    const since = new Map<StageId, number>([['stream', 5_000]]);
    expect(tellAccount(stages, since, 14_999)).toEqual({
      verdict: 'settling',
      text: 'Settling: records are on their way between two readings. Kinesis stream: 3 records unaccounted for.',
    });
    expect(tellAccount(stages, since, 15_000)).toEqual({
      verdict: 'differs',
      text: 'The account does not add up. Kinesis stream: 3 records unaccounted for.',
    });
  });

  it('names what is told beyond what came in, in the unit of its stage', () => {
    const stages = [stage({ id: 'topic', label: 'SNS notices', unit: 'notices', in: 4, out: 5 })];
    expect(tellAccount(stages, new Map([['topic', 0]]), 60_000).text).toContain(
      'SNS notices: 1 notice more told of than',
    );
  });

  it('does not claim to add up before there are counts', () => {
    expect(tellAccount([], settled, 0).verdict).toBe('unknown');
  });

  it('adds up exactly when no stage differs', () => {
    const counts = fc.record({
      in: fc.nat(9),
      out: fc.nat(9),
      dropped: fc.nat(9),
      failed: fc.nat(9),
      waiting: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(counts.map(stage), { minLength: 1 }), (stages) => {
        const isWhole = stages.every((one) => one.in === one.out + one.dropped + one.failed + one.waiting);
        expect(tellAccount(stages, settled, 0).verdict === 'adds up').toBe(isWhole);
        expect(stages.every((one) => differenceOf(one) === 0)).toBe(isWhole);
      }),
    );
  });
});
