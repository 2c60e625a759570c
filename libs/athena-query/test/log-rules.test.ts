import type { Bar, Forex, MarketRecord } from '@tickerlake/record-schema';
import { describe, expect, it, vi } from 'vitest';
import { forexRange, latestNews, type LatestNewsOptions, movesWithNews, recordCounts } from '../src/index.ts';
import { seen, story } from './stories.ts';
import { temporaryLake } from './temporary-lake.ts';

vi.setConfig({ testTimeout: 60_000 });

const lake = temporaryLake();

describe('of the news', () => {
  const headlines = async (records: readonly MarketRecord[], options: LatestNewsOptions = {}): Promise<string[]> => {
    await lake.hold(records);
    return (await lake.ask(latestNews(options))).map(({ headline }) => headline);
  };

  it('the newest comes first, twenty at most unless more are asked for', async () => {
    const many = Array.from({ length: 25 }, (_, at) => story(String(at), `10:${String(at + 10)}:00`));
    expect(await headlines(many)).toEqual(Array.from({ length: 20 }, (_, at) => `Story ${24 - at}`));
    expect(await headlines(many, { limit: 2 })).toEqual(['Story 24', 'Story 23']);
    expect(await headlines(many, { limit: 99 })).toHaveLength(25);
  });

  it('a story about several companies is one row, for whichever of them was asked', async () => {
    const both = story('1', '10:00:00', { symbols: ['AAPL', 'DDOG', 'AAPL'] });
    for (const symbols of [['aapl'], ['DDOG'], ['DDOG', 'AAPL', 'NONE']])
      expect(await headlines([both, story('2', '09:00:00', { symbols: [] })], { symbols })).toEqual(['Story 1']);
    expect(await headlines([both], { symbols: ['NONE'] })).toEqual([]);
    expect((await lake.ask(latestNews()))[0]?.symbols).toEqual(['AAPL', 'DDOG', 'AAPL']);
  });

  it('a corrected story is what its newest version says, about whom its newest version says', async () => {
    const first = story('1', '10:00:00', { headline: 'DDOG rises', ...seen('01') });
    const corrected = story('1', '10:05:00', { headline: 'AAPL rises', symbols: ['AAPL'], ...seen('02') });
    const records = [corrected, first, story('1', '10:00:00', { headline: 'Undated' })];
    expect(await headlines(records)).toEqual(['AAPL rises']);
    expect(await headlines(records, { symbols: ['DDOG'] })).toEqual([]);
    expect(await headlines([first, story('1', '10:05:00', { headline: 'later' })])).toEqual(['DDOG rises']);
  });

  it('versions that were seen at one time are told apart by content, whichever came first', async () => {
    const [a, b] = [story('1', '10:00:00', { summary: 'a' }), story('1', '10:00:00', { summary: 'b' })];
    for (const records of [
      [a, b],
      [b, a],
    ]) {
      await headlines(records);
      expect((await lake.ask(latestNews())).map(({ summary }) => summary)).toEqual(['b']);
    }
  });

  it('made-up stories are left out of days that have real ones, unless they are asked for', async () => {
    const madeUp = story('1', '10:00:00', { source: 'simulated' });
    const dayBefore = { ...madeUp, id: '2', ts: '2024-11-28 10:00:00-05:00', headline: 'Story 2' };
    expect(await headlines([madeUp, dayBefore])).toEqual(['Story 1', 'Story 2']);
    const records = [madeUp, dayBefore, story('3', '09:00:00', { source: 'wire' })];
    expect(await headlines(records)).toEqual(['Story 3', 'Story 2']);
    expect(await headlines(records, { market: 'simulated' })).toEqual(['Story 1', 'Story 2']);
    expect(await headlines(records, { market: 'real' })).toEqual(['Story 3']);
  });

  it('the days are those of New York', async () => {
    const late = story('1', '23:30:00');
    expect(await headlines([late], { from: '2024-11-30' })).toEqual([]);
    expect(await headlines([late], { from: '2024-11-29', to: '2024-11-29' })).toEqual(['Story 1']);
  });
});

describe('of exchange rates', () => {
  const rate = (ts: string, bid: number, ask: number, more: Partial<Forex> = {}): Forex => ({
    kind: 'forex',
    name: 'EURUSD',
    ts,
    bid,
    ask,
    ...more,
  });

  it('a day goes from the first middle to the last, and its spread is told in pips', async () => {
    await lake.hold([
      rate('2024-11-29 09:00:15-05:00', 1.5, 1.75),
      rate('2024-11-29 09:00:00-05:00', 1, 1.5),
      rate('2024-11-29 10:00:00-05:00', 1.25, 1.5, { source: 'wire' }),
      rate('2024-11-29 10:00:00-05:00', 9, 9, { name: 'USDJPY' }),
      rate('2024-11-29 10:00:15-05:00', 9, 9.02, { name: 'USDJPY' }),
    ]);
    expect(await lake.ask(forexRange())).toEqual([
      {
        pair: 'EURUSD',
        date: '2024-11-29',
        hour: null,
        open: 1.25,
        high: 1.625,
        low: 1.25,
        close: 1.375,
        highestAsk: 1.75,
        lowestBid: 1,
        averageSpread: 1 / 3,
        averageSpreadPips: 1 / 3 / 0.0001,
        highTs: '2024-11-29 09:00:15-05:00',
        lowTs: '2024-11-29 09:00:00-05:00',
        rates: 3,
      },
      expect.objectContaining({ pair: 'USDJPY', averageSpread: 0.01, averageSpreadPips: 1, rates: 2 }),
    ]);
    const hours = await lake.ask(forexRange({ per: 'hour', pairs: ['EURUSD'] }));
    expect(hours.map(({ hour, open, close, rates }) => ({ hour, open, close, rates }))).toEqual([
      { hour: '09', open: 1.25, close: 1.625, rates: 2 },
      { hour: '10', open: 1.375, close: 1.375, rates: 1 },
    ]);
  });

  it('a middle has the decimals of its rates, not those of their sum', async () => {
    await lake.hold([rate('2024-11-29 09:00:00-05:00', 1.09, 1.0901)]);
    expect((1.09 + 1.0901) / 2).not.toBe(1.09005);
    expect(await lake.ask(forexRange())).toEqual([expect.objectContaining({ open: 1.09005, close: 1.09005 })]);
  });

  it('a rate counts once, and a made-up one not beside real ones', async () => {
    const ts = '2024-11-29 09:00:00-05:00';
    await lake.hold([
      rate(ts, 1, 2, seen('01')),
      rate(ts, 3, 4, seen('02')),
      rate(ts, 3, 4, seen('02')),
      rate(ts, 7, 8, { source: 'simulated', ...seen('03') }),
      rate('2024-11-29 09:00:15-05:00', 9, 9, { source: 'simulated' }),
    ]);
    expect(await lake.ask(forexRange())).toEqual([expect.objectContaining({ open: 3.5, close: 3.5, rates: 1 })]);
    expect(await lake.ask(forexRange({ market: 'simulated' }))).toEqual([
      expect.objectContaining({ open: 7.5, close: 9, rates: 2 }),
    ]);
  });

  it('the hour that autumn has twice is one, of both', async () => {
    await lake.hold([
      rate('2024-11-03 01:30:00-04:00', 2, 2),
      rate('2024-11-03 01:30:00-05:00', 3, 3),
      rate('2024-11-03 00:30:00-04:00', 1, 1),
    ]);
    const rows = await lake.ask(forexRange({ per: 'hour' }));
    expect(rows.map(({ hour, open, close }) => [hour, open, close])).toEqual([
      ['00', 1, 1],
      ['01', 2, 3],
    ]);
  });

  it('a rate beyond all measure spoils no answer', async () => {
    await lake.hold([
      rate('2024-11-29 09:00:00-05:00', 1, 1e300),
      rate('2024-11-29 09:00:15-05:00', 1, 1.5),
      rate('2024-11-29 09:00:15-05:00', 1, 1e300, { name: 'USDJPY' }),
    ]);
    expect(await lake.ask(forexRange())).toEqual([
      expect.objectContaining({ averageSpread: 0.5, highestAsk: 1e300, rates: 2 }),
      expect.objectContaining({ averageSpread: null, averageSpreadPips: null, rates: 1 }),
    ]);
  });
});

describe('counts', () => {
  it('tell rows in files from records, of every kind', async () => {
    const bar: Bar = { name: 'DDOG', ts: '2024-11-29 10:00:00-05:00', high: 2, low: 1, interval: '1m' };
    const moved = story('2', '00:05:00', { ts: '2024-11-30 00:05:00-05:00', ...seen('02') });
    await lake.hold([
      bar,
      bar,
      { ...bar, high: 3 },
      { ...bar, interval: '5m' },
      { ...bar, source: 'simulated' },
      story('1', '10:00:00'),
      story('1', '10:00:00'),
      story('2', '23:55:00', seen('01')),
      moved,
    ]);
    expect(await lake.ask(recordCounts())).toEqual([
      { kind: 'bar', date: '2024-11-29', stored: 5, records: 3 },
      { kind: 'news', date: '2024-11-29', stored: 3, records: 1 },
      { kind: 'news', date: '2024-11-30', stored: 1, records: 1 },
    ]);
    expect(await lake.ask(recordCounts({ from: '2024-11-30' }))).toHaveLength(1);
  });

  it('are none of an empty lake', async () => {
    await lake.hold([]);
    expect(await lake.ask(recordCounts())).toEqual([]);
    expect(await lake.ask(latestNews())).toEqual([]);
    expect(await lake.ask(forexRange())).toEqual([]);
    expect(await lake.ask(movesWithNews())).toEqual([]);
  });
});
