import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testData, testDataNote } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { readCsv, temporaryFolder, tickerlake } from './command.ts';

/** One run of the assignment by somebody else: what it stored and what Athena answered. */
interface Archive {
  readonly id: string;
  readonly day: string;
  readonly columns: { symbol: string; hour: string; high: string; ts: string | null };
  readonly csv_hour_plus_this_is_ny_hour: number;
  readonly result_rows: number;
  readonly reproduced: string;
  readonly quirks: string;
  readonly tie_rule: string;
}

/** Whose published answer is to another question: the lowest high of each hour. */
const MINIMUM_INSTEAD = '2020-05-14-1m/14';
/** Whose hours are those of summer in winter. */
const SUMMER_HOURS = '2021-11-30-5m/03';

const archives: Archive[] =
  testData === undefined
    ? []
    : (JSON.parse(readFileSync(join(testData, 'class-archives/manifest.json'), 'utf8')) as Archive[]);
const folderOf = (archive: Archive): string => join(testData ?? '', 'class-archives', archive.id);

/** Digits after the point at which the published prices can be compared, where they were rounded on output. */
const precisionOf = ({ reproduced, quirks, tie_rule: rule }: Archive): number | undefined => {
  const told = /(\d)\s?dp/.exec(`${reproduced} ${rule} ${quirks}`)?.[1];
  return told === undefined ? undefined : Number(told);
};

/** Python's and Athena's published prices are half away from zero of the double; compare as the nearest multiple. */
const atPrecision = (price: string, digits: number | undefined): string =>
  digits === undefined ? String(Number(price)) : Number(price).toFixed(digits);

/** `05/14/2020 09:39:00-04:00`, `2020-05-14 09:39:00` → `2020-05-14 09:39`. */
const minuteOf = (ts: string): string => ts.replace(/^(\d\d)\/(\d\d)\/(\d{4})/, '$3-$1-$2').slice(0, 16);

interface Answer {
  symbol: string;
  hour: number;
  high: string;
  ts: string;
}

const published = (archive: Archive, hourShift = archive.csv_hour_plus_this_is_ny_hour): Answer[] =>
  readCsv(readFileSync(join(folderOf(archive), 'results.csv'), 'utf8')).map((row) => ({
    symbol: (row[archive.columns.symbol] ?? '').toUpperCase(),
    hour: Number.parseInt(row[archive.columns.hour] ?? '', 10) + hourShift,
    high: atPrecision(row[archive.columns.high] ?? '', precisionOf(archive)),
    ts: archive.columns.ts === null ? '' : minuteOf(row[archive.columns.ts] ?? ''),
  }));

const ours = (csv: string, archive: Archive): Answer[] =>
  readCsv(csv).map((row) => ({
    symbol: row['name'] ?? '',
    hour: Number(row['hour']),
    high: atPrecision(row['high'] ?? '', precisionOf(archive)),
    ts: archive.columns.ts === null ? '' : minuteOf(row['ts'] ?? ''),
  }));

const asSet = (answers: readonly Answer[]): string[] =>
  [...new Set(answers.map(({ symbol, hour, high, ts }) => `${symbol} ${hour} ${high} ${ts}`))].toSorted();

async function importAndAsk(archive: Archive, lake: string): Promise<string> {
  const imported = await tickerlake(['import', folderOf(archive), '--lake', lake]);
  expect(imported.code, imported.stderr).toBe(0);
  const asked = await tickerlake(['query', 'highest-hourly-high', '--lake', lake, '--format', 'csv']);
  expect(asked.code, asked.stderr).toBe(0);
  return asked.stdout;
}

describe.skipIf(testData === undefined)(
  `the published runs of the assignment${testDataNote}`,
  { timeout: 60_000 },
  () => {
    it.each(archives.filter(({ id }) => id !== MINIMUM_INSTEAD))(
      'gives the answer of $id from its records',
      async (archive) => {
        const csv = await importAndAsk(archive, join(await temporaryFolder(), 'lake'));
        expect(csv.split('\n')[0]).toBe('name,date,hour,high,ts');
        expect(asSet(ours(csv, archive))).toEqual(asSet(published(archive)));
        if (archive.columns.ts !== null) expect(readCsv(csv)).toHaveLength(archive.result_rows);
      },
    );

    it('does not give the answer that took the lowest high of each hour', async () => {
      const archive = archives.find(({ id }) => id === MINIMUM_INSTEAD) as Archive;
      const csv = await importAndAsk(archive, join(await temporaryFolder(), 'lake'));
      const theirs = new Map(published(archive).map(({ symbol, hour, high }) => [`${symbol} ${hour}`, Number(high)]));
      const rows = ours(csv, archive);
      expect(readCsv(csv)).toHaveLength(82);
      expect(rows.every(({ symbol, hour, high }) => Number(high) > (theirs.get(`${symbol} ${hour}`) ?? Infinity))).toBe(
        true,
      );
    });

    it('does not give the hours of summer in winter', async () => {
      const archive = archives.find(({ id }) => id === SUMMER_HOURS) as Archive;
      const csv = await importAndAsk(archive, join(await temporaryFolder(), 'lake'));
      expect(new Set(readCsv(csv).map(({ hour }) => hour))).toEqual(
        new Set(['09', '10', '11', '12', '13', '14', '15']),
      );
      expect(asSet(ours(csv, archive))).not.toEqual(asSet(published(archive, 0)));
    });

    it('changes nothing when everything of a day is imported twice', async () => {
      const lake = join(await temporaryFolder(), 'lake');
      const folder = join(testData ?? '', 'class-archives', '2020-05-14-1m');
      const answers: string[] = [];
      for (let time = 0; time < 2; time++) {
        expect(await tickerlake(['import', folder, '--lake', lake])).toMatchObject({ code: 0 });
        answers.push((await tickerlake(['query', 'highest-hourly-high', '--lake', lake, '--format', 'csv'])).stdout);
      }
      expect(readCsv(answers[0] ?? '').length).toBeGreaterThanOrEqual(70);
      expect(answers[1]).toBe(answers[0]);
    });
  },
);
