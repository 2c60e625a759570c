import { fromNewYork } from '@tickerlake/market-calendar';
import type { BarSource } from '@tickerlake/record-schema';
import { barSourceLaws } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { startYahooWorld } from './yahoo-world.ts';

const request = {
  symbols: ['AAPL', 'DDOG', 'SNAP'],
  interval: '1m',
  fromMs: fromNewYork('2026-11-18'),
  toMs: fromNewYork('2026-11-19'),
} as const;

describe('as every source of bars, Yahoo’s', () => {
  for (const { claim, check } of barSourceLaws) {
    it(claim, async () => {
      const { source } = await startYahooWorld({}, { maxPerMinute: 1000 });
      await check(source, request);
    });
  }
});

it('the laws catch a source that breaks them', async () => {
  const { source } = await startYahooWorld({}, { maxPerMinute: 1000 });
  const backwards: BarSource = {
    name: 'liar',
    async fetchBars(asked) {
      const { toMs, fromMs } = asked;
      const answer = await source.fetchBars({
        ...asked,
        signal: new AbortController().signal,
        symbols: ['AAPL', 'SNAP'],
        fromMs: Math.min(fromMs, toMs) - 864e5,
        toMs: Math.max(fromMs, toMs),
      });
      const failures = answer.failures.concat({
        symbol: 'X',
        reason: 'network',
        message: '',
        retriable: true,
        fromMs: 0,
        toMs: 1,
      });
      return {
        ...answer,
        failures,
        bars: answer.bars.toReversed().map((bar) => Object.assign(bar, { kind: undefined })),
      };
    },
  };
  const broken = await Promise.allSettled(barSourceLaws.map(({ check }) => check(backwards, request)));
  expect(broken.map(({ status }) => status)).toEqual(barSourceLaws.map(() => 'rejected'));
});
