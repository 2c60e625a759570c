import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bar, normalise } from '@tickerlake/record-schema';
import { testData, testDataNote } from '@tickerlake/testing';
import { describe, expect, it, vi } from 'vitest';
import { highestHourlyHigh, missingMinutes } from '../src/index.ts';
import { temporaryLake } from './temporary-lake.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** What 18 people got from Athena for the same question, from what their own collectors had stored. */
const ARCHIVES = testData && join(testData, 'class-archives');

async function barsOf(run: string, interval: '1m' | '5m'): Promise<Bar[]> {
  const folder = join(ARCHIVES ?? '', run, 'objects');
  const outcomes = [];
  for (const object of await readdir(folder)) {
    outcomes.push(...normalise(await readFile(join(folder, object)), { interval }));
  }
  return outcomes.flatMap((outcome) => (outcome.status === 'ok' ? [outcome.record as Bar] : []));
}

const cellsOf = (line: string): string[] => line.split(',').map((cell) => cell.replaceAll('"', ''));

/** The rows of a `results.csv` with these columns, in our order. */
async function publishedRows(run: string, columns: readonly string[]): Promise<string[]> {
  const text = await readFile(join(ARCHIVES ?? '', run, 'results.csv'), 'utf8');
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const at = columns.map((column) => cellsOf(header).indexOf(column));
  return lines.map((line) => at.map((index) => cellsOf(line)[index]).join(' ')).toSorted();
}

describe.skipIf(ARCHIVES === undefined)(`the archives of a class${testDataNote}`, () => {
  const lake = temporaryLake();

  it.each([
    ['2020-05-14-1m/01', ['name', 'hour', 'max_high', 'ts']],
    ['2020-05-14-1m/03', ['name', 'hour', 'highest', 'ts']],
    ['2020-05-14-1m/04', ['name', 'hour', 'high', 'ts']],
  ])('%s: 82 rows, every digit of them', async (run, columns) => {
    await lake.hold(await barsOf(run, '1m'));
    const rows = await lake.ask(highestHourlyHigh());
    expect(rows).toHaveLength(82);
    const printed = rows.map(({ name, hour, high, ts }) => {
      const text = Number.isInteger(high) ? `${high}.0` : String(high);
      return [name, hour, text, ts].join(' ');
    });
    expect(printed.toSorted()).toEqual(await publishedRows(run, columns));
  });

  it('2020-05-14-1m/05 holds a bar twice and six that are empty: the answer is the same', async () => {
    const bars = await barsOf('2020-05-14-1m/05', '1m');
    expect(bars).toHaveLength(3845);
    await lake.hold(bars);
    expect(await lake.ask(highestHourlyHigh())).toHaveLength(82);
  });

  it('all runs of a day in one lake are that day once', async () => {
    const runs = ['2020-05-14-1m/01', '2020-05-14-1m/02', '2020-05-14-1m/03', '2020-05-14-1m/04'];
    await lake.hold((await Promise.all(runs.map((run) => barsOf(run, '1m')))).flat());
    const rows = await lake.ask(highestHourlyHigh({ from: '2020-05-14', to: '2020-05-14' }));
    expect(rows).toHaveLength(82);
    expect(rows[0]).toEqual({
      name: 'BYND',
      date: '2020-05-14',
      hour: '09',
      high: Math.fround(137.97),
      ts: '2020-05-14 09:39:00-04:00',
    });
    const missing = await lake.ask(missingMinutes({ from: '2020-05-14', to: '2020-05-14' }));
    expect(missing.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(10 * 390 - 3844);
  });

  it('2021-11-30-5m/01: 70 groups in winter time', async () => {
    await lake.hold(await barsOf('2021-11-30-5m/01', '5m'));
    const rows = await lake.ask(highestHourlyHigh());
    expect(new Set(rows.map(({ name, hour }) => `${name} ${hour}`)).size).toBe(70);
    expect(new Set(rows.map(({ hour }) => hour))).toEqual(new Set(['09', '10', '11', '12', '13', '14', '15']));
  });
});
