import { createHash } from 'node:crypto';
import { fromNewYork } from '@tickerlake/market-calendar';
import { decodeRecord, encodeRecord, eventTimeMs } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  compareEvents,
  createSimulatedMarket,
  CURRENCY_PAIRS,
  DEFAULT_PAIRS,
  DEFAULT_SYMBOLS,
  eventKey,
  type EventWindow,
  InvalidOptionError,
  InvalidRequestError,
  type MarketEvent,
  type SimulatedMarket,
  SimulatorError,
} from './index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const market = createSimulatedMarket();
const windowOf = (fromMs: number, toMs: number, more: Partial<EventWindow> = {}): EventWindow => ({
  symbols: DEFAULT_SYMBOLS,
  pairs: DEFAULT_PAIRS,
  fromMs,
  toMs,
  ...more,
});
/** Around an ordinary day, a half day, a weekend with its gap, a holiday, a change of clocks, a day after results. */
const STARTS = ['2026-05-14', '2025-11-28', '2026-03-06', '2026-07-03', '2026-03-08', '2026-10-30'].map((date) =>
  fromNewYork(date),
);

const seeds = fc.constantFrom(0, 1, 2, 7, 2 ** 40);
const symbolLists = fc.subarray([...DEFAULT_SYMBOLS, 'AAPL', 'BRK-B', 'FB', 'SPY', 'ZZZ']);
const pairLists = fc.subarray([...CURRENCY_PAIRS]);
const windows = fc
  .tuple(fc.constantFrom(...STARTS), fc.integer({ min: 0, max: 30 * HOUR }), fc.integer({ min: 0, max: 90 * 60_000 }))
  .chain(([start, offset, length]) =>
    fc.record({
      fromMs: fc.constant(start + offset),
      toMs: fc.constant(start + offset + length),
      symbols: symbolLists,
      pairs: pairLists,
    }),
  );

describe('the events of a window', () => {
  test('are the same however the window is cut, and whatever was asked before', () => {
    fc.assert(
      fc.property(seeds, windows, fc.array(fc.nat(90 * 60_000), { maxLength: 6 }), (seed, window, cuts) => {
        const { fromMs, toMs } = window;
        const edges = [fromMs, ...cuts.map((cut) => Math.min(fromMs + cut, toMs)).toSorted((a, b) => a - b), toMs];
        const fresh = createSimulatedMarket({ seed });
        const parts = edges.slice(1).map((edge, index) => ({ ...window, fromMs: edges[index] ?? edge, toMs: edge }));
        // Asked backwards, so that what is kept of one part can be no help to the one before.
        const pieces = parts.toReversed().map((part) => [...fresh.events(part)]);
        expect(pieces.toReversed().flat()).toEqual([...createSimulatedMarket({ seed }).events(window)]);
      }),
      { numRuns: 60 },
    );
  });

  test('at the very edge belong to the window that begins with them', () => {
    const window = windowOf(fromNewYork('2026-05-14', 9, 29), fromNewYork('2026-05-14', 9, 32));
    const events = [...market.events(window)];
    for (const cutMs of new Set(events.map(eventTimeMs))) {
      expect([...market.events({ ...window, toMs: cutMs })]).toEqual(
        events.filter((event) => eventTimeMs(event) < cutMs),
      );
      expect([...market.events({ ...window, fromMs: cutMs })]).toEqual(
        events.filter((event) => eventTimeMs(event) >= cutMs),
      );
    }
    expect(events.some(({ kind }) => kind === 'news')).toBe(true);
  });

  test('are in a strict order, inside the window, and each has a key of its own', () => {
    fc.assert(
      fc.property(seeds, windows, (seed, window) => {
        const events = [...createSimulatedMarket({ seed }).events(window)];
        expect(events.slice(1).every((event, index) => compareEvents(events[index] ?? event, event) < 0)).toBe(true);
        expect(new Set(events.map(eventKey)).size).toBe(events.length);
        const times = events.map(eventTimeMs);
        expect(times.every((ms) => ms >= window.fromMs && ms < window.toMs)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('are records of the schema, seen within seconds, and say that they are simulated', () => {
    fc.assert(
      fc.property(seeds, windows, (seed, window) => {
        for (const event of createSimulatedMarket({ seed }).events(window)) {
          expect(decodeRecord(encodeRecord(event))).toStrictEqual(event);
          expect(event.source).toBe('simulated');
          const delay = Date.parse(event.observedAt ?? '') - eventTimeMs(event);
          expect(delay > 0 && delay < 2000).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('are the quotes, the rates and the news, each of which can be asked for alone', () => {
    const window = windowOf(fromNewYork('2026-05-14', 9), fromNewYork('2026-05-14', 10, 30));
    const events = [...market.events(window)];
    const ofKind = (kind: MarketEvent['kind']) => events.filter((event) => event.kind === kind);
    expect([...market.quotes(window)]).toEqual(ofKind('quote'));
    expect([...market.forex(window)]).toEqual(ofKind('forex'));
    expect([...market.news(window)]).toEqual(ofKind('news'));
    expect([ofKind('quote').length, ofKind('forex').length]).toEqual([10 * 240, 6 * 360]);
    expect(ofKind('news').length).toBeGreaterThan(3);
  });

  test('of a company or a pair do not depend on what else is asked for', () => {
    const window = windowOf(fromNewYork('2026-05-14'), fromNewYork('2026-05-15'));
    const alone = { ...window, symbols: ['SNAP'], pairs: ['EURGBP'] };
    const all = [...market.events(window)];
    const fresh = createSimulatedMarket();
    const named = (name: string) => all.filter((event) => event.kind !== 'news' && event.name === name);
    expect([...fresh.quotes(alone)]).toEqual(named('SNAP'));
    expect([...fresh.forex(alone)]).toEqual(named('EURGBP'));
    const stories = all.filter((event) => event.kind === 'news');
    const about = stories.filter(({ symbols }) => symbols.includes('SNAP') || symbols.includes('SPY'));
    expect([...fresh.news(alone)]).toEqual(about);
  });

  test('come once, in whatever order and how often names are given', () => {
    const window = windowOf(fromNewYork('2026-05-14', 9, 30), fromNewYork('2026-05-14', 9, 32));
    const doubled = { symbols: [...DEFAULT_SYMBOLS, 'META'].toReversed(), pairs: [...DEFAULT_PAIRS, 'EURUSD'] };
    expect([...market.events({ ...window, ...doubled })]).toEqual([...market.events(window)]);
  });

  test('belong to whoever asked: changing one changes nothing for the next', () => {
    const window = windowOf(fromNewYork('2026-05-14', 9, 30), fromNewYork('2026-05-14', 12));
    const before = [...market.events(window)].map(encodeRecord);
    for (const event of market.events(window)) {
      event.ts = '';
      if (event.kind === 'news') event.symbols.push('CHANGED');
    }
    expect([...market.events(window)].map(encodeRecord)).toEqual(before);
  });

  test('are the same on every machine: the bytes of two minutes', () => {
    const window = windowOf(fromNewYork('2026-05-14', 9, 29), fromNewYork('2026-05-14', 9, 31));
    expect([...market.events(window)].map((event) => encodeRecord(event)).filter((_, index) => index % 12 === 0))
      .toMatchInlineSnapshot(`
        [
          "{"kind":"forex","name":"EURGBP","ts":"2026-05-14 09:29:00-04:00","bid":0.91904,"ask":0.91907,"source":"simulated","observedAt":"2026-05-14T13:29:00.025Z"}",
          "{"kind":"forex","name":"EURGBP","ts":"2026-05-14 09:29:30-04:00","bid":0.91909,"ask":0.91911,"source":"simulated","observedAt":"2026-05-14T13:29:30.058Z"}",
          "{"kind":"news","id":"20260514-DDOG-01-98634940","ts":"2026-05-14 09:29:52.534-04:00","headline":"Complaints about Datadog’s cloud security suite mount in Canada","summary":"Consumer groups have counted more than 650 this week; the company says that it is looking into them. The last price was $110.16.","symbols":["DDOG"],"publisher":"Street & Exchange","url":"https://news.example/2026/05/14/complaints-about-datadogs-cloud-security-suite-mount-in-cana-1","sentiment":-0.46,"source":"simulated","observedAt":"2026-05-14T13:29:52.915Z"}",
          "{"kind":"quote","name":"SNAP","ts":"2026-05-14 09:30:10.255-04:00","price":11.25,"bid":11.25,"ask":11.26,"bidSize":400,"askSize":900,"volume":277734,"source":"simulated","observedAt":"2026-05-14T13:30:10.375Z"}",
          "{"kind":"quote","name":"TTD","ts":"2026-05-14 09:30:18.078-04:00","price":38.48,"bid":38.44,"ask":38.48,"bidSize":200,"askSize":200,"volume":694185,"source":"simulated","observedAt":"2026-05-14T13:30:18.231Z"}",
          "{"kind":"forex","name":"GBPUSD","ts":"2026-05-14 09:30:30-04:00","bid":1.2536,"ask":1.25362,"source":"simulated","observedAt":"2026-05-14T13:30:30.045Z"}",
          "{"kind":"quote","name":"PINS","ts":"2026-05-14 09:30:40.593-04:00","price":23.1,"bid":23.09,"ask":23.1,"bidSize":200,"askSize":500,"volume":367368,"source":"simulated","observedAt":"2026-05-14T13:30:40.678Z"}",
          "{"kind":"quote","name":"SNAP","ts":"2026-05-14 09:30:52.052-04:00","price":11.23,"bid":11.23,"ask":11.24,"bidSize":1900,"askSize":900,"volume":1110938,"source":"simulated","observedAt":"2026-05-14T13:30:52.230Z"}",
        ]
      `);
  });

  test('are the same on every machine: the digest of a day', () => {
    const events = [...market.events(windowOf(fromNewYork('2026-05-14'), fromNewYork('2026-05-15')))];
    const digest = createHash('sha256').update(events.map((event) => encodeRecord(event)).join('\n'));
    expect(digest.digest('hex')).toMatchInlineSnapshot(
      `"c21faca031bb94360fba68d7349422cbd9c024f5586546d2e0a6d884a48d1e7a"`,
    );
  });

  test('are another market’s with another seed', () => {
    const window = windowOf(fromNewYork('2026-05-14', 9, 30), fromNewYork('2026-05-14', 10));
    const textOf = (seed: number) => JSON.stringify([...createSimulatedMarket({ seed }).events(window)]);
    expect(new Set([0, 1, 2, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER].map(textOf)).size).toBe(5);
    expect(textOf(1)).toBe(JSON.stringify([...market.events(window)]));
    const ids = [1, 2].map((seed) => [...createSimulatedMarket({ seed }).news(window)].map(({ id }) => id));
    expect(new Set(ids.flat()).size).toBe(ids.flat().length);
  });

  test('are drawn when they are asked for: the first of forty years comes at once', () => {
    const window = windowOf(fromNewYork('1990-01-01'), fromNewYork('2030-12-31'));
    const first = market.events({ ...window, symbols: ['META'], pairs: ['EURUSD'] }).next();
    expect(first.value).toMatchObject({ kind: 'forex', ts: '1990-01-01 00:00:00-05:00' });
  });
});

describe('what is asked of an hour at the end of the calendar', () => {
  test.each(['1990-01-01', '2030-12-31'])('%s is answered like any other', (date) => {
    const events = [...market.events(windowOf(fromNewYork(date), fromNewYork(date, 24)))];
    expect(events.length).toBeGreaterThan(20_000);
  });
});

describe('wrong use', () => {
  const window = windowOf(STARTS[0] ?? 0, (STARTS[0] ?? 0) + DAY);
  const METHODS = ['events', 'quotes', 'forex', 'news'] as const;

  test.each([{ seed: -1 }, { seed: 0.5 }, { seed: Number.NaN }, { sead: 1 }, { now: Date.now }])(
    'option %j is refused',
    (options) => {
      expect(() => createSimulatedMarket(options as never)).toThrow(InvalidOptionError);
    },
  );

  test.each([
    { fromMs: Number.NaN },
    { toMs: Infinity },
    { toMs: 0 },
    { fromMs: fromNewYork('1989-12-31') },
    { toMs: fromNewYork('2030-12-31', 24) + 1 },
  ])('a window with %j is refused at once, by every method', (wrong) => {
    for (const method of METHODS) {
      expect(() => market[method]({ ...window, ...wrong })).toThrow(InvalidRequestError);
      expect(() => market[method]({ ...window, ...wrong })).toThrow(/^Request's (from|to)Ms is \S+: \w+/);
    }
  });

  test.each(['', 'meta', 'ME TA', 'EURUSD=X', '__proto__', 5])('the symbol %j is refused', (symbol) => {
    for (const method of ['events', 'quotes', 'news'] as const) {
      expect(() => market[method]({ ...window, symbols: ['META', symbol as string] })).toThrow(
        `Request's symbols is ${symbol}: give symbols as exchanges do, META or BRK-B`,
      );
    }
  });

  test.each(['', 'eurusd', 'USDEUR', 'EURUSD=X', 'EURSEK', 'META', '__proto__'])('the pair %j is refused', (pair) => {
    for (const method of ['events', 'forex'] as const) {
      expect(() => market[method]({ ...window, pairs: ['EURUSD', pair] })).toThrow(SimulatorError);
      expect(() => market[method]({ ...window, pairs: ['EURUSD', pair] })).toThrow('the pairs are EURGBP, EURAUD');
    }
  });

  test('lists that are none are refused', () => {
    expect(() => market.quotes({ ...window, symbols: 'META' as never })).toThrow(InvalidRequestError);
    expect(() => market.forex({ ...window, pairs: undefined as never })).toThrow(InvalidRequestError);
  });

  test('the types know the kinds', () => {
    expectTypeOf<SimulatedMarket['events']>().returns.toEqualTypeOf<Generator<MarketEvent>>();
    // @ts-expect-error: quotes have no pairs
    expect(() => [...market.quotes({ pairs: ['EURUSD'], fromMs: 0, toMs: 0 })]).toThrow(SimulatorError);
  });
});
