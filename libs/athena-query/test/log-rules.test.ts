import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bar, Forex, MarketRecord, News } from '@tickerlake/record-schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  forexRange,
  type Lake,
  latestNews,
  type LatestNewsOptions,
  movesWithNews,
  type MovesWithNewsOptions,
  openDuckDbLake,
  recordCounts,
} from '../src/index.ts';
import { writeLake } from './parquet-lake.ts';

vi.setConfig({ testTimeout: 60_000 });

let dir: string;
let lake: Lake;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tickerlake-log-rules-'));
  lake = await openDuckDbLake({ dir });
});

afterAll(async () => {
  await lake.close();
  await rm(dir, { recursive: true });
});

const story = (id: string, time: string, more: Partial<News> = {}): News => ({
  kind: 'news',
  id,
  ts: `2024-11-29 ${time}-05:00`,
  headline: `Story ${id}`,
  symbols: ['DDOG'],
  ...more,
});

const seen = (second: string) => ({ observedAt: `2024-11-29T22:00:${second}.000Z` });

describe('of the news', () => {
  const headlines = async (records: readonly MarketRecord[], options: LatestNewsOptions = {}): Promise<string[]> => {
    await writeLake(dir, records);
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
    await writeLake(dir, [
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

  it('a rate counts once, and a made-up one not beside real ones', async () => {
    const ts = '2024-11-29 09:00:00-05:00';
    await writeLake(dir, [
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
    await writeLake(dir, [
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
    await writeLake(dir, [
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

describe('of moves', () => {
  const bar = (time: string, open: number, close: number, more: Partial<Bar> = {}): Bar => ({
    name: 'DDOG',
    ts: `2024-11-29 ${time}:00-05:00`,
    open,
    high: Math.max(open, close),
    low: Math.min(open, close),
    close,
    interval: '1m',
    ...more,
  });

  const moves = async (records: readonly MarketRecord[], options: MovesWithNewsOptions = {}): Promise<string[]> => {
    await writeLake(dir, records);
    return (await lake.ask(movesWithNews(options))).map(
      ({ name, startTs, endTs, startPrice, endPrice, storyId }) =>
        `${name} ${startTs.slice(11, 16)}-${endTs.slice(11, 16)} ${startPrice} to ${endPrice} by ${storyId}`,
    );
  };

  it('the largest within the window counts, up or down, over as many bars as it took', async () => {
    const bars = [
      bar('09:30', 10, 10),
      bar('09:31', 10, 8),
      bar('09:40', 8, 5),
      bar('09:50', 5, 4),
      bar('12:00', 4, 5),
    ];
    expect(await moves(bars)).toEqual(['DDOG 09:31-09:41 10 to 5 by null']);
    expect(await moves(bars, { windowMinutes: 10 })).toEqual(['DDOG 09:31-09:41 10 to 5 by null']);
    expect(await moves(bars, { windowMinutes: 9 })).toEqual(['DDOG 09:40-09:41 8 to 5 by null']);
    expect(await moves(bars, { windowMinutes: 60 })).toEqual(['DDOG 09:31-09:51 10 to 4 by null']);
  });

  it('a rise is as large as a fall of as many percent, and of equal moves the earliest and shortest counts', async () => {
    const bars = [bar('09:30', 10, 10), bar('09:31', 10, 15), bar('09:32', 10, 5), bar('10:00', 10, 15)];
    expect(await moves(bars, { windowMinutes: 2 })).toEqual(['DDOG 09:31-09:32 10 to 15 by null']);
  });

  it('the first bar may be the whole move, and a night is none', async () => {
    const nextDay = bar('09:30', 20, 21, { ts: '2024-12-02 09:30:00-05:00' });
    expect(await moves([bar('09:30', 10, 12), bar('12:59', 12, 12), nextDay], { windowMinutes: 1440 })).toEqual([
      'DDOG 09:30-09:31 10 to 12 by null',
    ]);
  });

  it('a bar longer than the window is a move of its own, and ends where it ends', async () => {
    const hours = [bar('10:00', 10, 11, { interval: '1h' }), bar('11:00', 11, 14, { interval: '1h' })];
    expect(await moves(hours)).toEqual(['DDOG 11:00-12:00 11 to 14 by null']);
    expect(await moves(hours, { windowMinutes: 120 })).toEqual(['DDOG 10:00-12:00 10 to 14 by null']);
  });

  it('bars that have high and low only move from middle to middle', async () => {
    const ts = (time: string) => `2024-11-29 ${time}:00-05:00`;
    const records: MarketRecord[] = [
      { name: 'DDOG', ts: ts('10:00'), high: 12, low: 8 },
      { name: 'DDOG', ts: ts('10:01'), high: 16, low: 14, open: 14, close: 16 },
    ];
    await writeLake(dir, records);
    expect(await lake.ask(movesWithNews())).toEqual([
      expect.objectContaining({ startPrice: 10, endPrice: 15, change: 5, changePercent: 50, basis: 'middle' }),
    ]);
  });

  it('a price at or below zero begins none', async () => {
    expect(await moves([bar('10:00', -37, 10), bar('10:01', 0, 10), bar('10:02', 10, 11)])).toEqual([
      'DDOG 10:02-10:03 10 to 11 by null',
    ]);
    expect(await moves([bar('10:00', -37, 10)])).toEqual([]);
  });

  it('every story about the company from so long before to so long after is a row, in order of time', async () => {
    const records = [
      bar('10:00', 10, 12),
      story('too early', '09:29:59'),
      story('first', '09:30:00'),
      story('during', '10:00:30', { symbols: ['AAPL', 'DDOG', 'DDOG'] }),
      story('last', '10:16:00'),
      story('too late', '10:16:01'),
      story('other', '10:00:00', { symbols: ['AAPL'] }),
    ];
    const around = { beforeMinutes: 30, afterMinutes: 15 };
    expect((await moves(records, around)).map((row) => row.split(' by ')[1])).toEqual(['first', 'during', 'last']);
    expect(await moves(records, { beforeMinutes: 0, afterMinutes: 0 })).toEqual([
      'DDOG 10:00-10:01 10 to 12 by during',
    ]);
  });

  it('a story is told as it was corrected, and not of a company that it is no longer about', async () => {
    const first = story('1', '10:00:00', seen('01'));
    const withdrawn = story('1', '10:00:00', { symbols: ['AAPL'], ...seen('02') });
    expect(await moves([bar('10:00', 10, 12), first, withdrawn])).toEqual(['DDOG 10:00-10:01 10 to 12 by null']);
    expect(await moves([bar('10:00', 10, 12), first, first])).toEqual(['DDOG 10:00-10:01 10 to 12 by 1']);
  });

  it('no made-up story stands beside a real move, and no real one beside a made-up move', async () => {
    const stories = [story('real', '10:00:00'), story('made-up', '10:00:00', { source: 'simulated' })];
    const madeUp = bar('10:00', 10, 12, { source: 'simulated' });
    expect(await moves([bar('10:00', 10, 11), madeUp, ...stories])).toEqual(['DDOG 10:00-10:01 10 to 11 by real']);
    expect(await moves([madeUp, ...stories])).toEqual(['DDOG 10:00-10:01 10 to 12 by made-up']);
  });

  it('the largest come first, as many as are asked for, each with all its news', async () => {
    const records = [
      bar('10:00', 10, 11),
      bar('10:00', 10, 8, { name: 'AAPL' }),
      bar('10:00', 10, 13, { name: 'META' }),
      ...['1', '2'].map((id) => story(id, '10:00:00', { symbols: ['META', 'AAPL'] })),
    ];
    expect(await moves(records, { limit: 2 })).toEqual([
      'META 10:00-10:01 10 to 13 by 1',
      'META 10:00-10:01 10 to 13 by 2',
      'AAPL 10:00-10:01 10 to 8 by 1',
      'AAPL 10:00-10:01 10 to 8 by 2',
    ]);
  });

  it('there are none without bars, whatever the news', async () => {
    expect(await moves([story('1', '10:00:00')])).toEqual([]);
  });
});

describe('counts', () => {
  it('tell rows in files from records, of every kind', async () => {
    const bar: Bar = { name: 'DDOG', ts: '2024-11-29 10:00:00-05:00', high: 2, low: 1, interval: '1m' };
    const moved = story('2', '00:05:00', { ts: '2024-11-30 00:05:00-05:00', ...seen('02') });
    await writeLake(dir, [
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
    await writeLake(dir, []);
    expect(await lake.ask(recordCounts())).toEqual([]);
    expect(await lake.ask(latestNews())).toEqual([]);
    expect(await lake.ask(forexRange())).toEqual([]);
    expect(await lake.ask(movesWithNews())).toEqual([]);
  });
});
