import { fromNewYork } from '@tickerlake/market-calendar';
import type { Bar } from '@tickerlake/record-schema';
import { barSourceLaws, startYahooStandIn } from '@tickerlake/testing';
import { createYahooSource, isReachable, type YahooSource } from '@tickerlake/ticker-fetcher';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type RunningFeed, runFeed } from './running-feed.ts';
import { CLOSE_MS, OPEN_MS } from './test-market.ts';

const LATER_MS = CLOSE_MS + 3_600_000;

/** The fetcher, unchanged, with the feed for Yahoo. */
const fetcherOf = (feed: RunningFeed): YahooSource =>
  createYahooSource({ url: feed.url, now: () => feed.market.clock.nowMs(), maxPerMinute: 1_000, maxAttempts: 1 });

type Query = Readonly<Record<string, string | number>>;
const queryOf = (query: Query): string =>
  new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`])).toString();

const chart = (feed: RunningFeed, symbol: string, query: Query) =>
  feed.get(`/v8/finance/chart/${symbol}?${queryOf(query)}`);

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** The shape of a value: names and types, lists by their first element. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]));
};

describe('as every source of bars, ticker-fetcher over the feed', () => {
  const request = {
    symbols: ['META', 'DDOG', 'SNAP'],
    interval: '1m',
    fromMs: fromNewYork('2026-11-19'),
    toMs: fromNewYork('2026-11-21'),
  } as const;
  for (const { claim, check } of barSourceLaws) {
    it(claim, async () => check(fetcherOf(await runFeed({}, {}, LATER_MS)), request));
  }
});

describe('the Yahoo chart', () => {
  it('is reachable as ticker-fetcher looks for it', async () => {
    const { url } = await runFeed();
    expect(await isReachable({ url })).toBe(true);
  });

  it('has the bars of the market, to the digit, at every interval', async () => {
    const feed = await runFeed({}, {}, LATER_MS);
    for (const interval of ['1m', '2m', '5m', '15m', '30m', '1h'] as const) {
      const request = { symbols: ['DDOG', 'XYZ'], fromMs: fromNewYork('2026-11-18'), toMs: LATER_MS, interval };
      const { bars, failures } = await fetcherOf(feed).fetchBars(request);
      expect(failures).toEqual([]);
      const own = await feed.market.bars.fetchBars(request);
      const told = ({ source: _source, observedAt: _observedAt, ...bar }: Bar) => bar;
      expect(bars.map(told)).toEqual(own.bars.map(told));
      expect(bars.every(({ final }) => final)).toBe(true);
    }
  });

  it('has everything that the stand-in for Yahoo has, of the same type', async () => {
    const feed = await runFeed({}, {}, LATER_MS);
    const standIn = await startYahooStandIn();
    onTestFinished(() => standIn.close());
    for (const includePrePost of ['true', 'false']) {
      const period = { period1: seconds(OPEN_MS), period2: seconds(CLOSE_MS), interval: '5m', includePrePost };
      const ours = (await chart(feed, 'META', period)).body;
      const theirs = await fetch(`${standIn.url}/v8/finance/chart/META?${queryOf(period)}`);
      expect(shapeOf(ours)).toMatchObject(shapeOf(await theirs.json()) as object);
    }
  });

  it('appends the live quote while the session runs, which the fetcher leaves out', async () => {
    const feed = await runFeed();
    const page = await chart(feed, 'META', { period1: seconds(OPEN_MS), period2: seconds(CLOSE_MS), interval: '1m' });
    const { timestamp } = (page.body as { chart: { result: [{ timestamp: number[] }] } }).chart.result[0];
    expect(timestamp.slice(0, 2)).toEqual([seconds(OPEN_MS), seconds(OPEN_MS) + 60]);
    expect(timestamp).toHaveLength(3);
    expect((timestamp[2] ?? 0) % 60).toBeGreaterThan(0);
    const request = { symbols: ['META'], fromMs: OPEN_MS, toMs: CLOSE_MS, interval: '1m' } as const;
    const { bars, dropped } = await fetcherOf(feed).fetchBars(request);
    expect(bars.map(({ final }) => final)).toEqual([true, false]);
    expect(dropped['outside-window']).toBe(1);
  });

  it('has a row a day that is what its bars add up to', async () => {
    const feed = await runFeed({}, {}, LATER_MS);
    const page = await chart(feed, 'META', { period1: seconds(fromNewYork('2026-11-16')), period2: seconds(LATER_MS) });
    const [result] = (page.body as { chart: { result: [{ timestamp: number[]; indicators: Indicators }] } }).chart
      .result;
    interface Indicators {
      readonly quote: [Record<string, number[]>];
      readonly adjclose: [{ adjclose: number[] }];
    }
    expect(result.timestamp).toHaveLength(5);
    expect(result.timestamp[4]).toBe(seconds(OPEN_MS));
    const { bars } = await feed.market.bars.fetchBars({
      symbols: ['META'],
      fromMs: OPEN_MS,
      toMs: CLOSE_MS,
      interval: '1m',
    });
    const [quote] = result.indicators.quote;
    expect(quote['high']?.[4]).toBe(Math.max(...bars.map(({ high }) => high)));
    expect(quote['low']?.[4]).toBe(Math.min(...bars.map(({ low }) => low)));
    expect(quote['close']?.[4]).toBe(bars.at(-1)?.close);
    expect(quote['volume']?.[4]).toBe(bars.reduce((sum, { volume = 0 }) => sum + volume, 0));
    expect(result.indicators.adjclose[0].adjclose).toEqual(quote['close']);
  });

  it('has no rows where nothing was traded, as Yahoo', async () => {
    const feed = await runFeed();
    const saturday = { period1: seconds(fromNewYork('2026-11-14')), period2: seconds(fromNewYork('2026-11-15')) };
    const page = await chart(feed, 'META', { ...saturday, interval: '1m' });
    expect(page).toMatchObject({
      status: 200,
      body: { chart: { result: [{ indicators: { quote: [{}] } }], error: null } },
    });
    expect(page.text).not.toContain('timestamp');
  });

  it('passes over what other clients of Yahoo send, and reads symbols in any case', async () => {
    const feed = await runFeed();
    const page = await chart(feed, 'meta', { lang: 'en-US', useYfid: 'true', crumb: 'x', events: 'div|split' });
    expect(page).toMatchObject({
      status: 200,
      body: { chart: { result: [{ meta: { symbol: 'META', range: '1d' } }] } },
    });
  });

  it.each([
    ['NOPE', {}, 404, 'Not Found', 'No data found, symbol may be delisted'],
    [
      'META',
      { interval: '7m' },
      422,
      'Unprocessable Entity',
      'interval=7m is not supported. Valid intervals: [1m, 2m,',
    ],
    ['META', { period1: 'soon' }, 400, 'Bad Request', 'Invalid input - period1=soon'],
    [
      'META',
      { period1: 20, period2: 10 },
      400,
      'Bad Request',
      'start date cannot be after end date. startDate = 20, endDate = 10',
    ],
    [
      'META',
      { period1: seconds(OPEN_MS) - 40 * 86_400, interval: '1m' },
      422,
      'Unprocessable Entity',
      'Only 7 days worth of 1m granularity',
    ],
    [
      'META',
      { period1: seconds(OPEN_MS) - 40 * 86_400, period2: seconds(OPEN_MS) - 39 * 86_400, interval: '1m' },
      422,
      'Unprocessable Entity',
      'The requested range must be within the last 30 days.',
    ],
  ])('refuses %s with %j in Yahoo’s words', async (symbol, query, status, code, words) => {
    const feed = await runFeed();
    const page = await chart(feed, symbol, query);
    const error = { code, description: expect.stringContaining(words) };
    expect(page).toMatchObject({ status, body: { chart: { result: null, error } } });
  });

  it('fails a symbol for the fetcher as Yahoo would', async () => {
    const feed = await runFeed({}, {}, LATER_MS);
    const ask = (symbol: string, fromMs: number) =>
      fetcherOf(feed).fetchBars({ symbols: [symbol], fromMs, toMs: LATER_MS, interval: '1m' });
    expect((await ask('NOPE', OPEN_MS)).failures).toMatchObject([{ symbol: 'NOPE', reason: 'unknown-symbol' }]);
    const old = await ask('META', fromNewYork('2026-09-01'));
    expect(old.failures).toMatchObject([{ reason: 'range-not-available' }]);
    expect(old.bars.length).toBeGreaterThan(390 * 15);
  });
});
