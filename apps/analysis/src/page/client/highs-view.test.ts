import { groupHighs } from '@tickerlake/presentation';
import { describe, expect, it } from 'vitest';
import { layHighs, tellHighs } from './highs-view.ts';

const row = (name: string, hour: string, high: number, minute = '05', date = '2026-11-20') => ({
  name,
  date,
  hour,
  high,
  ts: `${date} ${hour}:${minute}:00-05:00`,
});

describe('the table of hourly highs', () => {
  it('shows the newest day, each company’s hours with their ties, and the highest of the day', () => {
    const rows = [
      row('META', '09', 650.25),
      row('META', '10', 652, '10'),
      row('META', '10', 652, '44'),
      row('SHOP', '10', 131.5),
      row('SHOP', '15', 140, '01', '2026-11-19'),
    ];
    expect(layHighs(groupHighs(rows))).toEqual({
      date: '2026-11-20',
      hours: ['09', '10'],
      rows: [
        {
          name: 'META',
          cells: [
            { text: '650.25', times: ['09:05'], isTop: false },
            { text: '652.00', times: ['10:10', '10:44'], isTop: true },
          ],
        },
        { name: 'SHOP', cells: [undefined, { text: '131.50', times: ['10:05'], isTop: true }] },
      ],
    });
  });

  it('is none without rows', () => expect(layHighs([])).toBeUndefined());

  it('says when it was asked of the lake', () => {
    expect(tellHighs({ rows: [] }, 0)).toBe('Not yet asked of the lake');
    expect(tellHighs({ rows: [], refreshedMs: 0 }, 7_400)).toBe('The lake holds no bar yet; asked of the lake 7 s ago');
    expect(tellHighs({ rows: [row('META', '09', 1)], refreshedMs: 0 }, 27_000)).toBe(
      'Friday, 20 November 2026, asked of the lake 27 s ago',
    );
  });
});
