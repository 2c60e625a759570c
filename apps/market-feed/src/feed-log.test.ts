import { type Bar, encodeRecord, eventTimeMs, type MarketRecord } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handClock, OPEN_MS, testConfig } from '../test/test-market.ts';
import { FeedLog } from './feed-log.ts';
import { createMarket } from './market.ts';
import { createMarketClock } from './market-clock.ts';
import type { LogTarget } from './log-target.ts';
import type { StreamAccount } from './stream-log.ts';

const MINUTE_MS = 60_000;
const FROM_MS = OPEN_MS - MINUTE_MS;

/** A stream that takes everything, and keeps it in order. */
class KeptLog implements LogTarget<StreamAccount> {
  readonly records: MarketRecord[] = [];
  get account(): StreamAccount {
    return { accepted: this.records.length, delivered: this.records.length, rejected: 0, pending: 0 };
  }
  async take(records: readonly MarketRecord[]): Promise<void> {
    this.records.push(...records);
  }
  async close(): Promise<void> {}
}

/** A log over a clock that moves on by the given steps, one each time the log has nothing to do. */
function logOf(stepsMs: readonly number[], lastsMs: number, { bars = true, fromMs = FROM_MS } = {}) {
  const { hand, now } = handClock(0);
  const untilMs = fromMs + lastsMs;
  const market = createMarket(
    testConfig({ symbols: ['META', 'DDOG'], pairs: ['EURUSD'] }),
    createMarketClock({ fromMs, untilMs, speed: 1, now }),
  );
  const stream = new KeptLog();
  const left = [...stepsMs];
  const sleep = async (): Promise<void> => {
    hand.ms += left.shift() ?? 10 * MINUTE_MS;
  };
  const log = new FeedLog({ market, bars, stream, sleep });
  return { market, log, told: () => stream.records, untilMs, hand };
}

const isBar = (record: MarketRecord): record is Bar => (record.kind ?? 'bar') === 'bar';

describe('the log of the feed', () => {
  it('has every event of market time once and in order, however the time passes', async () => {
    const steps = fc.array(fc.integer({ min: 0, max: 5 * MINUTE_MS }), { maxLength: 10 });
    const lengths = fc.integer({ min: 1, max: 30 * MINUTE_MS });
    await fc.assert(
      fc.asyncProperty(steps, lengths, async (stepsMs, lastsMs) => {
        const { market, log, told, untilMs } = logOf(stepsMs, lastsMs, { bars: false });
        expect(await log.run()).toBe(true);
        const expected = [...market.events(market.all, { fromMs: FROM_MS, toMs: untilMs })];
        expect(told()).toEqual(expected);
        const { generated, log: account } = log.status;
        expect(generated.quote + generated.forex + generated.news).toBe(expected.length);
        expect(account).toMatchObject({
          accepted: expected.length,
          delivered: expected.length,
          rejected: 0,
          pending: 0,
        });
        expect(account).toMatchObject({ finished: true, behindMs: 0 });
      }),
      { numRuns: 30 },
    );
  });

  it('has each minute’s bar once, when it is final, and the same as the pages show', async () => {
    const steps = fc.array(fc.integer({ min: 0, max: 3 * MINUTE_MS }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 12 }), async (stepsMs, minutes) => {
        const { market, log, told, untilMs } = logOf(stepsMs, minutes * MINUTE_MS);
        await log.run();
        const request = { symbols: ['META', 'DDOG'], fromMs: FROM_MS, toMs: untilMs, interval: '1m' } as const;
        const { bars } = await market.bars.fetchBars(request);
        expect(told().filter(isBar).map(encodeRecord).toSorted()).toEqual(bars.map(encodeRecord).toSorted());
        expect(bars.every(({ final }) => final)).toBe(true);
        expect(log.status.generated.bar).toBe(bars.length);
      }),
      { numRuns: 30 },
    );
  });

  it('puts a bar behind what happened in its minute, and before what happened later', async () => {
    const { told, log } = logOf([70_000, 1, 33_333], 5 * MINUTE_MS);
    await log.run();
    const knownMs = told().map((record) => eventTimeMs(record) + (isBar(record) ? MINUTE_MS : 0));
    expect(told().filter(isBar)).toHaveLength(8);
    expect(knownMs).toEqual(knownMs.toSorted((one, other) => one - other));
  });

  it('has the minute in which it began', async () => {
    const { told, log } = logOf([], 90_000, { fromMs: OPEN_MS + 90_000 });
    await log.run();
    const minutes = told()
      .filter(isBar)
      .map(({ name, ts }) => `${name} ${ts.slice(11, 16)}`);
    expect(minutes).toEqual(['META 09:31', 'DDOG 09:31', 'META 09:32', 'DDOG 09:32']);
  });

  it('stops between two batches, with all that it made delivered', async () => {
    const { log, told, hand } = logOf([], 60 * MINUTE_MS);
    hand.ms = 20 * MINUTE_MS;
    const running = log.run();
    log.stop();
    expect(await running).toBe(false);
    const { generated, log: account } = log.status;
    const made = Object.values(generated).reduce((sum, count) => sum + count, 0);
    expect(told()).toHaveLength(made);
    expect(account).toMatchObject({ accepted: made, delivered: made, finished: false });
  });
});
