import { describe, expect, it } from 'vitest';
import { displayWidth } from '../terminal/display-width.ts';
import { BAR_CLOSES, DAILY_CLOSES, HOURLY_HIGHS } from './series.ts';
import { seriesTable } from './series-table.ts';

const hours = (name: string, highs: Readonly<Record<string, number>>) =>
  Object.entries(highs).map(([hour, high]) => ({ name, date: '2026-11-20', hour, high, ts: '' }));

describe('lines under a table', () => {
  it('are one a company, with gaps where the market was open and the lake has nothing, and the numbers beside them', () => {
    const rows = [
      ...hours('DDOG', { '09': 100, '10': 110, '11': 105, '12': 105, '13': 105, '14': 105, '15': 120 }),
      ...hours('META', { '09': 500, '10': 500.5, '15': 495 }),
    ];
    expect(seriesTable(HOURLY_HIGHS, rows, {})).toBe(
      [
        'name  high by hour  lowest  highest  changePercent',
        '────  ────────────  ──────  ───────  ─────────────',
        'DDOG  ▁▅▃▃▃▃█          100    120           +20.00',
        'META  ▇█····▁          495    500.5          -1.00',
        '2026-11-20 09 to 2026-11-20 15, each line from its own lowest to its highest. 4 hours have no price (·).',
        '',
      ].join('\n'),
    );
  });

  it('say how many bars a block stands for where the screen is narrow, and stay within it', () => {
    const rows = Array.from({ length: 390 }, (_, minute) => ({
      name: 'DDOG',
      ts: `2026-11-20 ${String(Math.floor((570 + minute) / 60)).padStart(2, '0')}:${String((570 + minute) % 60).padStart(2, '0')}:00-05:00`,
      interval: '1m',
      close: 100 + minute,
    }));
    const drawn = seriesTable(BAR_CLOSES, rows, {}, { columns: 80, colour: false }) ?? '';
    const [header = '', , line = '', legend = ''] = drawn.split('\n');
    expect(Math.max(displayWidth(header), displayWidth(line))).toBeLessThanOrEqual(80);
    expect(/[▁-█]+/.exec(line)?.[0]).toHaveLength(36);
    expect(legend).toContain('A block is 11 bars, the last of them.');
    expect(legend).not.toContain('no price');
  });

  it('are none of one day, nor of bars of several lengths', () => {
    expect(seriesTable(DAILY_CLOSES, [{ name: 'A', date: '2026-11-20', close: 1 }], {})).toBeUndefined();
    const bars = ['1m', '5m'].map((interval, n) => ({
      name: 'A',
      ts: `2026-11-20 10:0${n}:00-05:00`,
      interval,
      close: 1,
    }));
    expect(seriesTable(BAR_CLOSES, bars, {})).toBeUndefined();
  });
});
