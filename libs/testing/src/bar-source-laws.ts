import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { formatNewYork, fromNewYork, newYorkDate, sessionAt } from '@tickerlake/market-calendar';
import { type BarRequest, type BarSource, decodeRecord, encodeRecord } from '@tickerlake/record-schema';

/** One thing that every source of bars keeps to. */
export interface BarSourceLaw {
  /** A test's name. */
  readonly claim: string;
  /** Rejects where the source breaks the law. */
  readonly check: (source: BarSource, request: BarRequest) => Promise<void>;
}

const startMs = (ts: string): number => Date.parse(ts.replace(' ', 'T'));
const unobserved = (bars: readonly object[]) => bars.map((bar) => ({ ...bar, observedAt: undefined }));

/**
 * What holds for every source of bars, the fakes included. Run each over a source and a request for New York shares on
 * a finished session: `for (const { claim, check } of barSourceLaws) it(claim, () => check(source, request));`
 */
export const barSourceLaws: readonly BarSourceLaw[] = [
  {
    claim: 'gives bars of the asked names and interval, marked as its own',
    check: async (source, request) => {
      const { bars } = await source.fetchBars(request);
      assert.ok(bars.length > 0, 'a request for a finished session must have bars');
      for (const bar of bars) {
        assert.ok(request.symbols.includes(bar.name), `${bar.name} was not asked for`);
        assert.equal(bar.interval, request.interval);
        assert.equal(bar.source, source.name);
        assert.ok(bar.high >= bar.low, `high ${bar.high} lies below low ${bar.low}`);
        assert.equal(typeof bar.final, 'boolean');
        assert.equal(new Date(bar.observedAt ?? '').toISOString(), bar.observedAt);
      }
    },
  },
  {
    claim: 'writes instants canonically, inside the window and the regular session',
    check: async (source, request) => {
      const { bars } = await source.fetchBars(request);
      for (const { ts } of bars) {
        assert.equal(formatNewYork(startMs(ts)), ts);
        assert.ok(startMs(ts) >= request.fromMs && startMs(ts) < request.toMs, `${ts} lies outside the window`);
        assert.ok(sessionAt(startMs(ts)), `${ts} lies outside the session`);
      }
    },
  },
  {
    claim: 'gives records that travel as text without loss',
    check: async (source, request) => {
      const { bars } = await source.fetchBars(request);
      assert.ok(
        isDeepStrictEqual(
          bars.map((bar) => decodeRecord(encodeRecord(bar))),
          bars,
        ),
        'a bar is not canonical',
      );
      assert.ok(bars.length > 0);
    },
  },
  {
    claim: 'orders bars by symbol as asked, then by time, each once',
    check: async (source, request) => {
      const symbols = request.symbols.toReversed();
      const { bars } = await source.fetchBars({ ...request, symbols });
      const keys = bars.map((bar) => [symbols.indexOf(bar.name), startMs(bar.ts)] as const);
      for (const [index, [place, time]] of keys.entries()) {
        const [lastPlace, lastTime] = keys[index - 1] ?? [-1, 0];
        assert.ok(place > lastPlace || (place === lastPlace && time > lastTime), `bar ${index} is out of order`);
      }
    },
  },
  {
    claim: 'gives the same bars for a window as for its halves',
    check: async (source, request) => {
      const middleMs = fromNewYork(newYorkDate(request.fromMs + 43_200_000), 12);
      const symbols = request.symbols.slice(0, 1);
      const whole = await source.fetchBars({ ...request, symbols });
      const first = await source.fetchBars({ ...request, symbols, toMs: middleMs });
      const second = await source.fetchBars({ ...request, symbols, fromMs: middleMs });
      // Not deepEqual: its report on hundreds of bars that differ takes seconds to write.
      const isSame = isDeepStrictEqual(unobserved([...first.bars, ...second.bars]), unobserved(whole.bars));
      assert.ok(isSame, 'the halves of a window differ from the whole');
    },
  },
  {
    claim: 'keeps failures inside the window and to the symbols that were asked',
    check: async (source, request) => {
      const { failures } = await source.fetchBars({ ...request, symbols: [...request.symbols, 'NO SUCH'] });
      for (const { symbol, fromMs, toMs, message } of failures) {
        assert.ok([...request.symbols, 'NO SUCH'].includes(symbol), `${symbol} was not asked for`);
        assert.ok(fromMs >= request.fromMs && toMs <= request.toMs && fromMs < toMs);
        assert.ok(message.length > 0);
      }
    },
  },
  {
    claim: 'answers an aborted request with failures, not with an exception',
    check: async (source, request) => {
      const { bars, failures } = await source.fetchBars({ ...request, signal: AbortSignal.abort() });
      const aborted = new Set(failures.flatMap(({ symbol, reason }) => (reason === 'aborted' ? symbol : [])));
      const served = new Set(bars.map(({ name }) => name));
      for (const symbol of request.symbols) assert.ok(served.has(symbol) || aborted.has(symbol));
    },
  },
  {
    claim: 'gives nothing for no symbols',
    check: async (source, request) => {
      const { bars, failures } = await source.fetchBars({ ...request, symbols: [] });
      assert.equal(bars.length + failures.length, 0);
    },
  },
  {
    claim: 'refuses a window that ends before it starts',
    check: async (source, request) => {
      const backwards = async () => source.fetchBars({ ...request, fromMs: request.toMs, toMs: request.fromMs });
      await assert.rejects(backwards);
    },
  },
];
