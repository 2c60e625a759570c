import { encodeRecord, type MarketRecord } from '@tickerlake/record-schema';
import { createMemorySink, createProducer, type MemorySinkOptions } from '@tickerlake/stream-producer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPEN_MS, testConfig, testMarket } from '../test/test-market.ts';
import { FeedLog } from './feed-log.ts';
import { logSpan, madeIn, minuteBefore } from './log-minute.ts';
import type { LogTarget } from './log-target.ts';
import { createMarket, type Span } from './market.ts';
import { createMarketClock } from './market-clock.ts';
import type { StreamAccount } from './stream-log.ts';

const MINUTE_MS = 60_000;
const market = testMarket();

/** A stream, and producers onto it, one a run. */
function streamOf(options: MemorySinkOptions = {}) {
  const sink = createMemorySink(options);
  const producer = () => createProducer({ sink, backoffBaseMs: 0, lingerMs: 0, maxAttempts: 2 });
  return {
    texts: () => sink.texts().map((text) => text.trim()),
    log: (span: Span) => logSpan(market, span, producer()),
  };
}

/** What the running server puts onto its stream while market time passes through a span. */
async function serverLog({ fromMs, toMs }: Span): Promise<string[]> {
  const lines: string[] = [];
  const account: StreamAccount = { accepted: 0, delivered: 0, rejected: 0, pending: 0 };
  const stream: LogTarget<StreamAccount> = {
    account,
    take: async (records: readonly MarketRecord[]) => void lines.push(...records.map(encodeRecord)),
    close: async () => undefined,
  };
  let nowMs = 0;
  const clock = createMarketClock({ fromMs, untilMs: toMs, speed: 1, now: () => nowMs });
  const sleep = async (): Promise<void> => void (nowMs += 7_777);
  const log = new FeedLog({ market: createMarket(testConfig(), clock), bars: false, stream, sleep });
  await log.run();
  return lines;
}

describe('the logs of a minute', () => {
  it('belong to exactly one run, at whatever second of its minute each run is due', () => {
    const offsets = fc.array(fc.integer({ min: 0, max: MINUTE_MS - 1 }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(offsets, (offsetsMs) => {
        const spans = offsetsMs.map((offsetMs, minute) => minuteBefore(OPEN_MS + minute * MINUTE_MS + offsetMs));
        spans.forEach(({ fromMs, toMs }, minute) => {
          expect(fromMs).toBe(OPEN_MS + (minute - 1) * MINUTE_MS);
          expect(toMs - fromMs).toBe(MINUTE_MS);
        });
      }),
    );
  });

  it('are together what the running server logs of the same time, wherever the time is cut', async () => {
    const start = fc.integer({ min: OPEN_MS - 30 * MINUTE_MS, max: OPEN_MS + 6 * 60 * MINUTE_MS });
    const lengths = fc.array(fc.integer({ min: 1, max: 5 * MINUTE_MS }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(start, lengths, async (fromMs, lengthsMs) => {
        const { texts, log } = streamOf();
        let toMs = fromMs;
        for (const lengthMs of lengthsMs) {
          await log({ fromMs: toMs, toMs: toMs + lengthMs });
          toMs += lengthMs;
        }
        expect(texts().toSorted()).toEqual((await serverLog({ fromMs, toMs })).toSorted());
      }),
      { numRuns: 40 },
    );
  });

  it('are the same records, byte for byte, when they are made again', async () => {
    const { texts, log } = streamOf();
    const span = minuteBefore(OPEN_MS + 5 * MINUTE_MS);
    const [first, again] = [await log(span), await log(span)];
    expect(again).toEqual(first);
    const lines = texts();
    expect(lines.slice(lines.length / 2)).toEqual(lines.slice(0, lines.length / 2));
    expect(new Set(lines).size).toBe(madeIn(first));
  });

  it('are reported by kind, with what the stream took', async () => {
    const { texts, log } = streamOf();
    const report = await log(minuteBefore(OPEN_MS + MINUTE_MS));
    expect(report).toMatchObject({ from: '2026-11-20T14:30:00.000Z', to: '2026-11-20T14:31:00.000Z', rejected: 0 });
    expect(report.made).toMatchObject({ quote: 40, forex: 24 });
    expect(report.delivered).toBe(madeIn(report));
    expect(report.delivered).toBe(texts().length);
  });

  it('are all accounted for where the stream refuses some, each or all further ones', async () => {
    const faults = fc.oneof(
      fc.constant({ kind: 'refuse-entries', entries: 'all' } as const),
      fc.array(fc.nat(9)).map((entries) => ({ kind: 'refuse-entries', entries }) as const),
      fc.boolean().map((retriable) => ({ kind: 'refuse-request', code: 'Nope', retriable }) as const),
    );
    const span = minuteBefore(OPEN_MS + MINUTE_MS);
    await fc.assert(
      fc.asyncProperty(faults, fc.integer({ min: 1, max: 40 }), async (fault, maxEntriesPerRequest) => {
        const { texts, log } = streamOf({ faults: () => fault, maxEntriesPerRequest });
        const report = await log(span);
        expect(report.delivered).toBe(texts().length);
        expect(report.delivered + report.rejected).toBe(madeIn(report));
        const causes = Object.values(report.rejections).reduce((sum, count) => sum + count, 0);
        expect(causes).toBe(report.rejected);
      }),
    );
  });
});
