import { createHash } from 'node:crypto';
import { fromNewYork, nextSession, sessionOn, sessionsBetween } from '@tickerlake/market-calendar';
import {
  BAR_INTERVALS,
  type Bar,
  type BarInterval,
  type BarRequest,
  type BarSource,
  decodeRecord,
  encodeRecord,
  eventTimeMs,
  intervalMs,
} from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { createSimulatedSource, InvalidOptionError, InvalidRequestError, SimulatorError } from './index.ts';

const TEN = ['META', 'SHOP', 'BYND', 'NFLX', 'PINS', 'XYZ', 'TTD', 'OKTA', 'SNAP', 'DDOG'];
const MINUTE = 60_000;
const END_OF_2030 = fromNewYork('2030-12-31', 24);
const later = (): number => END_OF_2030;

const windowOf = (from: string, to = from) => ({ fromMs: fromNewYork(from), toMs: fromNewYork(to, 24) });
const barsOn = async (date: string, more: Partial<BarRequest> = {}, source = createSimulatedSource({ now: later })) =>
  (await source.fetchBars({ symbols: ['META'], ...windowOf(date), interval: '1m', ...more })).bars;

const dates = fc.constantFrom(...sessionsBetween('1990-01-02', '2030-12-30').map(({ date }) => date));
const symbols = fc.constantFrom(...TEN, 'AAPL', 'BRK-B', 'Q1', 'ZZZ');
const intervals = fc.constantFrom(...BAR_INTERVALS);
const seeds = fc.nat();

describe('bars', () => {
  test('are records of the schema, on whole cents and whole shares, with low and high around open and close', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, symbols, dates, intervals, async (seed, symbol, date, interval) => {
        const bars = await barsOn(date, { symbols: [symbol], interval }, createSimulatedSource({ seed, now: later }));
        expect(bars.length).toBe(Math.ceil((sessionOn(date)?.minutes ?? 0) / (intervalMs(interval) / MINUTE)));
        for (const bar of bars) {
          const { open = 0, high, low, close = 0, volume = 0 } = bar;
          expect(decodeRecord(encodeRecord(bar))).toEqual(bar);
          expect([open, high, low, close].map((price) => Number(price.toFixed(2)))).toEqual([open, high, low, close]);
          expect(low > 0 && low <= open && low <= close && open <= high && close <= high).toBe(true);
          expect(Number.isInteger(volume) && volume > 0).toBe(true);
          expect(bar).toMatchObject({ name: symbol, interval, source: 'simulated', final: true });
        }
      }),
      { numRuns: 30 },
    );
  });

  test('lie in sessions and nowhere else: none on a weekend, a holiday or an ad hoc closure', async () => {
    expect(await barsOn('2024-05-18')).toEqual([]);
    expect(await barsOn('2024-07-04')).toEqual([]);
    expect(await barsOn('2012-10-29')).toEqual([]);
    const bars = await barsOn('2024-05-14');
    expect(bars).toHaveLength(390);
    expect([bars[0]?.ts, bars.at(-1)?.ts]).toEqual(['2024-05-14 09:30:00-04:00', '2024-05-14 15:59:00-04:00']);
  });

  test('a half day has 210 minutes, a late opening begins with its bell', async () => {
    const half = await barsOn('2024-11-29');
    expect([half.length, half.at(-1)?.ts]).toEqual([210, '2024-11-29 12:59:00-05:00']);
    const late = await barsOn('2002-09-11', { interval: '5m' });
    expect([late.length, late[0]?.ts]).toEqual([48, '2002-09-11 12:00:00-04:00']);
  });

  test('hold no extended hours, asked or not', async () => {
    expect(await barsOn('2024-05-14', { extendedHours: true })).toEqual(await barsOn('2024-05-14'));
  });

  test('a finished bar was observed at its end', async () => {
    for (const bar of await barsOn('2024-05-14', { interval: '1h' })) {
      const endMs = Math.min(eventTimeMs(bar) + 60 * MINUTE, nextSession('2024-05-13').closeMs);
      expect(bar.observedAt).toBe(new Date(endMs).toISOString());
    }
  });

  test('come by symbol as asked, then by time, each once', async () => {
    const bars = await barsOn('2024-05-14', { symbols: ['SNAP', 'META', 'SNAP'], interval: '1h' });
    expect(bars.map(({ name }) => name)).toEqual([...Array(7).fill('SNAP'), ...Array(7).fill('META')]);
    expect(new Set(bars.map(({ name, ts }) => `${name} ${ts}`)).size).toBe(14);
  });
});

describe('the same minute is the same bar', () => {
  test('whatever window it is asked in', async () => {
    const day = await barsOn('2024-05-14');
    const { openMs, closeMs } = nextSession('2024-05-13');
    const instants = fc.integer({ min: openMs - 30 * MINUTE, max: closeMs + 30 * MINUTE });
    await fc.assert(
      fc.asyncProperty(instants, instants, async (one, other) => {
        const [fromMs, toMs] = [Math.min(one, other), Math.max(one, other)];
        const inside = day.filter((bar) => eventTimeMs(bar) >= fromMs && eventTimeMs(bar) < toMs);
        expect(await barsOn('2024-05-14', { fromMs, toMs })).toEqual(inside);
      }),
    );
  });

  test('whatever else is asked, before or beside it', async () => {
    const fresh = await barsOn('2024-05-15', { symbols: ['SHOP'] });
    const source = createSimulatedSource({ now: later });
    const { bars } = await source.fetchBars({ symbols: TEN, ...windowOf('2024-05-13', '2024-05-17'), interval: '1m' });
    expect(bars.filter(({ name, ts }) => name === 'SHOP' && ts.startsWith('2024-05-15'))).toEqual(fresh);
    expect(await barsOn('2024-05-15', { symbols: ['SHOP'] }, source)).toEqual(fresh);
  });

  test('whatever interval is asked: a longer bar is exactly what its minutes add up to', async () => {
    const aggregate = (minutes: readonly Bar[]) => ({
      ts: minutes[0]?.ts,
      open: minutes[0]?.open,
      high: Math.max(...minutes.map(({ high }) => high)),
      low: Math.min(...minutes.map(({ low }) => low)),
      close: minutes.at(-1)?.close,
      volume: minutes.reduce((sum, { volume = 0 }) => sum + volume, 0),
      observedAt: minutes.at(-1)?.observedAt,
    });
    await fc.assert(
      fc.asyncProperty(seeds, symbols, dates, intervals, async (seed, symbol, date, interval: BarInterval) => {
        const source = createSimulatedSource({ seed, now: later });
        const minutes = await barsOn(date, { symbols: [symbol] }, source);
        const length = intervalMs(interval) / MINUTE;
        const expected = Array.from({ length: Math.ceil(minutes.length / length) }, (_, index) =>
          aggregate(minutes.slice(index * length, (index + 1) * length)),
        );
        expect(await barsOn(date, { symbols: [symbol], interval }, source)).toMatchObject(expected);
      }),
      { numRuns: 30 },
    );
  });

  test('on every machine: the bytes of ten companies on one day', async () => {
    const bars = await barsOn('2026-05-14', { symbols: TEN });
    const digest = createHash('sha256').update(bars.map((bar) => encodeRecord(bar)).join('\n'));
    expect(bars).toHaveLength(3900);
    expect(digest.digest('hex')).toMatchInlineSnapshot(
      `"a7aef5b485c975bdda08252f08675f2f0b5f6d1ebad3a9893914685292075e87"`,
    );
  });

  test('for a former symbol, under that name', async () => {
    const [was, is] = [
      await barsOn('2020-05-14', { symbols: ['FB', 'SQ'] }),
      await barsOn('2020-05-14', { symbols: ['META', 'XYZ'] }),
    ];
    expect(was.map((bar) => bar.close)).toEqual(is.map((bar) => bar.close));
    expect(new Set(was.map(({ name }) => name))).toEqual(new Set(['FB', 'SQ']));
  });

  test('but another seed is another market', async () => {
    const digestOf = async (seed: number) =>
      JSON.stringify(await barsOn('2024-05-14', {}, createSimulatedSource({ seed, now: later })));
    const markets = await Promise.all([0, 1, 2, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER].map(digestOf));
    expect(new Set(markets).size).toBe(markets.length);
    expect(await digestOf(1)).toBe(JSON.stringify(await barsOn('2024-05-14')));
  });
});

describe('the clock', () => {
  const { openMs } = nextSession('2024-05-13');
  const at = (nowMs: number, interval: BarInterval = '1m') =>
    barsOn('2024-05-14', { interval }, createSimulatedSource({ now: () => nowMs }));

  test('hides every minute that has not begun', async () => {
    expect(await at(openMs - 1)).toEqual([]);
    expect(await at(openMs)).toHaveLength(1);
    expect(await at(openMs + 10 * MINUTE - 1)).toHaveLength(10);
    expect(await at(openMs + 10 * MINUTE)).toHaveLength(11);
  });

  test('marks the running bar: not final, observed now, and what is finished stays as it is', async () => {
    const whole = await barsOn('2024-05-14', { interval: '5m' });
    const nowMs = openMs + 12 * MINUTE + 20_000;
    const seen = await at(nowMs, '5m');
    expect(seen.slice(0, 2)).toEqual(whole.slice(0, 2));
    expect(seen).toHaveLength(3);
    expect(seen[2]).toMatchObject({ final: false, observedAt: new Date(nowMs).toISOString(), open: whole[2]?.open });
  });

  test('lets the running bar grow into the finished one', async () => {
    const [whole] = await at(openMs + MINUTE);
    let before: Bar | undefined;
    for (let nowMs = openMs; nowMs < openMs + MINUTE; nowMs += 5000) {
      const [bar] = await at(nowMs);
      expect(bar).toMatchObject({ final: false, open: whole?.open, ts: whole?.ts });
      const { high = 0, low = 0, open = 0, close = 0 } = bar ?? {};
      expect(low <= Math.min(open, close) && Math.max(open, close) <= high).toBe(true);
      expect((bar?.high ?? 0) <= (whole?.high ?? 0) && (bar?.low ?? 0) >= (whole?.low ?? 0)).toBe(true);
      expect((bar?.volume ?? 0) >= (before?.volume ?? 0) && (bar?.volume ?? 0) <= (whole?.volume ?? 0)).toBe(true);
      expect((bar?.high ?? 0) >= (before?.high ?? 0) && (bar?.low ?? 0) <= (before?.low ?? Infinity)).toBe(true);
      before = bar;
    }
    expect(whole).toMatchObject({ final: true, observedAt: new Date(openMs + MINUTE).toISOString() });
  });
});

describe('what cannot be served', () => {
  test.each(['', 'meta', 'ME TA', 'META!', '123', '.A', 'TOOLONGSYMBOL', 'A.B.C', '__proto__', 'EURUSD=X'])(
    'the symbol %j is unknown, and costs the others nothing',
    async (symbol) => {
      const source = createSimulatedSource({ now: later });
      const request = { symbols: [symbol, 'META'], ...windowOf('2024-05-14'), interval: '1h' } as const;
      const { bars, failures } = await source.fetchBars(request);
      expect(bars).toHaveLength(7);
      expect(failures).toMatchObject([
        { symbol, reason: 'unknown-symbol', retriable: false, fromMs: request.fromMs, toMs: request.toMs },
      ]);
    },
  );

  test('the years beyond the calendar are a failure, the rest of the window is served', async () => {
    const [fromMs, toMs] = [fromNewYork('1989-12-28'), fromNewYork('1990-01-02', 24)];
    const source = createSimulatedSource({ now: later });
    const { bars, failures } = await source.fetchBars({ symbols: ['META'], fromMs, toMs, interval: '1h' });
    expect(bars).toHaveLength(7);
    expect(failures).toMatchObject([{ reason: 'range-not-available', fromMs, toMs: fromNewYork('1990-01-01') }]);
    const after = await source.fetchBars({ symbols: ['META'], fromMs: END_OF_2030, toMs: 1e15, interval: '1h' });
    expect(after).toMatchObject({
      bars: [],
      failures: [{ reason: 'range-not-available', fromMs: END_OF_2030, toMs: 1e15 }],
    });
  });

  test('an aborted request keeps what it has and says from where on it is missing', async () => {
    const controller = new AbortController();
    const source = createSimulatedSource({ now: later });
    const request = { symbols: ['META', 'SNAP'], ...windowOf('2024-01-01', '2024-12-31'), interval: '1h' } as const;
    const answer = source.fetchBars({ ...request, signal: controller.signal });
    setImmediate(() => controller.abort());
    const { bars, failures } = await answer;
    expect(failures.map(({ symbol, reason, retriable }) => [symbol, reason, retriable])).toEqual([
      ['META', 'aborted', true],
      ['SNAP', 'aborted', true],
    ]);
    expect(failures[0]?.toMs).toBe(request.toMs);
    const whole = (await source.fetchBars({ ...request, symbols: ['META'] })).bars;
    expect(bars).toEqual(whole.filter((bar) => eventTimeMs(bar) < (failures[0]?.fromMs ?? 0)));
    expect(bars.length).toBeGreaterThan(0);
    expect(bars.length).toBeLessThan(whole.length);
  });

  test('a request aborted before it began gets nothing', async () => {
    const source = createSimulatedSource({ now: later });
    const request = { symbols: ['META'], ...windowOf('2024-05-14'), interval: '1m' } as const;
    const { bars, failures } = await source.fetchBars({ ...request, signal: AbortSignal.abort() });
    expect([bars.length, failures[0]?.reason]).toEqual([0, 'aborted']);
  });

  test('rows are never dropped', async () => {
    const { dropped } = await createSimulatedSource({ now: later }).fetchBars({
      symbols: ['META'],
      ...windowOf('2024-05-14'),
      interval: '1m',
    });
    expect(dropped).toEqual({ 'outside-window': 0, 'empty-row': 0, 'extended-hours': 0, duplicate: 0 });
  });
});

describe('wrong use', () => {
  test.each([{ seed: -1 }, { seed: 1.5 }, { seed: Number.NaN }, { sead: 1 }, { now: 5 }])(
    'option %j is refused',
    (options) => {
      expect(() => createSimulatedSource(options as never)).toThrow(InvalidOptionError);
    },
  );

  test.each([{ fromMs: Number.NaN }, { toMs: Infinity }, { toMs: 0 }, { interval: '3m' }, { symbols: 'META' }])(
    'a request with %j is refused with what is allowed',
    async (wrong) => {
      const request = { symbols: ['META'], ...windowOf('2024-05-14'), interval: '1m', ...wrong } as BarRequest;
      await expect(createSimulatedSource().fetchBars(request)).rejects.toThrow(InvalidRequestError);
      await expect(createSimulatedSource().fetchBars(request)).rejects.toThrow(SimulatorError);
      await expect(createSimulatedSource().fetchBars(request)).rejects.toThrow(/^Request's \w+ is .*: \w+/);
    },
  );

  test('it is a source of bars like any other', () => {
    expectTypeOf(createSimulatedSource).returns.toEqualTypeOf<BarSource>();
    expect(createSimulatedSource().name).toBe('simulated');
    // @ts-expect-error: no such option
    expect(() => createSimulatedSource({ seeds: 1 })).toThrow('Option seeds is unknown: the options are seed and now');
  });
});
