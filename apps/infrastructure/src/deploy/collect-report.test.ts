import { describe, expect, it } from 'vitest';
import { type CollectReport, outcomeOf, readFailure, readReport, reportLines } from './collect-report.ts';
import { EXIT } from './failures.ts';

const report = (changes: Partial<CollectReport> = {}): CollectReport => ({
  source: 'simulated',
  interval: '1m',
  from: '2026-11-20 09:30:00-05:00',
  to: '2026-11-20 16:00:00-05:00',
  bars: 1170,
  invalid: 0,
  failures: [],
  dropped: { 'empty-row': 0 },
  account: { accepted: 1170, delivered: 1170, rejected: 0, rejections: {} },
  ...changes,
});
const partly = report({
  bars: 780,
  invalid: 2,
  invalidReason: 'high is below low',
  failures: [{ symbol: 'SNAP', message: 'Yahoo throttles.' }],
  dropped: { 'empty-row': 3, duplicate: 0 },
  account: { accepted: 780, delivered: 778, rejected: 2, rejections: { Throttled: 2 } },
});

it('is told in lines: what came, what the stream took, what is missing and why', () => {
  expect(reportLines(report())).toEqual([
    '1,170 1m bars from simulated, 2026-11-20 09:30:00-05:00 to 2026-11-20 16:00:00-05:00',
    'stream: 1,170 of 1,170 taken',
  ]);
  expect(reportLines(partly).slice(1)).toEqual([
    'stream: 778 of 780 taken, 2 refused (Throttled)',
    'left out: 3 rows, empty-row',
    'broken: 2 bars, the first: high is below low',
    'failed: SNAP: Yahoo throttles.',
  ]);
  expect(reportLines(report({ bars: 0, skipped: 'the market is closed' }))).toEqual([
    'Nothing was collected: the market is closed',
  ]);
});

it('ends by what became of the bars', () => {
  const none = { accepted: 0, delivered: 0, rejected: 0, rejections: {} };
  const outcomes = [
    report(),
    report({ bars: 0, account: none, skipped: 'the market is closed' }),
    partly,
    report({ bars: 0, account: none }),
    report({ bars: 0, account: none, failures: [{ symbol: 'SNAP', message: 'no' }] }),
    report({ account: { ...none, accepted: 1170, rejected: 1170, rejections: { Denied: 1170 } } }),
  ].map(outcomeOf);
  expect(outcomes).toEqual([EXIT.done, EXIT.done, EXIT.partial, EXIT.failed, EXIT.failed, EXIT.failed]);
});

describe('what a function answered', () => {
  it('is read with whatever more a report says', () => {
    expect(readReport(JSON.stringify({ ...report(), later: 1 }))).toEqual({ ...report(), later: 1 });
  });

  it.each(['', '{}', 'null', '<html>', '{"bars":1}'])('is no report: %j', (text) => {
    expect(() => readReport(text)).toThrow("something else than a collector's report");
  });

  it('is a failure with Lambda’s fields, or with none', () => {
    expect(readFailure('{"errorType":"RequestError","errorMessage":"date: is wrong.","trace":[]}')).toEqual({
      type: 'RequestError',
      message: 'date: is wrong.',
    });
    expect(readFailure('{"errorMessage":"Task timed out after 900.00 seconds"}').type).toBe('Error');
    expect(readFailure('').message).toBe('it did not say why.');
    expect(readFailure('oops').message).toBe('oops');
  });
});
