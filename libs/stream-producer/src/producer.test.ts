import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../test/virtual-clock.ts';
import { createMemorySink, type MemorySinkOptions } from './memory-sink.ts';
import { createProducer } from './producer.ts';
import type { ProducerOptions } from './producer-options.ts';
import type { RequestReport } from './request-report.ts';
import type { Sink } from './sink.ts';

const raw = (text: string, partitionKey = 'k') => ({ data: new TextEncoder().encode(text), partitionKey });

function setUp(memory: MemorySinkOptions = {}, options: Partial<ProducerOptions> = {}) {
  const clock = new VirtualClock();
  const sink = createMemorySink(memory);
  const { now, setTimer } = clock;
  const producer = createProducer({ sink, now, setTimer, random: () => 0.5, ...options });
  return { clock, sink, producer };
}

/** A sink that answers only when told to. */
function held(): { sink: Sink; answer: (error?: Error) => void; signals: AbortSignal[] } {
  const waiting: ((error?: Error) => void)[] = [];
  const signals: AbortSignal[] = [];
  const sink: Sink = {
    ...createMemorySink(),
    send: (entries, signal) =>
      new Promise((resolve, reject) => {
        signals.push(signal);
        waiting.push((error) => (error === undefined ? resolve(entries.map(() => undefined)) : reject(error)));
      }),
  };
  return { sink, answer: (error) => waiting.shift()?.(error), signals };
}

describe('when records are sent', () => {
  it('waits for company, for as long as it may linger', async () => {
    const { clock, sink, producer } = setUp({}, { lingerMs: 250 });
    await producer.put(raw('1', 'a'));
    await clock.pass(249);
    await producer.put(raw('2', 'b'));
    expect(sink.requests.length).toBe(0);
    await clock.pass(1);
    expect(sink.requests.map(({ entries }) => entries.length)).toEqual([1]);
    await clock.pass(249);
    expect(sink.texts()).toEqual(['1', '2']);
  });

  it('sends at once what fills a request by count', async () => {
    const { sink, producer } = setUp({ maxEntriesPerRequest: 3 });
    for (const key of ['a', 'b', 'c', 'd']) await producer.put(raw('x', key));
    expect(sink.requests.map(({ entries }) => entries.length)).toEqual([3]);
  });

  it('sends at once what fills a request by bytes', async () => {
    const { sink, producer } = setUp({ maxRequestBytes: 30, maxEntryBytes: 30 });
    for (const key of ['a', 'b', 'c']) await producer.put(raw('x'.repeat(9), key));
    expect(sink.requests.map(({ entries }) => entries.length)).toEqual([3]);
  });

  it('sends at once an entry that the next record would overfill', async () => {
    const { sink, producer } = setUp({ targetEntryBytes: 10 });
    for (const text of ['123', '456', '789']) await producer.put(raw(text));
    expect(sink.texts()).toEqual(['123', '456']);
  });

  it('sends what it holds rather than let a put wait for room', async () => {
    const { clock, sink, producer } = setUp({ maxEntryBytes: 100 }, { maxBufferedBytes: 500, lingerMs: 60_000 });
    for (const text of ['1', '2', '3', '4', '5', '6']) await clock.until(producer.put(raw(text)));
    expect(clock.now()).toBeLessThan(60_000);
    expect(sink.texts()).toContain('1');
  });

  it('keeps sending while more wait than there is room for', async () => {
    const { clock, sink, producer } = setUp({ maxEntryBytes: 100 }, { maxBufferedBytes: 500, lingerMs: 60_000 });
    const puts = Array.from({ length: 20 }, (_unused, index) => producer.put(raw(`${index}`)));
    await clock.until(Promise.all(puts));
    expect(clock.now()).toBeLessThan(60_000);
    expect(sink.delivered.length).toBeGreaterThanOrEqual(18);
  });

  it('holds a put back while memory is full, and lets it go on when there is room', async () => {
    const { sink, answer } = held();
    const { clock, producer } = setUp(
      {},
      { sink: { ...sink, limits: { ...sink.limits, maxEntryBytes: 100 } }, maxBufferedBytes: 500 },
    );
    await producer.put(raw('1'));
    await producer.put(raw('2'));
    let isIn = false;
    const third = producer.put(raw('3')).then(() => (isIn = true));
    await clock.pass(10_000);
    expect(isIn).toBe(false);
    answer();
    await clock.until(third);
    expect(isIn).toBe(true);
  });

  it('sends one entry of a key at a time, unless order does not matter', async () => {
    const sizes = async (ordered: boolean) => {
      const { clock, sink, producer } = setUp({}, { ordered });
      for (const text of ['1', '2', '3']) await producer.put(raw(text));
      await clock.until(producer.close());
      return sink.requests.map(({ entries }) => entries.length);
    };
    expect(await sizes(true)).toEqual([1, 1, 1]);
    expect(await sizes(false)).toEqual([3]);
  });

  it('delivers without order all the same when entries are refused', async () => {
    const faults = [{ kind: 'refuse-entries', entries: [0, 2] }] as const;
    const { clock, sink, producer } = setUp({ faults }, { ordered: false });
    for (const text of ['1', '2', '3']) await producer.put(raw(text));
    expect(await clock.until(producer.close())).toMatchObject({ accepted: 3, delivered: 3, rejected: [], retries: 2 });
    expect(sink.texts().toSorted()).toEqual(['1', '2', '3']);
  });
});

describe('when something fails', () => {
  it('resends only the entries that failed', async () => {
    const { clock, sink, producer } = setUp({ faults: [{ kind: 'refuse-entries', entries: [1] }] });
    for (const key of ['a', 'b', 'c']) await producer.put(raw(key, key));
    const account = await clock.until(producer.close());
    expect(sink.requests.map(({ entries }) => entries.map(({ lane }) => lane))).toEqual([['a', 'b', 'c'], ['b']]);
    expect(account).toEqual({ accepted: 3, delivered: 3, rejected: [], entries: 3, bytes: 6, requests: 2, retries: 1 });
  });

  it('waits longer before each try, up to a limit, with full jitter', async () => {
    const sentAtMs: number[] = [];
    const clock = new VirtualClock();
    const sink = createMemorySink({
      faults: () => {
        sentAtMs.push(clock.now());
        return { kind: 'refuse-entries', entries: 'all' };
      },
    });
    const { now, setTimer } = clock;
    const draws = [0.5, 1, 0.25, 0, 1];
    const random = () => draws.shift() ?? 0;
    const producer = createProducer({
      sink,
      now,
      setTimer,
      random,
      backoffBaseMs: 100,
      backoffMaxMs: 300,
      maxAttempts: 6,
    });
    await producer.put(raw('x'));
    await clock.until(producer.close());
    // 0.5 · 100, 1 · 200, 0.25 · 300 (not 400), 0 · 300, 1 · 300
    expect(sentAtMs).toEqual([0, 50, 250, 325, 325, 625]);
  });

  it('lets other keys pass while one rests', async () => {
    const { clock, sink, producer } = setUp({ faults: [{ kind: 'refuse-entries', entries: [0] }] }, { lingerMs: 0 });
    await producer.put(raw('1', 'slow'));
    await producer.put(raw('2', 'quick'));
    await clock.pass(0);
    await producer.put(raw('3', 'slow'));
    await producer.put(raw('4', 'quick'));
    await clock.until(producer.close());
    expect(sink.texts()).toEqual(['2', '4', '1', '3']);
  });

  it('rejects an entry that failed as often as it may, with the last reason', async () => {
    const faults = [
      { kind: 'refuse-entries', entries: 'all', code: 'InternalFailure' },
      { kind: 'refuse-entries', entries: 'all', code: 'ProvisionedThroughputExceededException' },
    ] as const;
    const { clock, producer } = setUp({ faults, targetEntryBytes: 100 }, { maxAttempts: 2 });
    await producer.put(raw('1'));
    await producer.put(raw('2'));
    const { accepted, delivered, rejected } = await clock.until(producer.close());
    expect({ accepted, delivered }).toEqual({ accepted: 2, delivered: 0 });
    expect(rejected.map(({ entry, attempts }) => ({ entry, attempts }))).toEqual([
      { entry: raw('1'), attempts: 2 },
      { entry: raw('2'), attempts: 2 },
    ]);
    expect(rejected[0]?.reason).toMatchObject({
      name: 'EntryRefusedError',
      code: 'ProvisionedThroughputExceededException',
      retriable: true,
    });
  });

  it('rejects alone a record that can never fit, and says both sizes', async () => {
    const { clock, producer } = setUp({ maxEntryBytes: 1_048_576, maxRequestBytes: 2_000_000 });
    await producer.put(raw('good'));
    await producer.put({ data: new Uint8Array(1_199_999), partitionKey: 'k' });
    await producer.put(raw('good'));
    const { accepted, delivered, rejected } = await clock.until(producer.close());
    expect({ accepted, delivered, rejected: rejected.length }).toEqual({ accepted: 3, delivered: 2, rejected: 1 });
    expect(rejected[0]?.reason.message).toBe('Record of 1,200,000 bytes exceeds the limit of 1,048,576 bytes');
    expect(rejected[0]).toMatchObject({ attempts: 0, entry: { partitionKey: 'k' }, reason: { retriable: false } });
  });

  it('stops at a refusal that no retry mends: all that it holds is rejected for it, and it takes no more', async () => {
    const faults = [{ kind: 'refuse-request', code: 'ResourceNotFoundException', retriable: false }] as const;
    const { clock, sink, producer } = setUp({ faults }, { lingerMs: 0 });
    await producer.put(raw('1'));
    await producer.put(raw('2'));
    await clock.pass(0);
    await expect(producer.put(raw('3'))).rejects.toMatchObject({
      name: 'ProducerStoppedError',
      message: expect.stringContaining('ResourceNotFoundException'),
      cause: { name: 'RequestFailedError', code: 'ResourceNotFoundException' },
    });
    const account = await clock.until(producer.close());
    expect(account).toMatchObject({ accepted: 2, delivered: 0, requests: 1 });
    expect(account.rejected.map(({ reason, attempts }) => [reason.name, attempts])).toEqual([
      ['RequestFailedError', 1],
      ['RequestFailedError', 0],
    ]);
    expect(sink.requests.length).toBe(1);
  });

  it('turns away the puts that wait for room when it stops', async () => {
    const { sink, answer } = held();
    const { clock, producer } = setUp(
      {},
      { sink: { ...sink, limits: { ...sink.limits, maxEntryBytes: 10 } }, maxBufferedBytes: 300 },
    );
    await producer.put(raw('1'));
    const waiting = producer.put(raw('2'));
    answer(new TypeError('a sink of somebody else broke'));
    await expect(clock.until(waiting)).rejects.toThrow('a sink of somebody else broke');
    expect(await clock.until(producer.close())).toMatchObject({
      accepted: 1,
      rejected: [{ reason: { code: 'TypeError' } }],
    });
  });
});

describe('flush, close and abort', () => {
  it('hands each record over in one account only', async () => {
    const { clock, producer } = setUp();
    await producer.put(raw('1'));
    expect(await clock.until(producer.flush())).toMatchObject({ accepted: 1, delivered: 1, requests: 1, entries: 1 });
    await producer.put(raw('2'));
    await producer.put(raw('3', 'other'));
    expect(await clock.until(producer.flush())).toMatchObject({ accepted: 2, delivered: 2, requests: 1, entries: 2 });
    expect(await clock.until(producer.close())).toMatchObject({ accepted: 0, delivered: 0, requests: 0, rejected: [] });
  });

  it('flushes what was put before, not what is put meanwhile', async () => {
    const { sink, answer } = held();
    const { clock, producer } = setUp({}, { sink });
    await producer.put(raw('1', 'a'));
    const flushed = producer.flush();
    await producer.put(raw('2', 'b'));
    answer();
    expect(await clock.until(flushed)).toMatchObject({ accepted: 1, delivered: 1 });
    const closed = producer.close();
    await clock.pass(0);
    answer();
    expect(await clock.until(closed)).toMatchObject({ accepted: 1, delivered: 1 });
  });

  it('flushes puts that still wait for room', async () => {
    const { clock, sink, producer } = setUp({ maxEntryBytes: 10 }, { maxBufferedBytes: 300 });
    const puts = ['1', '2', '3'].map((text) => producer.put(raw(text)));
    expect(await clock.until(producer.close())).toMatchObject({ accepted: 3, delivered: 3 });
    await Promise.all(puts);
    expect(sink.texts()).toEqual(['1', '2', '3']);
  });

  it('refuses records after close, and closes once', async () => {
    const { clock, producer } = setUp();
    await producer.put(raw('1'));
    const closed = producer.close();
    await expect(producer.put(raw('2'))).rejects.toMatchObject({ name: 'ProducerClosedError', retriable: false });
    expect(producer.close()).toBe(closed);
    expect(await clock.until(closed)).toMatchObject({ accepted: 1, delivered: 1 });
  });

  it('gives up what it holds when a flush is aborted, and works on', async () => {
    const { sink, answer, signals } = held();
    const { clock, producer } = setUp({}, { sink });
    await producer.put(raw('1'));
    await producer.put(raw('2'));
    const deadline = new AbortController();
    const flushed = producer.flush(deadline.signal);
    await clock.pass(0);
    deadline.abort(new Error('out of time'));
    const account = await clock.until(flushed);
    expect(account).toMatchObject({ accepted: 2, delivered: 0 });
    expect(account.rejected.map(({ reason, attempts }) => [reason.name, attempts])).toEqual([
      ['AbortedError', 1],
      ['AbortedError', 0],
    ]);
    expect(account.rejected[0]?.reason.cause).toEqual(new Error('out of time'));
    expect(signals[0]?.aborted).toBe(true);

    answer();
    await producer.put(raw('3'));
    const closed = producer.close();
    await clock.pass(0);
    answer();
    expect(await clock.until(closed)).toMatchObject({ accepted: 1, delivered: 1, rejected: [] });
  });

  it('does not take a request that it aborted itself for a refusal', async () => {
    const { sink, answer } = held();
    const { clock, producer } = setUp({}, { sink });
    await producer.put(raw('1'));
    const deadline = new AbortController();
    const flushed = producer.flush(deadline.signal);
    await clock.pass(0);
    deadline.abort();
    answer(new DOMException('This operation was aborted', 'AbortError'));
    await clock.until(flushed);
    await expect(producer.put(raw('2'))).resolves.toBeUndefined();
  });

  it('resolves a flush whose signal is aborted already', async () => {
    const { clock, producer } = setUp();
    await producer.put(raw('1'));
    const account = await clock.until(producer.flush(AbortSignal.abort()));
    expect(account).toMatchObject({ accepted: 1, delivered: 0, rejected: [{ reason: { name: 'AbortedError' } }] });
  });

  it('gives nothing up when the signal of a flush aborts after it', async () => {
    const { clock, producer } = setUp();
    const deadline = new AbortController();
    await clock.until(producer.flush(deadline.signal));
    await producer.put(raw('1'));
    deadline.abort();
    expect(await clock.until(producer.close())).toMatchObject({ accepted: 1, delivered: 1 });
  });

  it('frees what the sink opened once all is delivered, and only then', async () => {
    const memory = createMemorySink();
    const deliveredAtClose: number[] = [];
    const close = () => deliveredAtClose.push(memory.delivered.length);
    const { clock, producer } = setUp({}, { sink: { ...memory, close } });
    await producer.put(raw('1'));
    await clock.until(producer.flush());
    await producer.put(raw('2'));
    await clock.until(producer.close());
    expect(deliveredAtClose).toEqual([2]);
  });

  it("stops when the producer's own signal aborts", async () => {
    const { sink } = held();
    const stop = new AbortController();
    const { clock, producer } = setUp({}, { sink, signal: stop.signal });
    await producer.put(raw('1'));
    stop.abort();
    await expect(producer.put(raw('2'))).rejects.toMatchObject({
      name: 'ProducerStoppedError',
      cause: { name: 'AbortedError' },
    });
    expect(await clock.until(producer.close())).toMatchObject({
      accepted: 1,
      delivered: 0,
      rejected: [{ attempts: 0 }],
    });
  });

  it('takes nothing when its signal was aborted from the start', async () => {
    const { producer } = setUp({}, { signal: AbortSignal.abort() });
    await expect(producer.put(raw('1'))).rejects.toMatchObject({ name: 'ProducerStoppedError' });
  });

  it('leaves no timer behind, and none while it holds nothing', async () => {
    const { clock, producer } = setUp();
    expect(clock.timers).toBe(0);
    await producer.put(raw('1'));
    expect(clock.timers).toBe(1);
    await clock.until(producer.flush());
    expect(clock.timers).toBe(0);
  });
});

describe('what can be seen', () => {
  it('reports each request', async () => {
    const reports: RequestReport[] = [];
    const faults = [{ kind: 'refuse-entries', entries: [0] }, { kind: 'lose-answer' }] as const;
    const { clock, producer } = setUp({ faults }, { onRequest: (report) => reports.push(report) });
    await producer.put(raw('1', 'a'));
    await producer.put(raw('2', 'b'));
    await clock.until(producer.close());
    expect(reports).toMatchObject([
      { entries: 2, records: 2, bytes: 4, failedEntries: 1, codes: { InternalFailure: 1 } },
      { entries: 1, failedEntries: 1, codes: { ECONNRESET: 1 }, error: { code: 'ECONNRESET' } },
      { entries: 1, failedEntries: 0, codes: {} },
    ]);
    expect(reports[0]).not.toHaveProperty('error');
  });
});

describe('lanes that change', () => {
  it('sends all that it holds before the sink learns its lanes anew', async () => {
    const events: string[] = [];
    const memory = createMemorySink();
    let isDue = true;
    const sink: Sink = {
      ...memory,
      needsRefresh: () => isDue,
      refresh: async () => {
        events.push(`refresh after ${memory.delivered.length}`);
        isDue = false;
      },
    };
    const { clock, producer } = setUp({}, { sink });
    await clock.until(producer.put(raw('1')));
    await clock.until(producer.put(raw('2')));
    isDue = true;
    await clock.until(producer.put(raw('3')));
    await clock.until(producer.close());
    expect(events).toEqual(['refresh after 0', 'refresh after 2']);
    expect(memory.texts()).toEqual(['1', '2', '3']);
  });

  it('stops when a sink cannot learn its lanes', async () => {
    const sink: Sink = {
      ...createMemorySink(),
      needsRefresh: () => true,
      refresh: () => Promise.reject(new Error('no lanes')),
    };
    const { clock, producer } = setUp({}, { sink });
    await expect(clock.until(producer.put(raw('1')))).rejects.toThrow('no lanes');
    expect(await clock.until(producer.close())).toMatchObject({ accepted: 0 });
  });
});

describe('options', () => {
  const sink = createMemorySink();

  it.each([
    ['a misspelt name', { sink, lingerMS: 5 }, 'Option lingerMS is not known; known are sink, lingerMs,'],
    ['no sink', {}, 'Option sink is missing'],
    [
      'a number below the least',
      { sink, maxAttempts: 0 },
      'Option maxAttempts is 0; allowed is a whole number, 1 or more',
    ],
    ['a fraction', { sink, maxInFlight: 1.5 }, 'Option maxInFlight is 1.5; allowed is a whole number, 1 or more'],
    ['no number', { sink, lingerMs: Number.NaN }, 'Option lingerMs is NaN; allowed is 0 or more'],
    [
      'a buffer smaller than one record',
      { sink, maxBufferedBytes: 1_000 },
      'Option maxBufferedBytes is 1000; allowed is',
    ],
  ])('refuses %s at construction', (_what, options, message) => {
    expect(() => createProducer(options as unknown as ProducerOptions)).toThrow(message);
  });
});
