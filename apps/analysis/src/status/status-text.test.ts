import { describe, expect, it } from 'vitest';
import type { LakeStatus, TableStatus } from './lake-status.ts';
import { statusRows, statusSentences } from './status-text.ts';

const EMPTY = { names: [], days: [], records: 0, stored: 0, files: 0, bytes: 0 };
const BARS: TableStatus = {
  table: 'bars',
  names: ['DDOG', 'SNAP'],
  days: ['2026-11-19', '2026-11-20'],
  records: 1560,
  stored: 1600,
  files: 3,
  bytes: 20_000,
};
const status = (changes: Partial<LakeStatus> = {}): LakeStatus => ({
  tables: [BARS, { ...EMPTY, table: 'quotes' }, { ...EMPTY, table: 'forex' }, { ...EMPTY, table: 'news' }],
  simulatedBars: 0,
  gaps: { sessions: 2, from: '2026-11-19', to: '2026-11-20', minutes: 0, companies: [] },
  quarantine: { files: 0, bytes: 0 },
  ...changes,
});

describe('statusRows', () => {
  it('gives a table its first and last day, and news no names', () => {
    const [bars, quotes, , news] = statusRows(status());
    expect(bars).toMatchObject({ names: 2, firstDay: '2026-11-19', lastDay: '2026-11-20', days: 2, stored: 1600 });
    expect(quotes).toMatchObject({ names: 0, firstDay: null, lastDay: null, days: 0 });
    expect(news?.names).toBeNull();
  });
});

describe('statusSentences', () => {
  it('of a whole lake proposes the report of its days', () => {
    expect(statusSentences(status())).toEqual([
      '20.0 kB in all.',
      'Companies: DDOG, SNAP.',
      'Gaps: none in 2 sessions from 2026-11-19 to 2026-11-20.',
      'Quarantine: empty.',
      'Next: "tickerlake report --from 2026-11-19 --to 2026-11-20" draws what it holds.',
    ]);
  });

  it('names the companies that miss the most, and how to list and fill the gaps', () => {
    const companies = ['A', 'B', 'C', 'D'].map((name, index) => ({ name, minutes: 400 - index }));
    const gaps = { sessions: 1, from: '2026-11-20', to: '2026-11-20', minutes: 1594, companies };
    const sentences = statusSentences(status({ gaps })).join('\n');
    expect(sentences).toContain(
      'Gaps: 1,594 minutes of 4 companies in 1 session from 2026-11-20 to 2026-11-20 (A 400, B 399, C 398, the most).',
    );
    expect(sentences).toContain('Next: "tickerlake query missing-minutes --from 2026-11-20 --to 2026-11-20"');
  });

  it('sees to what could not be read before anything else', () => {
    const sentences = statusSentences(status({ quarantine: { files: 1, bytes: 812 } }));
    expect(sentences).toContain('Quarantine: 1 file, 812 B: records that nobody could read.');
    expect(sentences.at(-1)).toContain('tickerlake replay --dry-run');
  });

  it('says which bars are made up', () => {
    const told = (simulatedBars: number): string => statusSentences(status({ simulatedBars })).join('\n');
    expect(told(1600)).toContain('SIMULATED MARKET: All bars are made up, not real prices.');
    expect(told(12)).toContain('SIMULATED MARKET: Of the bars 12 are made up, not real prices.');
  });

  it('of an empty lake says what fills it', () => {
    const { gaps: _gaps, ...empty } = status({ tables: [{ ...EMPTY, table: 'bars' }] });
    expect(statusSentences(empty).at(-1)).toBe('Next: fill it with "tickerlake run" or "tickerlake import PATH".');
  });
});
