import { join } from 'node:path';
import { fromNewYork } from '@tickerlake/market-calendar';
import { afterEach, describe, expect, it } from 'vitest';
import { testData, testDataNote } from './test-data.ts';
import { startYahooStandIn, type YahooStandIn, type YahooStandInOptions } from './yahoo-stand-in.ts';

interface Body {
  chart: {
    result:
      | [
          {
            meta: Record<string, unknown>;
            timestamp?: number[];
            indicators: { quote: [Record<string, (number | null)[]>] };
          },
        ]
      | null;
    error: { code: string; description: string } | null;
  };
}

let standIn: YahooStandIn | undefined;
afterEach(async () => {
  await standIn?.close();
  standIn = undefined;
});
const start = async (options?: YahooStandInOptions): Promise<YahooStandIn> => {
  standIn = await startYahooStandIn(options);
  return standIn;
};

const from = fromNewYork('2020-05-14') / 1000;
const to = fromNewYork('2020-05-15') / 1000;
const ask = (path: string): Promise<Response> => fetch(`${standIn?.url}/v8/finance/chart/${path}`);
const askDay = (symbol: string, interval = '1m', more = '&includePrePost=false'): Promise<Response> =>
  ask(`${symbol}?period1=${from}&period2=${to}&interval=${interval}${more}`);
const chartOf = async (response: Response) => {
  const result = ((await response.json()) as Body).chart.result?.[0];
  if (!result) throw new Error('no chart in the answer');
  return { ...result, stamps: result.timestamp ?? [], quote: result.indicators.quote[0] };
};

describe('the Yahoo stand-in', () => {
  it('makes up a whole session and appends the stray live row beyond the window', async () => {
    await start();
    const { stamps, quote } = await chartOf(await askDay('AAPL'));
    expect(stamps).toHaveLength(391);
    expect(stamps[0]).toBe(fromNewYork('2020-05-14', 9, 30) / 1000);
    expect(stamps.at(-1)).toBeGreaterThan(to);
    expect((stamps.at(-1) ?? 0) % 60).not.toBe(0);
    expect(quote['high']?.every((high, row) => (high ?? 0) >= (quote['low']?.[row] ?? Infinity))).toBe(true);
  });

  it('says the same minute the same way, whatever window and interval it is asked with', async () => {
    await start();
    const minutes = await chartOf(await askDay('AAPL'));
    const fives = await chartOf(await askDay('AAPL', '5m'));
    const first = minutes.quote['high']?.slice(0, 5).map(Number) ?? [];
    expect(fives.quote['high']?.[0]).toBe(Math.max(...first));
    const late = await chartOf(
      await ask(`AAPL?period1=${from + 40_000}&period2=${to}&interval=1m&includePrePost=false`),
    );
    expect(minutes.stamps).toContain(late.stamps[0]);
    expect(late.quote['high']?.[0]).toBe(minutes.quote['high']?.[minutes.stamps.indexOf(late.stamps[0] ?? 0)]);
  });

  it('sends pre- and post-market rows unless told not to, with no volume', async () => {
    await start();
    const { stamps, quote } = await chartOf(await askDay('AAPL', '30m', ''));
    expect(stamps[0]).toBe(fromNewYork('2020-05-14', 4) / 1000);
    expect(quote['volume']?.[0]).toBe(0);
    expect(stamps.length).toBe(32 + 1);
  });

  it('answers a weekend with no timestamps and an empty quote', async () => {
    await start();
    const saturday = from + 2 * 86_400;
    const { timestamp, quote } = await chartOf(
      await ask(`AAPL?period1=${saturday}&period2=${saturday + 86_400}&interval=1m&includePrePost=false`),
    );
    expect(timestamp).toBeUndefined();
    expect(quote).toEqual({});
  });

  it('answers an unknown symbol with 404 and Yahoo’s words', async () => {
    await start({ generated: ['AAPL'] });
    const response = await askDay('NOPE');
    expect(response.status).toBe(404);
    expect(((await response.json()) as Body).chart.error).toEqual({
      code: 'Not Found',
      description: 'No data found, symbol may be delisted',
    });
  });

  it('trades coins around the clock and London shares by London hours', async () => {
    await start();
    expect((await chartOf(await askDay('BTC-USD'))).stamps).toHaveLength(1440 + 1);
    expect((await chartOf(await askDay('VOD.L'))).stamps).toHaveLength(510 + 1);
  });

  it('refuses old and long ranges only where it has a clock', async () => {
    await start({ now: () => fromNewYork('2020-07-01') });
    const old = await askDay('AAPL');
    expect(old.status).toBe(422);
    expect(await old.text()).toContain('The requested range must be within the last 30 days.');
    const long = await ask(`AAPL?period1=${from}&period2=${from + 8 * 86_400}&interval=1m`);
    expect(await long.text()).toContain('Only 7 days worth of 1m granularity data');
    expect((await askDay('AAPL', '5m')).status).toBe(200);
  });

  it('shows no row that starts after now, and the running one only so far as it went', async () => {
    const now = fromNewYork('2020-05-14', 10, 2, 30);
    await start({ now: () => now });
    const { stamps } = await chartOf(await askDay('AAPL', '5m'));
    expect(stamps.slice(0, -1).map((stamp) => (stamp * 1000 - now) / 60_000)).toEqual([
      -32.5, -27.5, -22.5, -17.5, -12.5, -7.5, -2.5,
    ]);
    expect(stamps.at(-1)).toBe(now / 1000);
  });

  it('follows the fault plan: by number, by symbol until used up, by first request', async () => {
    await start({
      faults: {
        first: 'rate-limited',
        nth: { 4: 'bad-gateway' },
        symbols: { TTD: ['server-error', { status: 429, body: 'slow', headers: { 'retry-after': '7' } }] },
      },
    });
    const statuses = [];
    for (const symbol of ['AAPL', 'AAPL', 'TTD', 'AAPL', 'TTD', 'TTD']) statuses.push((await askDay(symbol)).status);
    expect(statuses).toEqual([429, 200, 500, 502, 429, 200]);
    expect(standIn?.requests.map(({ symbol, answer }) => `${symbol} ${answer}`)).toContain('TTD 429');
  });

  it('breaks connections, cuts bodies and keeps requests waiting', async () => {
    const { hanging } = await start({
      faults: { symbols: { A: 'reset', B: 'truncated', C: 'half-json', D: 'hang', E: 'all-null' } },
    });
    await expect(askDay('A')).rejects.toThrow();
    await expect(askDay('B').then((response) => response.text())).rejects.toThrow();
    await expect(askDay('C').then((response) => response.json())).rejects.toThrow(SyntaxError);
    expect((await chartOf(await askDay('E'))).quote['high']?.every((cell) => cell === null)).toBe(true);
    const abort = new AbortController();
    const url = `${standIn?.url}/v8/finance/chart/D?period1=${from}&period2=${to}&interval=1m`;
    const waiting = fetch(url, { signal: abort.signal });
    await expect.poll(hanging, { timeout: 4000 }).toBe(1);
    abort.abort();
    await expect(waiting).rejects.toThrow();
    await expect.poll(hanging, { timeout: 4000 }).toBe(0);
  });
});

describe.skipIf(testData === undefined)(`the Yahoo stand-in over recordings${testDataNote}`, () => {
  it('cuts a recording to the window and keeps its stray last row', async () => {
    await start({ charts: join(testData ?? '', 'yahoo-chart') });
    expect((await chartOf(await askDay('META'))).stamps).toHaveLength(391);
    const hour = await chartOf(await ask(`META?period1=${from + 36_000}&period2=${from + 39_600}&interval=1m`));
    expect(hour.stamps).toHaveLength(61);
    expect((await askDay('FB')).status).toBe(404);
  });
});
