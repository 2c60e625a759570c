import {
  createMemorySink,
  createProducer,
  type MemoryFault,
  type MemorySinkOptions,
} from '@tickerlake/stream-producer';
import { encodeRecord, type MarketRecord } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPEN_MS, testMarket } from '../test/test-market.ts';
import { StreamLog } from './stream-log.ts';

const market = testMarket();
const records: MarketRecord[] = [...market.events(market.all, { fromMs: OPEN_MS, toMs: OPEN_MS + 120_000 })];
const lines = (of: readonly MarketRecord[]): string[] => of.map((record) => `${encodeRecord(record)}\n`);

function logOver(options: MemorySinkOptions = {}) {
  const sinks: ReturnType<typeof createMemorySink>[] = [];
  const troubles: (string | undefined)[] = [];
  const pauses: number[] = [];
  const end = new AbortController();
  const log = new StreamLog({
    producer: (asked) => {
      const sink = createMemorySink(options);
      sinks.push(sink);
      return createProducer({ sink, ...asked, backoffBaseMs: 0, lingerMs: 0 });
    },
    signal: end.signal,
    sleep: async (ms) => void pauses.push(ms),
    onTrouble: (trouble) => troubles.push(trouble),
  });
  return { log, troubles, pauses, end, texts: () => sinks.flatMap((sink) => sink.texts()) };
}

describe('the log on a stream', () => {
  it('delivers every record once, those of one name in order, whatever the stream refuses for a while', async () => {
    const faults = fc.array(
      fc.oneof(
        fc.constant(undefined),
        fc.constant<MemoryFault>({ kind: 'refuse-entries', entries: 'all' }),
        fc.array(fc.nat(20)).map((entries): MemoryFault => ({ kind: 'refuse-entries', entries })),
        fc.boolean().map((retriable): MemoryFault => ({ kind: 'refuse-request', code: 'Nope', retriable })),
      ),
      { maxLength: 12 },
    );
    const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(faults, cuts, async (plan, sizes) => {
        // The plan runs over all sinks together: each that stops is followed by another.
        const left = [...plan];
        const { log, texts } = logOver({ faults: () => left.shift(), maxEntriesPerRequest: 40 });
        const sent: MarketRecord[] = [];
        for (const size of sizes) {
          const batch = records.slice(sent.length, sent.length + size);
          sent.push(...batch);
          await log.take(batch);
        }
        await log.close();
        expect(log.account).toEqual({ accepted: sent.length, delivered: sent.length, rejected: 0, pending: 0 });
        expect(texts().toSorted()).toEqual(lines(sent).toSorted());
        for (const name of ['META', 'EURUSD']) {
          const isOfName = (text: string) => text.includes(`"name":"${name}"`);
          expect(texts().filter(isOfName)).toEqual(lines(sent).filter(isOfName));
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('tries a stream that is not there again, later each time, and tells when that begins and ends', async () => {
    const refusals = Array.from({ length: 4 }, (): MemoryFault => ({
      kind: 'refuse-request',
      code: 'ResourceNotFoundException',
      retriable: false,
    }));
    const left: MemoryFault[] = [...refusals];
    const { log, troubles, pauses } = logOver({ faults: () => left.shift() });
    await log.take(records);
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000]);
    // Told once that the stream takes nothing, and once that it takes records again.
    expect(troubles).toEqual([expect.stringContaining('ResourceNotFoundException'), undefined]);
    expect(log.account).toMatchObject({ delivered: records.length, pending: 0 });
    await log.close();
  });

  it('says nothing of a refusal now and then, and of a lasting one what it is', async () => {
    const refusal: MemoryFault = {
      kind: 'refuse-entries',
      entries: 'all',
      code: 'ProvisionedThroughputExceededException',
    };
    const faultyFor = (requests: number) => {
      const left = Array.from({ length: requests }, () => refusal);
      return logOver({ faults: () => left.shift(), maxEntriesPerRequest: 500 });
    };
    for (const [requests, told] of [
      [2, []],
      [5, ['ProvisionedThroughputExceededException', undefined]],
    ] as const) {
      const { log, troubles, pauses } = faultyFor(requests);
      await log.take(records.slice(0, 1));
      expect({ troubles, pauses }).toEqual({ troubles: told, pauses: [] });
      await log.close();
    }
  });

  it('gives up a record that no stream would take, and only that', async () => {
    const { log, texts } = logOver({ maxEntryBytes: 300 });
    const [first] = records;
    if (!first) throw new Error('There are no records');
    const huge: MarketRecord = { kind: 'news', id: 'x', ts: first.ts, headline: 'x'.repeat(400), symbols: [] };
    await log.take([first, huge]);
    expect(log.account).toEqual({ accepted: 2, delivered: 1, rejected: 1, pending: 0 });
    expect(texts()).toEqual(lines([first]));
    await log.close();
  });

  it('counts what is not delivered at the end as rejected, and adds up', async () => {
    const { log, end } = logOver({
      faults: () => {
        end.abort();
        return { kind: 'refuse-entries', entries: 'all' };
      },
    });
    await log.take(records);
    await log.close();
    const { accepted, delivered, rejected, pending } = log.account;
    expect({ accepted, pending }).toEqual({ accepted: records.length, pending: 0 });
    expect(delivered + rejected).toBe(accepted);
    expect(rejected).toBeGreaterThan(0);
  });
});
