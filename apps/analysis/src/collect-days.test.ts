import type { BarFailure } from '@tickerlake/record-schema';
import { describe, expect, it } from 'vitest';
import { type Collection, judge, stagesOf, whyUnreached } from './collect-days.ts';
import type { CollectReport } from './collect-report.ts';
import { balanceStages, addsUp } from './report/stage-balance.ts';

const failure = (symbol: string, reason: BarFailure['reason']): BarFailure => ({
  symbol,
  reason,
  message: `no ${symbol}`,
  retriable: true,
  fromMs: 0,
  toMs: 1,
});

const none = { rows: 0, objects: 0, bytes: 0 };

function collection(report: Partial<CollectReport>, stored = 3): Collection {
  const puts = { accepted: 0, refused: 0, bytes: 0 };
  return {
    event: { symbols: ['A', 'B'], from: '2026-11-20', to: '2026-11-20', interval: '1m', source: 'yahoo' },
    report: {
      bars: 3,
      invalid: 0,
      failures: [],
      dropped: { 'outside-window': 1, 'empty-row': 2, 'extended-hours': 0, duplicate: 0 },
      account: { accepted: 3, delivered: 3, rejected: 0, rejections: {} },
      ...report,
    },
    counts: {
      kinesis: puts,
      firehose: puts,
      pending: 0,
      received: stored,
      deaggregated: stored,
      transformed: { ok: stored, dropped: 0, failed: 0, rows: stored },
      partitionFailed: 0,
      conversionFailed: 0,
      delivered: { ...none, rows: stored },
      errorOutput: none,
      deliveryRetries: 0,
      lambda: { invocations: 1, errors: 0 },
    },
  };
}

const told = (): { notes: string[]; progress: Parameters<typeof judge>[1] } => {
  const notes: string[] = [];
  return { notes, progress: { step: () => undefined, note: (text) => notes.push(text), end: () => undefined } };
};

describe('whyUnreached', () => {
  it('is said only when nothing came and the source itself could not be had', () => {
    const nothing = (...reasons: BarFailure['reason'][]) =>
      whyUnreached(collection({ bars: 0, failures: reasons.map((reason) => failure('A', reason)) }));
    expect(nothing('network', 'timeout')).toBe('unreachable');
    expect(nothing('rate-limited', 'network')).toBe('throttled');
    expect(nothing('network', 'unknown-symbol')).toBeUndefined();
    expect(nothing()).toBeUndefined();
    expect(whyUnreached(collection({ failures: [failure('A', 'network')] }))).toBeUndefined();
  });
});

describe('judge', () => {
  it('is content when everything came', () => {
    const { notes, progress } = told();
    expect(judge(collection({}), progress)).toBe(0);
    expect(notes).toEqual([]);
  });

  it('lists failed symbols and ends with 3 when others came', () => {
    const { notes, progress } = told();
    expect(judge(collection({ failures: [failure('B', 'unknown-symbol')] }), progress)).toBe(3);
    expect(notes).toEqual(['B: no B']);
  });

  it('tells what the stream did not take, and why', () => {
    const { notes, progress } = told();
    const account = { accepted: 3, delivered: 2, rejected: 1, rejections: { InternalFailure: 1 } };
    expect(judge(collection({ account }), progress)).toBe(3);
    expect(notes).toEqual(['The stream did not take 1 of 3 bars (InternalFailure): run the same command again.']);
  });

  it('fails when nothing came, or nothing was taken', () => {
    const { progress } = told();
    const account = { accepted: 3, delivered: 0, rejected: 3, rejections: { AccessDenied: 3 } };
    expect(() => judge(collection({ account }), progress)).toThrow('did not take 3 of 3 bars (AccessDenied)');
    expect(() => judge(collection({ bars: 0 }), progress)).toThrow('The source has no 1m bars of A, B');
    const failures = [failure('A', 'delisted')];
    expect(() => judge(collection({ bars: 0, failures }), progress)).toThrow('Nothing was collected.');
  });
});

describe('stagesOf', () => {
  it('adds up, stage by stage, whatever was dropped, refused or waited from before', () => {
    const account = { accepted: 3, delivered: 2, rejected: 1, rejections: { InternalFailure: 1 } };
    for (const each of [collection({}), collection({ account }, 2), collection({ invalid: 4 }), collection({}, 40)]) {
      expect(balanceStages(stagesOf(each)).every(addsUp)).toBe(true);
    }
  });
});
