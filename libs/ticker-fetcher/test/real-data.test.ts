import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromNewYork, sessionAt, sessionsBetween } from '@tickerlake/market-calendar';
import { testData, testDataNote } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { createYahooSource } from '../src/index.ts';
import { startOf, startYahooWorld } from './yahoo-world.ts';

const TEN = ['FB', 'SHOP', 'BYND', 'NFLX', 'PINS', 'SQ', 'TTD', 'OKTA', 'SNAP', 'DDOG'];
const charts = join(testData ?? '', 'yahoo-chart');

describe.skipIf(testData === undefined)(`real charts${testDataNote}`, () => {
  it('gives 3,844 bars of 2020-05-14 under the names of that day', async () => {
    const { fetchBars } = await startYahooWorld({ charts, faults: { first: 'rate-limited' } });
    const { bars, failures, dropped } = await fetchBars({ symbols: TEN, date: '2020-05-14', interval: '1m' });
    expect(failures).toEqual([]);
    expect(bars).toHaveLength(3844);
    expect([...new Set(bars.map(({ name }) => name))]).toEqual(TEN);
    expect(dropped).toEqual({ 'outside-window': 10, 'empty-row': 56, 'extended-hours': 0, duplicate: 0 });
    expect(bars[0]).toMatchObject({ name: 'FB', ts: '2020-05-14 09:30:00-04:00', high: 202.8300018310547 });
  });

  it('gives 780 bars of 2021-11-30', async () => {
    const { fetchBars } = await startYahooWorld({ charts });
    const { bars, failures } = await fetchBars({ symbols: TEN, date: '2021-11-30', interval: '5m' });
    expect(failures).toEqual([]);
    expect(bars).toHaveLength(780);
    expect(bars.every(({ ts }) => ts.endsWith('-05:00'))).toBe(true);
  });

  it('keeps bogus after-hours prints out of a quarter that has a half day', async () => {
    const { fetchBars } = await startYahooWorld({ charts });
    const range = { symbols: ['AAPL'], interval: '5m', from: '2025-06-04', to: '2025-08-28' } as const;
    const regular = await fetchBars(range);
    const minutes = sessionsBetween(range.from, range.to).reduce((sum, session) => sum + session.minutes, 0);
    expect(regular.bars).toHaveLength(minutes / 5);
    expect(regular.bars.filter(({ ts }) => ts.startsWith('2025-07-03'))).toHaveLength(42);
    const extended = await fetchBars({ ...range, extendedHours: true });
    expect(extended.bars).toHaveLength(11_476);
    const jump = (bars: typeof regular.bars): number => Math.max(...bars.map(({ high, low }) => high / low));
    expect(jump(regular.bars)).toBeLessThan(1.05);
    expect(jump(extended.bars)).toBeGreaterThan(jump(regular.bars));
  });

  it('follows New York over the change of clocks and a half day', async () => {
    const { fetchBars } = await startYahooWorld({ charts });
    const { bars } = await fetchBars({ symbols: ['BILI'], interval: '5m', from: '2025-12-23', to: '2026-03-20' });
    expect(bars.length).toBeGreaterThan(4500);
    expect(bars.every((bar) => sessionAt(startOf(bar)) !== undefined)).toBe(true);
    const opens = bars.filter(({ ts }) => ts.includes(' 09:30:00'));
    expect(new Set(opens.map(({ ts }) => ts.slice(-6)))).toEqual(new Set(['-05:00', '-04:00']));
    expect(bars.filter(({ ts }) => ts.startsWith('2025-12-24')).length).toBeLessThanOrEqual(42);
  });

  it('fetches SPY and a coin by the minute', async () => {
    const { fetchBars } = await startYahooWorld({ charts });
    const spy = await fetchBars({ symbols: ['SPY'], interval: '1m', from: '2026-03-23', to: '2026-03-31' });
    expect(spy.bars.length).toBeGreaterThan(2400);
    expect(spy.bars.every((bar) => sessionAt(startOf(bar)) !== undefined)).toBe(true);
    const coin = await fetchBars({ symbols: ['BTC-USD'], interval: '1m', date: '2026-03-27' });
    expect(coin.bars.length).toBeGreaterThan(1400);
    expect(startOf(coin.bars[0] ?? { ts: '' })).toBe(fromNewYork('2026-03-27'));
  });

  it('says which symbols it has no recording of', async () => {
    const { fetchBars } = await startYahooWorld({ charts });
    const { failures } = await fetchBars({ symbols: ['ZM', 'SNAP'], interval: '1m', date: '2020-05-14' });
    expect(failures).toMatchObject([{ symbol: 'ZM', reason: 'unknown-symbol' }]);
  });
});

interface Recording {
  readonly response?: { readonly status: number; readonly bodyJson?: unknown; readonly body?: string };
}

/** A recorded answer: some files hold status and body, some the body alone. */
function readRecording(file: string): { status: number; body: string } {
  const text = readFileSync(file, 'utf8');
  const { response }: Recording = JSON.parse(text);
  if (!response) return { status: 200, body: text };
  return {
    status: response.status,
    body: response.bodyJson ? JSON.stringify(response.bodyJson) : (response.body ?? ''),
  };
}

describe.skipIf(testData === undefined)(`recorded responses${testDataNote}`, () => {
  const folder = join(testData ?? '', 'yahoo-responses');
  const files = testData === undefined ? [] : readdirSync(folder);
  const answerWith = async (file: string) => {
    const { status, body } = readRecording(join(folder, file));
    const isNull = status === 204 || status === 304;
    const fetch = async (): Promise<Response> => new Response(isNull ? null : body, { status });
    const source = createYahooSource({ fetch, maxAttempts: 1 });
    return source.fetchBars({ symbols: ['X'], interval: '1m', from: '2020-01-01', to: '2020-01-03' });
  };

  it.each(files)('makes a typed result of %s', async (file) => {
    const { bars, failures, empty } = await answerWith(file);
    expect(bars).toEqual([]);
    expect(failures.length + empty.length).toBe(1);
  });

  it.each([
    ['noData.json', 'delisted', false],
    ['chart-AAPL-2020-01-01-to-2020-01-03.json', 'bad-response', false],
    ['chart-notimestamp-weird-quote.fake.json', 'bad-response', false],
    ['chart-notimestamp-quotes-length.fake.json', 'bad-response', false],
    ['aapl_chart_5d_no_ts.json', 'bad-response', false],
    ['search-noOpts.json', 'bad-response', false],
    ['nullQuote.json', 'bad-response', false],
    ['getCrumb-quote-AAPL-collectConsent.html.json', 'bad-response', true],
  ])('takes %s for %s (retriable: %s)', async (file, reason, retriable) => {
    expect((await answerWith(file)).failures).toMatchObject([{ reason, retriable }]);
  });

  it.each([
    'aapl_chart_no_results.json',
    'chart-LUCYW-null-currency.json',
    'chart-AAPL-2025-02-01-to-2025-02-02-includePrePost-false-interval-1m.json',
    'chart-TSLA-2025-01-01-to-2025-01-02-interval-1h.fake.json',
  ])('takes %s for a symbol without bars', async (file) => {
    const { failures, empty } = await answerWith(file);
    expect({ failures, empty }).toEqual({ failures: [], empty: ['X'] });
  });

  it('reads 13 regular half hours of a day with pre- and post-market', async () => {
    const { body } = readRecording(join(folder, 'chart-TSLA-2021-11-22-to-2021-11-23-interval-30m.json'));
    const source = createYahooSource({ fetch: async () => new Response(body) });
    const day = { symbols: ['TSLA'], interval: '30m', date: '2021-11-22' } as const;
    const regular = await source.fetchBars(day);
    expect(regular.bars).toHaveLength(13);
    expect(regular.bars[0]).toMatchObject({ ts: '2021-11-22 09:30:00-05:00', volume: 6_271_983 });
    expect((await source.fetchBars({ ...day, extendedHours: true })).bars).toHaveLength(30);
  });
});
