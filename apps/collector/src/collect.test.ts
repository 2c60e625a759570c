import { createMemorySink, createProducer, type MemorySinkOptions } from '@tickerlake/stream-producer';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFakeSource, failing, type FakeSource, friday } from '../test/fakes.ts';
import { collect, type CollectOptions } from './collect.ts';
import type { Task } from './plan-request.ts';

const tasksOf = (...symbols: string[]): Task[] =>
  symbols.map((symbol) => ({ symbol, fromMs: friday(9, 30), toMs: friday(9, 40) }));

const run = async (
  tasks: readonly Task[],
  source: FakeSource,
  options: Partial<CollectOptions> & { sinkOptions?: MemorySinkOptions } = {},
) => {
  const { sinkOptions, ...rest } = options;
  const sink = createMemorySink(sinkOptions);
  const producer = createProducer({ sink, maxAttempts: 2, backoffBaseMs: 0 });
  const signal = new AbortController().signal;
  const collected = await collect(tasks, { source, producer, interval: '1m', extendedHours: false, signal, ...rest });
  return { collected, sink };
};

it('puts every bar of every task onto the stream, and counts what the source left out', async () => {
  const { collected, sink } = await run(tasksOf('DDOG', 'SNAP', 'TTD', 'OKTA', 'PINS', 'NFLX'), createFakeSource());
  expect(collected).toMatchObject({
    bars: 60,
    invalid: 0,
    failures: [],
    dropped: { 'empty-row': 6 },
    account: { accepted: 60, delivered: 60 },
  });
  expect(new Set(sink.texts()).size).toBe(60);
});

it('asks for each task with its window, interval and hours', async () => {
  const source = createFakeSource();
  await run(tasksOf('DDOG'), source, { interval: '5m', extendedHours: true });
  expect(source.requests).toMatchObject([
    { symbols: ['DDOG'], fromMs: friday(9, 30), toMs: friday(9, 40), interval: '5m', extendedHours: true },
  ]);
});

it('loses nothing of other symbols when one fails or makes the source throw', async () => {
  const source = createFakeSource((result, request) => {
    if (request.symbols[0] === 'SNAP') return failing(result, request);
    if (request.symbols[0] === 'TTD') throw new TypeError('surprise');
    return result;
  });
  const { collected } = await run(tasksOf('DDOG', 'SNAP', 'TTD', 'OKTA'), source);
  expect(collected.account.delivered).toBe(20);
  expect(collected.failures).toMatchObject([
    { symbol: 'SNAP', reason: 'network' },
    { symbol: 'TTD', reason: 'bad-response', message: 'surprise', retriable: false },
  ]);
});

it('keeps a bar that breaks the schema off the stream, and says what is wrong with it', async () => {
  const source = createFakeSource((result) => ({
    ...result,
    bars: result.bars.map((bar, index) => (index === 3 ? { ...bar, high: Number.NaN } : bar)),
  }));
  const { collected, sink } = await run(tasksOf('DDOG'), source);
  expect(collected).toMatchObject({ bars: 9, invalid: 1, invalidReason: expect.stringContaining('high') });
  expect(sink.delivered).toHaveLength(9);
});

it('holds the bars of four symbols at most while the stream holds back', async () => {
  const source = createFakeSource();
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const producer = createProducer({ sink: createMemorySink() });
  const slow = {
    put: (bar: Parameters<typeof producer.put>[0]) => gate.then(() => producer.put(bar)),
    flush: () => producer.flush(),
  };
  const running = run(tasksOf('A', 'B', 'C', 'D', 'E', 'F', 'G'), source, { producer: slow });
  await new Promise(setImmediate);
  expect(source.requests).toHaveLength(4);
  open();
  expect((await running).collected.bars).toBe(70);
});

it('reports records that the stream rejected', async () => {
  const { collected } = await run(tasksOf('DDOG'), createFakeSource(), {
    sinkOptions: { faults: () => ({ kind: 'refuse-entries', entries: [0] }) },
  });
  expect(collected.account.accepted).toBe(10);
  expect(collected.account.rejected.length).toBeGreaterThan(0);
  expect(collected.account.delivered + collected.account.rejected.length).toBe(10);
});

it('stops fetching once the stream takes nothing more, and reports what was not collected', async () => {
  let served = 0;
  const source = createFakeSource((result, request) => {
    if (request.signal?.aborted) return failing(result, request);
    served += 1;
    return result;
  });
  const refusal = { kind: 'refuse-request', code: 'ResourceNotFoundException', retriable: false } as const;
  const producer = createProducer({ sink: createMemorySink({ faults: () => refusal }), lingerMs: 0 });
  const patient = {
    put: async (bar: Parameters<typeof producer.put>[0]) => {
      await producer.put(bar);
      while (producer.bufferedBytes > 0) await new Promise(setImmediate);
    },
    flush: () => producer.flush(),
  };
  const symbols = Array.from({ length: 12 }, (_, index) => `S${index}`);
  const { collected } = await run(tasksOf(...symbols), source, { producer: patient });
  expect(served).toBe(4);
  expect(collected.account.delivered).toBe(0);
  expect(collected.account.rejected.length).toBe(collected.bars);
  expect(collected.failures[0]).toMatchObject({
    reason: 'aborted',
    message: expect.stringContaining('ResourceNotFoundException'),
    retriable: false,
  });
  expect(new Set(collected.failures.map(({ symbol }) => symbol))).toEqual(new Set(symbols));
});

it('sends what was fetched when its time is over', async () => {
  const time = new AbortController();
  const source = createFakeSource((result, request) => {
    if (request.signal?.aborted) return failing(result, request);
    if (request.symbols[0] === 'DDOG') time.abort();
    return result;
  });
  const { collected } = await run(tasksOf('DDOG', 'SNAP', 'TTD'), source, { signal: time.signal, symbolsInFlight: 1 });
  expect(collected).toMatchObject({ bars: 10, account: { delivered: 10 } });
  expect(collected.failures.map(({ symbol }) => symbol)).toEqual(['SNAP', 'TTD']);
});

it('accounts for every bar whatever fails: valid ones are accepted, accepted ones delivered or rejected', async () => {
  const symbol = fc.record({ fails: fc.boolean(), badBars: fc.nat({ max: 3 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(symbol, { maxLength: 8 }),
      fc.array(fc.nat({ max: 9 })),
      fc.integer({ min: 1, max: 8 }),
      async (plan, refused, symbolsInFlight) => {
        const source = createFakeSource((result, request) => {
          const { fails, badBars } = plan[Number(request.symbols[0]?.slice(1))] ?? { fails: false, badBars: 0 };
          if (fails) return failing(result, request);
          return {
            ...result,
            bars: result.bars.map((bar, index) => (index < badBars ? { ...bar, high: 0, low: 1 } : bar)),
          };
        });
        const { collected, sink } = await run(tasksOf(...plan.map((_, index) => `S${index}`)), source, {
          symbolsInFlight,
          sinkOptions: { faults: () => ({ kind: 'refuse-entries', entries: refused }) },
        });
        const served = plan.filter(({ fails }) => !fails);
        expect(collected.bars + collected.invalid).toBe(served.length * 10);
        expect(collected.invalid).toBe(served.reduce((sum, { badBars }) => sum + badBars, 0));
        expect(collected.failures).toHaveLength(plan.length - served.length);
        expect(collected.account.accepted).toBe(collected.bars);
        expect(collected.account.delivered + collected.account.rejected.length).toBe(collected.bars);
        expect(sink.delivered).toHaveLength(collected.account.delivered);
      },
    ),
    { numRuns: 40 },
  );
});
