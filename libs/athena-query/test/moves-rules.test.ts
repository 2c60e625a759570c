import type { Bar, MarketRecord } from '@tickerlake/record-schema';
import { describe, expect, it, vi } from 'vitest';
import { movesWithNews, type MovesWithNewsOptions } from '../src/index.ts';
import { seen, story } from './stories.ts';
import { temporaryLake } from './temporary-lake.ts';

vi.setConfig({ testTimeout: 60_000 });

const lake = temporaryLake();

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
  await lake.hold(records);
  return (await lake.ask(movesWithNews(options))).map(
    ({ name, startTs, endTs, startPrice, endPrice, storyId }) =>
      `${name} ${startTs.slice(11, 16)}-${endTs.slice(11, 16)} ${startPrice} to ${endPrice} by ${storyId}`,
  );
};

describe('a move', () => {
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
    const dayBefore = bar('15:59', 8, 8, { ts: '2024-11-27 15:59:00-05:00' });
    const evening = bar('19:59', 8, 8, { ts: '2024-11-28 19:59:00-05:00' });
    const bars = [dayBefore, evening, bar('09:30', 10, 12), bar('12:59', 12, 12)];
    for (const extendedHours of [true, false])
      expect(await moves(bars, { windowMinutes: 1440, extendedHours })).toEqual(['DDOG 09:30-09:31 10 to 12 by null']);
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
    await lake.hold(records);
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
});

describe('the news of a move', () => {
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
