import { fromNewYork } from '@tickerlake/market-calendar';
import type { YahooFault } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { createYahooSource, isReachable } from '../src/index.ts';
import { LATER_MS, PASSING_FAULTS, startYahooWorld } from './yahoo-world.ts';

const DAY = { interval: '5m', date: '2026-11-18' } as const;
const TEN = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'];
const tooMany = (retryAfter: string): YahooFault => ({
  status: 429,
  body: 'Too Many Requests\r\n',
  headers: { 'retry-after': retryAfter },
});

describe('what may succeed later', () => {
  it.each([...PASSING_FAULTS, 'hang'] as const)('is tried again after %s', async (fault) => {
    const { yahoo, fetchBars } = await startYahooWorld({ faults: { symbols: { AAPL: [fault, fault] } } });
    const { bars, failures } = await fetchBars({ ...DAY, symbols: ['AAPL'] });
    expect(failures).toEqual([]);
    expect(bars).toHaveLength(78);
    expect(yahoo.requests).toHaveLength(3);
  });

  it.each([
    ['rate-limited', 'rate-limited'],
    ['reset', 'network'],
    ['truncated', 'network'],
    ['bad-gateway', 'bad-response'],
    ['hang', 'timeout'],
  ] as const)('becomes a retriable failure once %s has come maxAttempts times', async (fault, reason) => {
    const { yahoo, fetchBars } = await startYahooWorld({ faults: { symbols: { AAPL: fault } } }, { maxAttempts: 3 });
    const { bars, failures } = await fetchBars({ ...DAY, symbols: ['AAPL', 'DDOG'] });
    expect(bars).toHaveLength(78);
    expect(failures).toMatchObject([
      { symbol: 'AAPL', reason, retriable: true, fromMs: fromNewYork('2026-11-18'), toMs: fromNewYork('2026-11-19') },
    ]);
    expect(yahoo.requests.filter(({ symbol }) => symbol === 'AAPL')).toHaveLength(3);
  });

  it('waits longer every time, by the jittered bound', async () => {
    const { clock, fetchBars } = await startYahooWorld({ faults: { symbols: { AAPL: 'server-error' } } });
    await fetchBars({ ...DAY, symbols: ['AAPL'] });
    expect(clock.sleeps.filter((ms) => ms !== 10_000)).toEqual([500, 1000, 2000, 4000]);
  });

  it('waits as long as a server that is down asks for, unless that is more than it sits out', async () => {
    const down = (seconds: number): YahooFault => ({ status: 503, body: '', headers: { 'retry-after': `${seconds}` } });
    const faults = { symbols: { A: [down(60)], B: down(61) } };
    const { sentMs, fetchBars } = await startYahooWorld({ faults });
    const { bars, failures } = await fetchBars({ ...DAY, symbols: ['A', 'B'] });
    expect(bars).toHaveLength(78);
    expect(failures).toMatchObject([{ symbol: 'B', reason: 'bad-response', retriable: true }]);
    expect(sentMs.map((ms) => ms - LATER_MS)).toEqual([0, 0, 60_500]);
  });

  it('times out an answer that stalls, at the time that was set', async () => {
    const { clock, fetchBars } = await startYahooWorld(
      { faults: { symbols: { AAPL: 'hang' } } },
      { timeoutMs: 1234, maxAttempts: 1 },
    );
    const { failures } = await fetchBars({ ...DAY, symbols: ['AAPL'] });
    expect(failures[0]?.message).toBe('No answer within 1234 ms.');
    expect(clock.now() - LATER_MS).toBe(1234);
  });
});

describe('what cannot succeed', () => {
  it.each(['unknown', 'delisted', 'out-of-range', 'wrong-shape', { status: 403, body: 'Forbidden' }] as const)(
    'is asked no more often than once (%j)',
    async (fault) => {
      const { yahoo, fetchBars } = await startYahooWorld({ faults: { symbols: { AAPL: fault } } });
      const { failures } = await fetchBars({ ...DAY, date: '2020-05-14', symbols: ['AAPL'] });
      expect(failures).toMatchObject([{ symbol: 'AAPL', retriable: false }]);
      expect(yahoo.requests).toHaveLength(1);
    },
  );

  it('is not asked for in the next window either, when it is the symbol that is unknown', async () => {
    const { yahoo, fetchBars } = await startYahooWorld({ generated: [] });
    const { failures } = await fetchBars({ symbols: ['NOPE'], interval: '1m', from: '2026-10-26', to: '2026-11-20' });
    expect(failures).toMatchObject([{ fromMs: fromNewYork('2026-10-26'), toMs: fromNewYork('2026-11-21') }]);
    expect(yahoo.requests).toHaveLength(1);
  });

  it('is told apart by what was said of each window', async () => {
    const faults = {
      nth: { 1: 'wrong-shape', 2: { status: 403, body: 'no' }, 3: { status: 403, body: 'no' } },
    } as const;
    const { fetchBars } = await startYahooWorld({ faults });
    const range = { symbols: ['AAPL'], interval: '1m', from: '2026-10-26', to: '2026-11-13' } as const;
    const { failures } = await fetchBars(range);
    expect(failures.map(({ fromMs, toMs }) => (toMs - fromMs) / 864e5)).toEqual([7, 12 + 1 / 24]);
  });

  it('costs only its window, when it is the window that failed', async () => {
    const { fetchBars } = await startYahooWorld({ faults: { nth: { 2: 'wrong-shape' } } });
    const { bars, failures } = await fetchBars({
      symbols: ['AAPL'],
      interval: '1m',
      from: '2026-10-26',
      to: '2026-11-20',
    });
    expect(bars).toHaveLength(15 * 390);
    expect(failures).toMatchObject([{ reason: 'bad-response', fromMs: fromNewYork('2026-10-26') + 7 * 864e5 }]);
  });
});

describe('throttling', () => {
  it('silences the whole source, not one symbol after the other', async () => {
    const { yahoo, clock, fetchBars } = await startYahooWorld({ faults: { first: 'rate-limited' } });
    const { bars, failures } = await fetchBars({ ...DAY, symbols: TEN });
    expect(failures).toEqual([]);
    expect(bars).toHaveLength(780);
    expect(yahoo.requests).toHaveLength(20);
    expect(clock.now()).toBeGreaterThan(LATER_MS);
  });

  it.each([
    ['in seconds', '30'],
    ['as a date', new Date(LATER_MS + 30_000).toUTCString()],
  ])('keeps Retry-After %s, and sends nothing before', async (_, header) => {
    const faults = { nth: { 1: tooMany(header) } };
    const { sentMs, fetchBars } = await startYahooWorld({ faults }, { maxInFlight: 1 });
    expect((await fetchBars({ ...DAY, symbols: ['A', 'B'] })).bars).toHaveLength(156);
    // Half a second is the jitter of a first failure.
    expect(sentMs.map((ms) => ms - LATER_MS)).toEqual([0, 30_500, 30_500]);
  });

  it('gives up at once, for all symbols, where Yahoo asks for more silence than is allowed', async () => {
    const faults = { nth: { 1: tooMany('3600') } };
    const { yahoo, clock, fetchBars } = await startYahooWorld({ faults }, { maxInFlight: 1 });
    const { bars, failures } = await fetchBars({ ...DAY, symbols: ['A', 'B', 'C'] });
    expect(bars).toEqual([]);
    expect(failures.map(({ symbol, reason, retriable }) => [symbol, reason, retriable])).toEqual(
      ['A', 'B', 'C'].map((symbol) => [symbol, 'rate-limited', true]),
    );
    expect(failures[1]?.message).toContain('asked for silence until 2026-11-21T23:00:');
    expect(yahoo.requests).toHaveLength(1);
    expect((await fetchBars({ ...DAY, symbols: ['A'] })).failures[0]?.reason).toBe('rate-limited');
    expect(yahoo.requests).toHaveLength(1);
    await clock.run(clock.sleep(3_601_000));
    expect((await fetchBars({ ...DAY, symbols: ['A'] })).bars).toHaveLength(78);
  });

  it('holds the limits over several calls at once', async () => {
    const { source, clock, yahoo } = await startYahooWorld({}, { maxPerMinute: 5 });
    const calls = [TEN, ['X'], ['Y']].map((symbols) => source.fetchBars({ ...DAY, symbols }));
    const results = await clock.run(Promise.all(calls));
    expect(results.map(({ bars }) => bars.length)).toEqual([780, 78, 78]);
    expect(yahoo.requests).toHaveLength(12);
    expect(clock.now() - LATER_MS).toBe(120_000);
    expect(yahoo.requests.slice(0, 8).map(({ symbol }) => symbol)).toContain('Y');
  });
});

describe('an aborted request', () => {
  it('returns what came, and says of the rest that it was aborted', async () => {
    const abort = new AbortController();
    const { source, clock, yahoo } = await startYahooWorld({ faults: { symbols: { C: 'hang' } } }, { timeoutMs: 1e9 });
    const result = source.fetchBars({ ...DAY, symbols: ['A', 'C', 'NOPE/'], signal: abort.signal });
    // Time stands still meanwhile, so the one that hangs does not time out.
    await expect.poll(() => [yahoo.hanging(), yahoo.requests.length], { timeout: 30_000 }).toEqual([1, 2]);
    abort.abort();
    const { bars, failures } = await clock.run(result);
    await expect.poll(yahoo.hanging, { timeout: 30_000 }).toBe(0);
    expect(failures.map(({ symbol, reason }) => `${symbol} ${reason}`)).toContain('C aborted');
    expect(bars.every(({ name }) => name === 'A')).toBe(true);
  });

  it('sends nothing when it was aborted before it began', async () => {
    const { yahoo, fetchBars } = await startYahooWorld();
    const { failures } = await fetchBars({ ...DAY, symbols: TEN, signal: AbortSignal.abort() });
    expect(failures.every(({ reason, retriable }) => reason === 'aborted' && retriable)).toBe(true);
    expect(failures).toHaveLength(10);
    expect(yahoo.requests).toEqual([]);
  });

  it('stops a back-off', async () => {
    const abort = new AbortController();
    const world = await startYahooWorld({ faults: { symbols: { A: 'server-error' } } });
    const sleep: typeof world.clock.sleep = (ms, signal) => {
      if (ms === 500) abort.abort();
      return world.clock.sleep(ms, signal);
    };
    const source = createYahooSource({ url: world.yahoo.url, now: world.clock.now, sleep, random: () => 0.5 });
    const { failures } = await source.fetchBars({ ...DAY, symbols: ['A'], signal: abort.signal });
    expect(failures[0]?.reason).toBe('aborted');
    expect(world.yahoo.requests).toHaveLength(1);
  });
});

describe('isReachable', () => {
  it('counts any answer, and none as no', async () => {
    const { yahoo } = await startYahooWorld();
    await expect(isReachable({ url: yahoo.url })).resolves.toBe(true);
    await yahoo.close();
    await expect(isReachable({ url: yahoo.url })).resolves.toBe(false);
  });

  it('does not wait for longer than it was told', async () => {
    const never: typeof fetch = () => new Promise(() => undefined);
    const sleeps: number[] = [];
    const sleep = async (ms: number): Promise<void> => void sleeps.push(ms);
    await expect(isReachable({ fetch: never, sleep })).resolves.toBe(false);
    expect(sleeps).toEqual([3000]);
  });
});
