import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeRecord, normalise, type Outcome, partitionOf } from '@tickerlake/record-schema';
import { describe, expect, test } from 'vitest';
import { realData, realDataNote } from './real-data.ts';

interface Run {
  readonly id: string;
  readonly day: string;
  readonly records: number;
  readonly distinct_bars: number;
  readonly nan_records: number;
}

const archives = join(realData ?? '', 'class-archives');
const runs = realData === undefined ? [] : (JSON.parse(readFileSync(join(archives, 'manifest.json'), 'utf8')) as Run[]);

const outcomesOf = (run: Run): Outcome[] => {
  const folder = join(archives, run.id, 'objects');
  return readdirSync(folder).flatMap((file) => normalise(readFileSync(join(folder, file))));
};

/** Bars by (name, ts), those without a price among them, as the manifest counts them. */
const identityOf = (outcome: Outcome): string => {
  if (outcome.status === 'ok') return 'name' in outcome.record ? `${outcome.record.name} ${outcome.record.ts}` : '';
  const [priced] = normalise(outcome.text.replaceAll('NaN', '1'));
  return priced?.status === 'ok' ? identityOf(priced) : outcome.reason;
};

describe.skipIf(realData === undefined)(`archives that others left in S3${realDataNote}`, () => {
  test('are all listed', () => {
    expect(runs).toHaveLength(18);
  });

  test.each(runs)('$id: every record is accounted for', { timeout: 60_000 }, (run) => {
    const outcomes = outcomesOf(run);
    const count = (status: Outcome['status']) => outcomes.filter((outcome) => outcome.status === status).length;
    expect({ ok: count('ok'), dropped: count('dropped'), failed: count('failed') }).toEqual({
      ok: run.records - run.nan_records,
      dropped: run.nan_records,
      failed: 0,
    });
    expect(new Set(outcomes.map(identityOf)).size).toBe(run.distinct_bars);
    for (const outcome of outcomes) if (outcome.status === 'dropped') expect(outcome.reason).toBe('empty bar');
  });

  test('whatever the keys, times and symbols looked like, they are the same bars', () => {
    const unrounded = runs.filter(({ id }) => /^2020-05-14-1m\/(01|02|03|04|05|08|09|10|12)$/.test(id));
    const barsOf = (run: Run) =>
      outcomesOf(run)
        .flatMap((outcome) => (outcome.status === 'ok' ? [encodeRecord(outcome.record)] : []))
        .toSorted();
    const [first, ...others] = unrounded.map((run) => [...new Set(barsOf(run))]);
    expect(first).toHaveLength(3844);
    for (const other of others) expect(other).toEqual(first);
  });

  test('stray live quotes belong to the day of their capture', () => {
    const run = runs.find(({ id }) => id === '2020-05-14-1m/14');
    const days = outcomesOf(run as Run).map((outcome) =>
      outcome.status === 'ok' ? partitionOf(outcome.record).dt : outcome.reason,
    );
    expect([...new Set(days)].toSorted()).toEqual(['2020-05-14', '2020-05-20']);
    expect(days.filter((day) => day === '2020-05-20')).toHaveLength(10);
  });
});

describe('the same quirks, made up', () => {
  const STAMPS = ['09:30:00', '09:31:00', '15:59:00'];
  const shapes: Record<string, (stamp: string, high: string) => string> = {
    canonical: (stamp, high) => `{"high": ${high}, "low": 1.5, "ts": "2020-05-14 ${stamp}-04:00", "name": "FB"}`,
    'name first': (stamp, high) => `{"name": "FB", "high": ${high}, "low": 1.5, "ts": "2020-05-14 ${stamp}-04:00"}`,
    'naive times': (stamp, high) => `{"high": ${high}, "low": 1.5, "ts": "2020-05-14 ${stamp}", "name": "FB"}`,
    'lower-case symbols': (stamp, high) =>
      `{"high": ${high}, "low": 1.5, "ts": "2020-05-14 ${stamp}-04:00", "name": "fb"}`,
    'upper-case keys and US dates': (stamp, high) =>
      `{"High": ${high}, "Low": 1.5, "Timestamp": "05/14/2020 ${stamp}", "Name": "fb"}`,
    compact: (stamp, high) => `{"high":${high},"low":1.5,"ts":"2020-05-14 ${stamp}-04:00","name":"FB"}`,
  };

  test.each(Object.entries(shapes))('%s', (_what, line) => {
    const blob = STAMPS.map((stamp) => line(stamp, '202.8300018310547')).join('\n');
    expect(normalise(`${blob}\n`)).toEqual(
      STAMPS.map((stamp) => ({
        status: 'ok',
        record: { name: 'FB', ts: `2020-05-14 ${stamp}-04:00`, high: 202.8300018310547, low: 1.5 },
      })),
    );
    const empty = line('09:32:00', 'NaN').replace('1.5', 'NaN');
    expect(normalise(`${blob}\n${empty}\n${blob}`)[3]).toEqual({ status: 'dropped', reason: 'empty bar', text: empty });
  });
});
