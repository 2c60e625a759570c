import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLegWork } from './function-work.ts';
import { logLegOf } from './log-leg.ts';
import { messagingCharges } from './service-charges.ts';
import { workloadOf } from './workload.ts';

const december = (symbols: number, feed = true) =>
  workloadOf({ symbols, interval: '1m', month: '2026-12', feed, queriesPerDay: 0, scannedMb: 0 });

/** Minutes of the 23 weekdays of December 2026, and those of its sessions. */
const [MINUTES, SESSION] = [33_120, 8_400];

describe('the log leg of a month', () => {
  it('is not there without the market feed', () => {
    expect(logLegOf(december(10, false), 1)).toBeUndefined();
  });

  it('has a message a minute of each shard that something is on: six pairs are on no more than six', () => {
    const counts = (shards: number) => logLegOf(december(10), shards)?.messages.map(({ count }) => count);
    expect(counts(1)).toEqual([SESSION, MINUTES - SESSION, 1_240]);
    expect(counts(9)).toEqual([SESSION * 9, (MINUTES - SESSION) * 6, 1_240]);
    expect(counts(20)).toEqual([SESSION * 16, (MINUTES - SESSION) * 6, 1_240]);
  });

  it('splits what is larger than a message, and pays for each 64 KB of it', () => {
    const workload = december(8_000);
    const leg = logLegOf(workload, 2);
    // Four ticks of 8,000 quotes of 215 bytes and 6 rates of 155: 6,883,720 bytes, by two shards, in four messages each.
    expect(leg?.messages[0]).toEqual({ count: SESSION * 2 * 4, bytes: 860_465, tables: 2 });
    // 14 requests to send it, 14 to receive it, one to delete it. All else fits into one; five pollers ask 3 times a minute.
    const requests = SESSION * 8 * 29 + (MINUTES - SESSION) * 2 * 3 + 31 * 4 * 8_000 * 3 + 744 * 60 * 15;
    expect(requests).toBe(5_742_720);
    expect(messagingCharges(workload, leg).map(({ quantity }) => quantity)).toEqual([requests, leg?.objects]);
  });

  it('calls the log pipe each minute of each shard, and again for each 4.5 MB', () => {
    // 588,000 × 207 + 336,000 × 215 + 794,880 × 155 + 1,240 × 461 = 317,734,040 bytes.
    expect([1, 4].map((shards) => logLegOf(december(10), shards)?.pipeInvocations)).toEqual([
      MINUTES + 71,
      MINUTES * 4 + 71,
    ]);
  });

  it('pays the functions for records, objects and beginnings', () => {
    const workload = december(10);
    const work = (shards: number) => {
      const leg = logLegOf(workload, shards);
      return leg && logLegWork(workload, leg, shards).map(({ billedMs }) => billedMs);
    };
    // The pipe reads 1,720,120 records in 33,191 calls: 20 + 1.1 ms, billed as 22. 552 hours are 276 environments of 205 ms.
    // The processor has 34,360 messages, 1,132,120 records and 42,760 objects of 60 ms: 20 + 75.4 ms, billed as 96.
    expect(work(1)).toEqual([33_191 * 22 + 276 * 205, 34_360 * 96 + 276 * 230]);
    expect(work(4)?.[0]).toBe(132_551 * 21 + 4 * 276 * 205);
  });

  it('puts every record of the month onto the stream, once, however many feeds and collectors there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.boolean(), (symbols, feed) => {
        const { bursts, barsPut, logs } = december(symbols, feed);
        const put = bursts.reduce((sum, { records, times }) => sum + records * times, 0);
        expect(put).toBe(barsPut + logs.quotes + logs.rates + logs.stories);
      }),
    );
  });
});
