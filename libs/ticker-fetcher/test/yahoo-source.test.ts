import { fromNewYork, sessionOn } from '@tickerlake/market-calendar';
import type { YahooStandInOptions } from '@tickerlake/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createYahooSource } from '../src/index.ts';
import { LATER_MS, PASSING_FAULTS, startOf, startYahooWorld } from './yahoo-world.ts';

const DAY = { interval: '1m', date: '2026-11-18' } as const;

describe('fetchBars', () => {
  it('fetches a day’s session for every symbol, ordered by symbol as asked, then by time', async () => {
    const { fetchBars } = await startYahooWorld();
    const { bars, failures, dropped, empty } = await fetchBars({ ...DAY, symbols: ['DDOG', 'AAPL'] });
    expect(bars).toHaveLength(780);
    expect(bars.slice(0, 390).every(({ name }) => name === 'DDOG')).toBe(true);
    expect([bars[0]?.ts, bars[389]?.ts]).toEqual(['2026-11-18 09:30:00-05:00', '2026-11-18 15:59:00-05:00']);
    expect(
      bars.every((bar, index) => index % 390 === 0 || startOf(bar) - startOf(bars[index - 1] ?? bar) === 60_000),
    ).toBe(true);
    expect({ failures, empty }).toEqual({ failures: [], empty: [] });
    expect(dropped).toEqual({ 'outside-window': 2, 'empty-row': 0, 'extended-hours': 0, duplicate: 0 });
  });

  it.each([
    ['1m', 390],
    ['2m', 195],
    ['5m', 78],
    ['15m', 26],
    ['30m', 13],
    ['1h', 7],
  ] as const)('knows the %s bars of a session', async (interval, count) => {
    const { fetchBars } = await startYahooWorld();
    const { bars } = await fetchBars({ ...DAY, interval, symbols: ['AAPL'] });
    expect(bars).toHaveLength(count);
    expect(bars.every((bar) => bar.interval === interval)).toBe(true);
  });

  it('asks for pre- and post-market explicitly, and drops it unasked even where it comes', async () => {
    const faults = { symbols: { AAPL: 'extended-anyway' } } as const;
    const { yahoo, fetchBars } = await startYahooWorld({ faults });
    const regular = await fetchBars({ ...DAY, symbols: ['AAPL'] });
    expect(regular.bars).toHaveLength(390);
    expect(regular.dropped['extended-hours']).toBe(570);
    const extended = await fetchBars({ ...DAY, symbols: ['AAPL'], extendedHours: true });
    expect(extended.bars).toHaveLength(960);
    expect(yahoo.requests.map(({ includePrePost }) => includePrePost)).toEqual([false, true]);
  });

  it('fetches markets that never close, and those of other countries, whole', async () => {
    const { fetchBars } = await startYahooWorld();
    const { bars } = await fetchBars({ ...DAY, symbols: ['BTC-USD', 'EURUSD=X', 'VOD.L'] });
    const countOf = (symbol: string): number => bars.filter(({ name }) => name === symbol).length;
    expect(['BTC-USD', 'EURUSD=X', 'VOD.L'].map(countOf)).toEqual([1440, 1440, 510]);
  });

  it('writes symbols into the path so that they cannot leave it', async () => {
    const { yahoo, fetchBars } = await startYahooWorld();
    await fetchBars({ ...DAY, symbols: ['^GSPC', 'M&M.NS', '../../secret', 'A?interval=1d'] });
    expect(yahoo.requests.map(({ symbol }) => symbol)).toEqual(['^GSPC', 'M&M.NS']);
    expect(yahoo.requests[0]?.url).toMatch(/^\/v8\/finance\/chart\/%5EGSPC\?/u);
  });

  it('keeps the path of its url', async () => {
    const { yahoo } = await startYahooWorld();
    const paths: string[] = [];
    const fetchPath: typeof fetch = async (input) => {
      paths.push(input instanceof Request ? input.url : input.toString());
      return new Response('no', { status: 404 });
    };
    const source = createYahooSource({ url: `${yahoo.url}/proxy/yahoo/`, fetch: fetchPath });
    await source.fetchBars({ ...DAY, symbols: ['AAPL'] });
    expect(paths[0]).toMatch(new RegExp(`^${yahoo.url}/proxy/yahoo/v8/finance/chart/AAPL\\?`, 'u'));
  });

  it('sends no cookie', async () => {
    const { yahoo, fetchBars } = await startYahooWorld();
    await fetchBars({ ...DAY, symbols: ['AAPL'] });
    expect(yahoo.requests[0]?.headers).not.toHaveProperty('cookie');
  });
});

describe('ranges', () => {
  it('splits a range into what one request may span, and joins the answers without gap or repetition', async () => {
    const { yahoo, fetchBars } = await startYahooWorld({ now: () => LATER_MS });
    const { bars, failures } = await fetchBars({
      symbols: ['AAPL'],
      interval: '1m',
      from: '2026-10-26',
      to: '2026-11-20',
    });
    expect(yahoo.requests).toHaveLength(4);
    expect(failures).toEqual([]);
    expect(bars).toHaveLength(20 * 390);
    expect(new Set(bars.map(({ ts }) => ts)).size).toBe(bars.length);
  });

  it('asks even for ranges that Yahoo no longer serves, for a recording may', async () => {
    const { fetchBars } = await startYahooWorld();
    expect((await fetchBars({ ...DAY, date: '2020-05-14', symbols: ['AAPL'] })).bars).toHaveLength(390);
  });

  it('passes on Yahoo’s refusal in its own words, once for a range, and asks no further', async () => {
    const { yahoo, fetchBars } = await startYahooWorld({ now: () => LATER_MS });
    const { bars, failures } = await fetchBars({
      symbols: ['AAPL'],
      interval: '1m',
      from: '2025-01-01',
      to: '2025-06-30',
    });
    expect(bars).toEqual([]);
    expect(failures).toEqual([
      {
        symbol: 'AAPL',
        reason: 'range-not-available',
        message: expect.stringMatching(/^1m data not available for startTime=\d+ .* within the last 30 days\.$/u),
        retriable: false,
        fromMs: fromNewYork('2025-01-01'),
        toMs: fromNewYork('2025-07-01'),
      },
    ]);
    expect(yahoo.requests).toHaveLength(1);
  });

  it('serves what Yahoo still has of a range that begins too early', async () => {
    const { yahoo, fetchBars } = await startYahooWorld({ now: () => LATER_MS });
    const { bars, failures } = await fetchBars({
      symbols: ['AAPL'],
      interval: '1m',
      from: '2026-10-01',
      to: '2026-11-20',
    });
    // 30 days before 2026-11-21 17:00 is 2026-10-22 17:00, after that day's session.
    expect(bars[0]?.ts).toBe('2026-10-23 09:30:00-04:00');
    expect(bars).toHaveLength(21 * 390);
    expect(failures).toMatchObject([{ reason: 'range-not-available', fromMs: fromNewYork('2026-10-01') }]);
    // Ten minutes late, for Yahoo's clock runs on until the next request.
    expect(failures[0]?.toMs).toBe(LATER_MS - 30 * 86_400_000 + 600_000);
    expect(yahoo.requests.filter(({ answer }) => answer === 422)).toHaveLength(1);
  });

  it('does not ask again where a refusal contradicts itself', async () => {
    const faults = { symbols: { AAPL: 'out-of-range' } } as const;
    const { yahoo, fetchBars } = await startYahooWorld({ faults });
    const { failures } = await fetchBars({ symbols: ['AAPL'], interval: '1m', from: '2026-11-09', to: '2026-11-20' });
    expect(failures.map(({ reason }) => reason)).toEqual(['range-not-available']);
    expect(yahoo.requests).toHaveLength(2);
  });
});

describe('one symbol’s failure', () => {
  it('never costs another: every symbol has bars, a failure, or is said to be empty', async () => {
    const faults = {
      symbols: { GONE: 'delisted', NOPE: 'unknown', SHAPE: 'wrong-shape', NONE: 'no-timestamp', NULLS: 'all-null' },
    } as const;
    const { fetchBars } = await startYahooWorld({ faults });
    const symbols = ['GONE', 'AAPL', 'NOPE', 'SHAPE', 'NONE', 'NULLS', 'B/D', 'FB'];
    const { bars, failures, empty, dropped } = await fetchBars({ ...DAY, symbols });
    expect(bars).toHaveLength(390);
    expect(failures.map(({ symbol, reason, retriable }) => `${symbol} ${reason} ${retriable}`)).toEqual([
      'GONE delisted false',
      'NOPE unknown-symbol false',
      'SHAPE bad-response false',
      'B/D unknown-symbol false',
      'FB unknown-symbol false',
    ]);
    expect(failures[1]?.message).toBe('No data found, symbol may be delisted');
    expect(failures[4]?.message).toContain('META');
    expect(empty).toEqual(['NONE', 'NULLS']);
    expect(dropped['empty-row']).toBe(390);
  });

  it('holds under any mixture of faults', async () => {
    const faults: readonly NonNullable<NonNullable<YahooStandInOptions['faults']>['first']>[] = [
      ...PASSING_FAULTS,
      'wrong-shape',
      'unknown',
      'delisted',
      'out-of-range',
      'no-timestamp',
      'null-rows',
      'all-null',
      'extended-anyway',
      'hang',
    ];
    const fault = fc.constantFrom(...faults);
    const symbols = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE'];
    const plan = fc.record({ nth: fc.dictionary(fc.integer({ min: 1, max: 15 }).map(String), fault, { maxKeys: 12 }) });
    await fc.assert(
      fc.asyncProperty(plan, fc.dictionary(fc.constantFrom(...symbols), fault), async ({ nth }, always) => {
        const world = await startYahooWorld({ faults: { nth, symbols: always } });
        const request = { symbols, interval: '5m', from: '2026-11-16', to: '2026-11-17' } as const;
        const { bars, failures, empty, dropped } = await world.fetchBars(request);
        for (const symbol of symbols) {
          const own = bars.filter(({ name }) => name === symbol);
          const failed = failures.filter((failure) => failure.symbol === symbol);
          expect(own.length > 0 || failed.length > 0).toBe(!empty.includes(symbol));
          expect(new Set(own.map(({ ts }) => ts)).size).toBe(own.length);
        }
        for (const bar of bars) {
          const session = sessionOn(bar.ts.slice(0, 10));
          const sinceOpen = startOf(bar) - (session?.openMs ?? Number.NaN);
          expect(sinceOpen % 300_000).toBe(0);
          expect(sinceOpen >= 0 && startOf(bar) < (session?.closeMs ?? 0)).toBe(true);
        }
        const answered = world.yahoo.requests.filter(({ answer }) => answer === 200).length;
        expect(bars.length + Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(
          answered * 400,
        );
        await world.yahoo.close();
      }),
      { numRuns: 15 },
    );
  });
});

describe('lineage', () => {
  it('finds the past of a renamed company and writes it under the name that was asked', async () => {
    const { yahoo, fetchBars } = await startYahooWorld();
    const { bars } = await fetchBars({ ...DAY, date: '2020-05-14', symbols: ['FB', 'SQ'] });
    expect(yahoo.requests.map(({ symbol }) => symbol)).toEqual(['META', 'XYZ']);
    expect([...new Set(bars.map(({ name }) => name))]).toEqual(['FB', 'SQ']);
  });

  it('clips a range at the rename and says where the rest is', async () => {
    const { fetchBars } = await startYahooWorld();
    const { bars, failures } = await fetchBars({
      symbols: ['FB'],
      interval: '5m',
      from: '2022-06-08',
      to: '2022-06-09',
    });
    expect(bars).toHaveLength(78);
    expect(failures).toMatchObject([
      { symbol: 'FB', reason: 'unknown-symbol', retriable: false, fromMs: fromNewYork('2022-06-09') },
    ]);
    expect(failures[0]?.message).toBe('FB became META (Meta Platforms) on 2022-06-09: ask for META from that day on.');
  });

  it('cannot leave the path of the chart, whatever the table holds', async () => {
    const row = { symbol: 'OLD', until: '2030-01-01', now: '../A?b', company: '', source: '' };
    const { yahoo, fetchBars } = await startYahooWorld({}, { lineage: [row] });
    await fetchBars({ ...DAY, symbols: ['OLD'] });
    expect(yahoo.requests.map(({ symbol }) => symbol)).toEqual(['../A?B']);
  });

  it('can be switched off', async () => {
    const { yahoo, fetchBars } = await startYahooWorld({}, { lineage: [] });
    await fetchBars({ ...DAY, symbols: ['FB'] });
    expect(yahoo.requests[0]?.symbol).toBe('FB');
  });
});

describe('the running session', () => {
  it('gives what has happened, the running bar marked as not final', async () => {
    const now = fromNewYork('2026-11-18', 10, 0, 30);
    const { fetchBars } = await startYahooWorld({ now: () => now }, {}, now);
    const { bars, dropped } = await fetchBars({ ...DAY, symbols: ['AAPL'] });
    expect(bars).toHaveLength(31);
    expect(bars.map(({ final }) => final)).toEqual([...Array.from({ length: 30 }, () => true), false]);
    expect(bars[0]?.observedAt).toBe(new Date(now).toISOString());
    expect(dropped['outside-window']).toBe(1);
  });
});
