import type { Bar } from '@tickerlake/record-schema';
import { describe, expect, it, vi } from 'vitest';
import { dailyRange, highestHourlyHigh, latestBars, missingMinutes, movers, resample } from '../src/index.ts';
import { temporaryLake } from './temporary-lake.ts';

vi.setConfig({ testTimeout: 60_000 });

const lake = temporaryLake();

const bar = (ts: string, high: number, more: Partial<Bar> = {}): Bar => ({ name: 'DDOG', ts, high, low: 1, ...more });

const highsOf = async (bars: readonly Bar[], options = {}): Promise<string[]> => {
  await lake.hold(bars);
  return (await lake.ask(highestHourlyHigh(options))).map(({ hour, high, ts }) => `${hour}h ${high} at ${ts}`);
};

describe('of a bar that the lake holds several times', () => {
  const ts = '2024-11-29 10:00:00-05:00';

  it('the newest counts, though an older one was higher', async () => {
    const older = bar(ts, 9, { observedAt: '2024-11-29T16:00:00.000Z' });
    const newer = bar(ts, 7, { observedAt: '2024-11-29T16:00:00.001Z' });
    expect(await highsOf([newer, older])).toEqual([`10h 7 at ${ts}`]);
  });

  it('any that says when it was seen is newer than one that does not', async () => {
    expect(await highsOf([bar(ts, 9), bar(ts, 7, { observedAt: '2020-01-01T00:00:00.000Z' })])).toEqual([
      `10h 7 at ${ts}`,
    ]);
  });

  it('copies count once: a tie is of bars, not of copies', async () => {
    const other = '2024-11-29 10:05:00-05:00';
    const copies = [bar(ts, 9), bar(ts, 9), bar(ts, 9), bar(other, 9), bar(other, 9)];
    expect(await highsOf(copies)).toEqual([`10h 9 at ${ts}`, `10h 9 at ${other}`]);
    expect(await lake.ask(dailyRange())).toEqual([expect.objectContaining({ bars: 2 })]);
  });

  it('two seconds of one minute are two bars', async () => {
    const later = '2024-11-29 10:00:17-05:00';
    expect(await highsOf([bar(ts, 9), bar(later, 9)])).toEqual([`10h 9 at ${ts}`, `10h 9 at ${later}`]);
  });
});

describe('of the markets and intervals of a day', () => {
  const ts = '2024-11-29 10:00:00-05:00';

  it('the market that is asked for is read, whatever else the day holds', async () => {
    const bars = [bar(ts, 9, { source: 'simulated' }), bar(ts, 7, { source: 'yahoo' }), bar(ts, 5)];
    expect(await highsOf(bars)).toEqual([`10h 7 at ${ts}`]);
    expect(await highsOf(bars, { market: 'simulated' })).toEqual([`10h 9 at ${ts}`]);
    expect(await highsOf(bars.slice(0, 1), { market: 'real' })).toEqual([]);
    expect(await highsOf(bars.slice(0, 2), { market: 'real' })).toEqual([`10h 7 at ${ts}`]);
    expect(await highsOf([bars[0] ?? bar(ts, 1), bars[2] ?? bar(ts, 1)], { market: 'real' })).toEqual([
      `10h 5 at ${ts}`,
    ]);
    expect(await highsOf(bars.slice(1), { market: 'simulated' })).toEqual([]);
  });

  it('one real bar, even before the bell, makes the day a real one', async () => {
    const simulated = bar(ts, 9, { source: 'simulated' });
    expect(await highsOf([simulated])).toHaveLength(1);
    expect(await highsOf([simulated, bar('2024-11-29 08:00:00-05:00', 5, { source: 'yahoo' })])).toEqual([]);
    expect(await highsOf([simulated, bar('2024-11-27 10:00:00-05:00', 5)])).toEqual([
      '10h 5 at 2024-11-27 10:00:00-05:00',
      `10h 9 at ${ts}`,
    ]);
  });

  it('the finest interval is read unless another is asked for, one without name last', async () => {
    const bars = [bar(ts, 1, { interval: '1m' }), bar(ts, 5, { interval: '5m' }), bar(ts, 9)];
    expect(await highsOf(bars)).toEqual([`10h 1 at ${ts}`]);
    expect(await highsOf(bars.slice(1))).toEqual([`10h 5 at ${ts}`]);
    expect(await highsOf(bars.slice(2))).toEqual([`10h 9 at ${ts}`]);
    expect(await highsOf(bars, { interval: '5m' })).toEqual([`10h 5 at ${ts}`]);
    expect(await highsOf(bars, { interval: '1h' })).toEqual([]);
  });
});

describe('hours are those of New York', () => {
  it('on both sides of a change of clocks', async () => {
    const summer = bar('2024-11-01 09:30:00-04:00', 5);
    const winter = bar('2024-11-04 09:30:00-05:00', 5);
    expect(await highsOf([summer, winter])).toEqual([`09h 5 at ${summer.ts}`, `09h 5 at ${winter.ts}`]);
  });

  it('when an hour comes twice: both are that hour', async () => {
    const first = bar('2024-11-03 01:30:00-04:00', 5);
    const second = bar('2024-11-03 01:30:00-05:00', 7);
    expect(await highsOf([first, second], { extendedHours: true })).toEqual([`01h 7 at ${second.ts}`]);
  });

  it('in the evening too, when the day in Greenwich is the next', async () => {
    const evening = bar('2024-11-29 19:59:00-05:00', 5);
    expect(await highsOf([evening])).toEqual([]);
    expect(await highsOf([evening], { extendedHours: true, from: '2024-11-29', to: '2024-11-29' })).toEqual([
      `19h 5 at ${evening.ts}`,
    ]);
  });
});

describe('a session', () => {
  it.each([
    ['2024-12-02', '09:30', '15:59', '-05:00'],
    ['2024-11-29', '09:30', '12:59', '-05:00'],
    ['2024-07-03', '09:30', '12:59', '-04:00'],
    ['2024-07-05', '09:30', '15:59', '-04:00'],
  ])('of %s is from %s to %s', async (date, first, last, offset) => {
    const minutes = ['09:29', '09:30', '12:59', '13:00', '15:59', '16:00'];
    await lake.hold(minutes.map((minute) => bar(`${date} ${minute}:00${offset}`, 5)));
    const rows = (await lake.ask(latestBars({ count: 9 }))).map(({ ts }) => ts.slice(11, 16));
    expect([rows.at(-1), rows[0]]).toEqual([first, last]);
  });

  it.each(['2024-11-28', '2024-11-30', '2025-01-09'])('does not take place on %s', async (date) => {
    const noon = [bar(`${date} 12:00:00-05:00`, 5)];
    expect(await highsOf(noon)).toEqual([]);
    expect(await highsOf(noon, { extendedHours: true })).toHaveLength(1);
  });
});

describe('bars that have high and low only', () => {
  const bars = [
    bar('2024-12-02 09:30:00-05:00', 12, { low: 8 }),
    bar('2024-12-02 09:31:00-05:00', 20, { low: 2 }),
    bar('2024-12-02 15:59:00-05:00', 13, { low: 9, volume: 5 }),
  ];

  it('move from middle to middle', async () => {
    await lake.hold(bars);
    expect(await lake.ask(movers())).toEqual([
      {
        name: 'DDOG',
        from: '2024-12-02',
        to: '2024-12-02',
        first: 10,
        last: 11,
        change: 1,
        changePercent: 10,
        basis: 'middle',
        firstTs: '2024-12-02 09:30:00-05:00',
        lastTs: '2024-12-02 15:59:00-05:00',
      },
    ]);
  });

  it('have no open and no close, and the volume that there is', async () => {
    await lake.hold(bars);
    expect(await lake.ask(dailyRange())).toEqual([
      {
        name: 'DDOG',
        date: '2024-12-02',
        open: null,
        high: 20,
        low: 2,
        close: null,
        volume: 5,
        highTs: '2024-12-02 09:31:00-05:00',
        lowTs: '2024-12-02 09:31:00-05:00',
        bars: 3,
      },
    ]);
  });

  it('move from open to close where both ends have them', async () => {
    await lake.hold([
      { ...bar('2024-12-02 09:30:00-05:00', 12), open: 4 },
      bar('2024-12-03 09:30:00-05:00', 20),
      { ...bar('2024-12-04 15:59:00-05:00', 13), close: 5 },
    ]);
    expect(await lake.ask(movers({ per: 'range' }))).toEqual([
      expect.objectContaining({
        basis: 'open-close',
        first: 4,
        last: 5,
        changePercent: 25,
        from: '2024-12-02',
        to: '2024-12-04',
      }),
    ]);
  });
});

it('counts resampled bars from the bell, backwards before it', async () => {
  const minutes = ['09:15', '09:29', '09:30', '10:14', '10:15', '15:59'];
  await lake.hold(
    minutes.map((minute, at) => bar(`2024-12-02 ${minute}:00-05:00`, 5, { open: at, close: at, volume: 1 })),
  );
  const rows = await lake.ask(resample({ everyMinutes: 45, extendedHours: true }));
  expect(rows.map(({ ts, open, close, bars }) => `${ts.slice(11, 16)} ${open}-${close} (${bars})`)).toEqual([
    '08:45 0-1 (2)',
    '09:30 2-3 (2)',
    '10:15 4-4 (1)',
    '15:30 5-5 (1)',
  ]);
});

describe('minutes are missing', () => {
  const ask = (now: string, options = {}) =>
    lake.ask(missingMinutes({ from: '2024-11-29', to: '2024-11-29', now: () => Date.parse(now), ...options }));

  it('in runs, up to the last minute that is over', async () => {
    await lake.hold([bar('2024-11-29 09:30:00-05:00', 5), bar('2024-11-29 09:33:00-05:00', 5)]);
    expect(await ask('2024-11-29T14:35:59Z')).toEqual([
      {
        name: 'DDOG',
        date: '2024-11-29',
        fromTs: '2024-11-29 09:31:00-05:00',
        toTs: '2024-11-29 09:32:00-05:00',
        minutes: 2,
      },
      {
        name: 'DDOG',
        date: '2024-11-29',
        fromTs: '2024-11-29 09:34:00-05:00',
        toTs: '2024-11-29 09:34:00-05:00',
        minutes: 1,
      },
    ]);
  });

  it('up to an early close, all of them for a company without bars', async () => {
    await lake.hold([]);
    const [missing] = await ask('2024-12-01T00:00:00Z', { symbols: ['NONE'] });
    expect(missing).toMatchObject({ toTs: '2024-11-29 12:59:00-05:00', minutes: 210 });
  });

  it('none before the bell, none when a longer bar covers them', async () => {
    await lake.hold([bar('2024-11-29 09:30:00-05:00', 5, { interval: '5m' })]);
    expect(await ask('2024-11-29T14:30:30Z')).toEqual([]);
    expect(await ask('2024-11-29T14:35:00Z')).toEqual([]);
    expect(await ask('2024-11-29T14:36:00Z')).toHaveLength(1);
  });
});
