import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Account,
  createMemorySink,
  createProducer,
  type Entry,
  type MemoryFault,
  type RawEntry,
  RecordTooLargeError,
  RequestFailedError,
  type Sink,
} from '../src/index.ts';
import { VirtualClock } from './virtual-clock.ts';

const MAX_ENTRY_BYTES = 100;

/** What happens to one request: how long it takes to arrive, what is done to it, how long its answer takes. */
interface Weather {
  readonly arrivesAfterMs: number;
  readonly answersAfterMs: number;
  readonly fault: MemoryFault | undefined;
}

interface Step {
  readonly do: 'put' | 'put-and-wait' | 'pause' | 'flush';
  readonly key: string;
  readonly size: number;
}

interface Scenario {
  readonly steps: readonly Step[];
  readonly weather: readonly Weather[];
  readonly limits: { maxEntriesPerRequest: number; maxRequestBytes: number; targetEntryBytes: number };
  readonly options: { maxInFlight: number; maxAttempts: number; lingerMs: number; maxBufferedBytes: number };
  readonly seed: number;
}

const latency = fc.integer({ min: 0, max: 40 });
const retriableFault: fc.Arbitrary<MemoryFault> = fc.oneof(
  fc.record({
    kind: fc.constant('refuse-entries' as const),
    entries: fc.oneof(fc.constant('all' as const), fc.array(fc.nat(4), { minLength: 1, maxLength: 4 })),
  }),
  fc.constant({ kind: 'refuse-request', code: 'ThrottlingException', retriable: true } as const),
  fc.constant({ kind: 'lose-answer' } as const),
);
const fatalFault = fc.constant<MemoryFault>({
  kind: 'refuse-request',
  code: 'AccessDeniedException',
  retriable: false,
});

const scenarioOf = (faults: fc.Arbitrary<MemoryFault>): fc.Arbitrary<Scenario> =>
  fc.record({
    steps: fc.array(
      fc.record({
        do: fc.constantFrom('put', 'put', 'put', 'put-and-wait', 'put-and-wait', 'pause', 'flush'),
        key: fc.constantFrom('a', 'b', 'c', 'd'),
        size: fc.oneof(fc.integer({ min: 4, max: 60 }), fc.integer({ min: 4, max: 130 })),
      }),
      { maxLength: 60 },
    ),
    weather: fc.array(
      fc.record({
        arrivesAfterMs: latency,
        answersAfterMs: latency,
        fault: fc.option(faults, { nil: undefined, freq: 2 }),
      }),
      { maxLength: 40 },
    ),
    limits: fc.record({
      maxEntriesPerRequest: fc.integer({ min: 1, max: 5 }),
      maxRequestBytes: fc.integer({ min: MAX_ENTRY_BYTES, max: 300 }),
      targetEntryBytes: fc.constantFrom(0, 30, 70, MAX_ENTRY_BYTES),
    }),
    options: fc.record({
      maxInFlight: fc.integer({ min: 1, max: 4 }),
      maxAttempts: fc.integer({ min: 1, max: 6 }),
      lingerMs: fc.integer({ min: 0, max: 50 }),
      maxBufferedBytes: fc.integer({ min: 300, max: 1_500 }),
    }),
    seed: fc.nat(),
  });

/** One entry of a request, and what became of it. */
interface Sent {
  readonly records: readonly number[];
  readonly key: string;
  readonly taken: boolean;
  readonly confirmed: boolean;
}

interface Run {
  readonly put: readonly { readonly id: number; readonly key: string; readonly size: number }[];
  readonly refused: number;
  readonly account: Account;
  /** In the order in which requests arrived. */
  readonly sent: readonly Sent[];
  readonly requests: readonly (readonly Entry[])[];
  readonly mostInFlight: number;
  readonly mostBuffered: number;
}

const idOf = ({ data }: RawEntry): number => new DataView(data.buffer, data.byteOffset).getUint32(0);

async function play({ steps, weather, limits, options, seed }: Scenario): Promise<Run> {
  const clock = new VirtualClock();
  const memory = createMemorySink({
    ...limits,
    maxEntryBytes: MAX_ENTRY_BYTES,
    faults: ({ index }) => weather[index]?.fault,
  });
  const sent: Sent[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  let mostBuffered = 0;
  let request = 0;
  const sink: Sink = {
    ...memory,
    async send(entries, signal) {
      const { arrivesAfterMs, answersAfterMs } = weather[request++] ?? { arrivesAfterMs: 1, answersAfterMs: 1 };
      mostInFlight = Math.max(mostInFlight, ++inFlight);
      await clock.sleep(arrivesAfterMs);
      const index = memory.requests.length;
      const outcome = await memory.send(entries, signal).then(
        (results) => ({ results, error: undefined }),
        (error: unknown) => ({ results: undefined, error }),
      );
      const isLost = weather[index]?.fault?.kind === 'lose-answer';
      entries.forEach((entry, place) => {
        const confirmed = outcome.results !== undefined && outcome.results[place] === undefined;
        sent.push({ records: entry.records.map(idOf), key: entry.lane, taken: confirmed || isLost, confirmed });
      });
      await clock.sleep(answersAfterMs);
      inFlight -= 1;
      if (outcome.results === undefined) throw outcome.error;
      return outcome.results;
    },
  };
  let state = seed;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const producer = createProducer({ sink, ...options, now: clock.now, setTimer: clock.setTimer, random });

  const put: { id: number; key: string; size: number }[] = [];
  const accounts: Promise<Account>[] = [];
  const puts: Promise<void>[] = [];
  let refused = 0;
  for (const step of steps) {
    if (step.do === 'pause') await clock.pass(step.size);
    else if (step.do === 'flush') accounts.push(producer.flush());
    else {
      const data = new Uint8Array(step.size);
      new DataView(data.buffer).setUint32(0, put.length);
      put.push({ id: put.length, key: step.key, size: step.size + 1 });
      const done = producer.put({ data, partitionKey: step.key }).catch((error: unknown) => {
        expect(error).toHaveProperty('name', 'ProducerStoppedError');
        refused += 1;
      });
      if (step.do === 'put-and-wait') await clock.until(done);
      else puts.push(done);
    }
    mostBuffered = Math.max(mostBuffered, producer.bufferedBytes);
  }
  accounts.push(producer.close());
  const all = await clock.until(Promise.all(accounts));
  await clock.until(Promise.all(puts));
  expect(clock.timers, 'no timer is left behind').toBe(0);
  expect(producer.bufferedBytes, 'nothing is left behind').toBe(0);
  for (const account of all) expect(account.accepted).toBe(account.delivered + account.rejected.length);
  const account = all.reduce(added);
  return {
    put,
    refused,
    account,
    sent,
    requests: memory.requests.map(({ entries }) => entries),
    mostInFlight,
    mostBuffered,
  };
}

const added = (a: Account, b: Account): Account => ({
  accepted: a.accepted + b.accepted,
  delivered: a.delivered + b.delivered,
  rejected: [...a.rejected, ...b.rejected],
  entries: a.entries + b.entries,
  bytes: a.bytes + b.bytes,
  requests: a.requests + b.requests,
  retries: a.retries + b.retries,
});

/** A law of every run in bad weather, and of every run that ends in a refusal for good. */
function law(name: string, check: (run: Run, scenario: Scenario) => void): void {
  it(name, { timeout: 60_000 }, async () => {
    const faults = fc.oneof({ weight: 12, arbitrary: retriableFault }, { weight: 1, arbitrary: fatalFault });
    await fc.assert(
      fc.asyncProperty(scenarioOf(faults), async (scenario) => check(await play(scenario), scenario)),
      { numRuns: 200 },
    );
  });
}

describe('whatever goes wrong, a producer', () => {
  law('accounts for every record that it took: delivered, or rejected with its reason', ({ put, refused, account }) => {
    expect(account.accepted + refused).toBe(put.length);
    expect(account.accepted).toBe(account.delivered + account.rejected.length);
    for (const { reason } of account.rejected) expect(reason).toBeInstanceOf(Error);
  });

  law('loses nothing: what it calls delivered arrived', ({ put, refused, account, sent }) => {
    const arrived = new Set(sent.filter(({ taken }) => taken).flatMap(({ records }) => records));
    const rejected = new Set(account.rejected.map(({ entry }) => idOf(entry)));
    const missing = put.filter(({ id }) => !arrived.has(id) && !rejected.has(id));
    // A record that put refused (the producer had stopped) is in no account.
    expect(missing.length).toBeLessThanOrEqual(refused);
    expect(new Set(sent.filter(({ confirmed }) => confirmed).flatMap(({ records }) => records)).size).toBe(
      account.delivered,
    );
  });

  law('keeps the order of each key, by first arrival and by last', ({ sent }) => {
    for (const key of new Set(sent.map((entry) => entry.key))) {
      const ids = sent.filter((entry) => entry.key === key && entry.taken).flatMap(({ records }) => records);
      const firsts = ids.filter((id, index) => ids.indexOf(id) === index);
      const lasts = ids.filter((id, index) => ids.lastIndexOf(id) === index);
      expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      expect(lasts).toEqual(lasts.toSorted((a, b) => a - b));
    }
  });

  law('sends nothing again that was confirmed', ({ sent, account }) => {
    const confirmed = new Set<number>();
    for (const entry of sent) {
      for (const id of entry.records) expect(confirmed).not.toContain(id);
      if (entry.confirmed) for (const id of entry.records) confirmed.add(id);
    }
    const firstSends = new Set(sent.map(({ records }) => records[0])).size;
    expect(account.retries).toBe(sent.length - firstSends);
  });

  law('never exceeds a limit, of requests, entries or memory', (run, { limits, options }) => {
    for (const entries of run.requests) {
      expect(entries.length).toBeGreaterThan(0);
      expect(entries.length).toBeLessThanOrEqual(limits.maxEntriesPerRequest);
      expect(entries.reduce((sum, entry) => sum + actualBytes(entry), 0)).toBeLessThanOrEqual(limits.maxRequestBytes);
      for (const entry of entries) {
        expect(entry.bytes).toBe(actualBytes(entry));
        expect(entry.bytes).toBeLessThanOrEqual(entry.records.length === 1 ? MAX_ENTRY_BYTES : limits.targetEntryBytes);
      }
    }
    expect(run.mostBuffered).toBeLessThanOrEqual(options.maxBufferedBytes);
    expect(run.mostInFlight).toBeLessThanOrEqual(options.maxInFlight);
  });

  law('tries as often as it may before it rejects, and no more', ({ account, sent }, { options }) => {
    const hasStopped = account.rejected.some(({ reason }) => !reason.retriable && reason instanceof RequestFailedError);
    for (const { entry, reason, attempts } of account.rejected) {
      if (reason instanceof RecordTooLargeError) expect(attempts).toBe(0);
      else if (!hasStopped) expect(attempts).toBe(options.maxAttempts);
      expect(sent.filter(({ records }) => records.includes(idOf(entry))).length).toBe(attempts);
      expect(attempts).toBeLessThanOrEqual(options.maxAttempts);
    }
  });

  law('rejects what can never fit by itself, and only that', ({ put, refused, account }) => {
    const tooLarge = account.rejected.filter(({ reason }) => reason instanceof RecordTooLargeError);
    for (const { entry } of tooLarge) expect(entry.data.length + 1).toBeGreaterThan(MAX_ENTRY_BYTES);
    const expected = put.filter(({ size }) => size > MAX_ENTRY_BYTES).length;
    expect(tooLarge.length).toBeLessThanOrEqual(expected);
    expect(tooLarge.length + refused).toBeGreaterThanOrEqual(expected);
  });
});

const actualBytes = (entry: Entry): number =>
  entry.records.reduce((sum, { data, partitionKey }) => sum + data.length + partitionKey.length, 0);
