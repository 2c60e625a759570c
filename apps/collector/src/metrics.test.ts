import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { METRIC_NAMES, metricsOf } from './metrics.ts';
import type { CollectReport } from './report.ts';

const count = fc.nat({ max: 10_000 });
const symbols = fc.array(fc.constantFrom('DDOG', 'SNAP', 'TTD'), { maxLength: 6 });

/** A report whose account adds up, as the producer's does. */
const report = fc
  .record({ delivered: count, rejected: count, invalid: count, outside: count, empty: count, failed: symbols })
  .map(({ delivered, rejected, invalid, outside, empty, failed }): CollectReport => ({
    source: 'yahoo',
    interval: '1m',
    from: '',
    to: '',
    bars: delivered + rejected,
    invalid,
    failures: failed.map((symbol) => ({
      symbol,
      reason: 'network',
      message: 'Connection lost',
      retriable: true,
      fromMs: 0,
      toMs: 1,
    })),
    dropped: { 'outside-window': outside, 'empty-row': empty, 'extended-hours': 0, duplicate: 0 },
    account: { accepted: delivered + rejected, delivered, rejected, rejections: {}, retries: 0, requests: 1 },
  }));

it('adds up: every row that was fetched is produced, dropped or failed', () => {
  fc.assert(
    fc.property(report, fc.boolean(), (ran, marketMinute) => {
      const metrics = metricsOf({ marketMinute, report: ran });
      expect(metrics?.BarsFetched).toBe(
        ran.bars + ran.invalid + ran.dropped['empty-row'] + ran.dropped['outside-window'],
      );
      expect(metrics?.BarsFetched).toBe(
        (metrics?.BarsProduced ?? 0) + (metrics?.BarsDropped ?? 0) + (metrics?.BarsFailed ?? 0),
      );
      expect(metrics?.BarsProduced).toBe(ran.account.delivered);
      expect(metrics?.SymbolsFailed).toBe(new Set(ran.failures.map(({ symbol }) => symbol)).size);
      expect(metrics?.MarketMinutes).toBe(Number(marketMinute));
    }),
  );
});

it('has a value for every name that the function counts, and for no other', () => {
  expect(Object.keys(metricsOf({ marketMinute: true }) ?? {})).toEqual([...METRIC_NAMES]);
});

it('tells nothing of an invocation that did nothing', () => {
  expect(metricsOf({ marketMinute: false })).toBeUndefined();
});
