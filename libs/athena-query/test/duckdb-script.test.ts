import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import * as duckdb from '@duckdb/node-api';
import type { MarketRecord } from '@tickerlake/record-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as questions from '../src/index.ts';
import { readDuckDbValue } from '../src/duckdb/duckdb-values.ts';
import { writeLake } from './parquet-lake.ts';
import { story } from './stories.ts';

const minutes = ['09:30', '09:31', '09:45', '10:00', '10:14'] as const;

const RECORDS: readonly MarketRecord[] = [
  ...minutes.map((time, at) => {
    const close = 65 + at ** 2 / 8;
    const prices = { open: close - 0.25, high: close + 0.5, low: close - 0.5, close, volume: 4_000_000_000 + at };
    return { name: 'DDOG', ts: `2024-11-29 ${time}:00-05:00`, ...prices, interval: '1m' as const };
  }),
  story('a', '09:46:10', { headline: 'It\'s "up"?; it isn\'t', sentiment: -0.5 }),
  { kind: 'forex', name: 'EURUSD', ts: '2024-11-29 09:30:00-05:00', bid: 1.05, ask: 1.0502 },
];

const DAY = { from: '2024-11-29', to: '2024-11-29' };
const QUESTIONS: readonly questions.Question<object>[] = [
  questions.highestHourlyHigh({ ...DAY, symbols: ['DDOG', "O'NEIL?"] }),
  questions.dailyRange(),
  questions.resample({ everyMinutes: 30 }),
  questions.latestBars({ count: 2 }),
  questions.movers({ per: 'range' }),
  questions.missingMinutes({ ...DAY, now: () => Date.parse('2024-11-30T00:00:00Z') }),
  questions.movesWithNews(DAY),
  questions.latestNews(DAY),
  questions.forexRange(DAY),
  questions.recordCounts(DAY),
];

let folder: string;
let dir: string;
let lake: questions.Lake;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tickerlake-script's-"));
  dir = join(folder, 'my lake [1]');
  await writeLake(dir, RECORDS);
  lake = await questions.openDuckDbLake({ dir });
});

afterAll(async () => {
  await lake.close();
  await rm(folder, { recursive: true });
});

/** Runs a script as who has nothing but DuckDB does; the last statement's rows. */
async function run<Row>(
  script: string,
  question: questions.Question<Row>,
  path = ':memory:',
  times = 1,
): Promise<Row[]> {
  const instance = await duckdb.DuckDBInstance.create(path, { autoinstall_known_extensions: 'false' });
  const connection = await instance.connect();
  try {
    for (let time = 1; time < times; time++) await connection.run(script);
    const reader = await connection.runAndReadAll(script);
    return reader
      .getRowObjects()
      .map((row) =>
        question.decode(
          Object.fromEntries(Object.entries(row).map(([name, value]) => [name, readDuckDbValue(duckdb, value)])),
        ),
      );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe('the script of a question', () => {
  it.each(QUESTIONS.map((question) => [question.name, question] as const))(
    'gives what the lake answers: %s',
    async (_name, question) => {
      const script = await questions.duckDbScript(question, { dir });
      const rows = await run(script, question);
      expect(rows).toEqual(await lake.ask(question));
      expect(rows.length).toBeGreaterThan(0);
    },
  );

  it('may be run again, and leaves a database in a file as it was', async () => {
    const [question] = QUESTIONS;
    if (!question) throw new Error('There is no question');
    const script = await questions.duckDbScript(question, { dir });
    const path = join(folder, 'own.duckdb');
    expect(await run(script, question, path, 2)).toEqual(await lake.ask(question));
    const instance = await duckdb.DuckDBInstance.create(path);
    const connection = await instance.connect();
    const left =
      "SELECT (SELECT count(*) FROM duckdb_views() WHERE NOT internal) + (SELECT count(*) FROM duckdb_functions() WHERE database_name = 'own')";
    expect((await connection.runAndReadAll(left)).getRows()).toEqual([[0n]]);
    connection.closeSync();
    instance.closeSync();
  });

  it('names the folder as it was named: a relative one is looked for where the script is run', async () => {
    const script = await questions.duckDbScript(questions.dailyRange(), { dir: relative(process.cwd(), dir) });
    expect(script).not.toContain(process.cwd());
    expect(script).toContain("read_parquet('../");
    expect(await run(script, questions.dailyRange())).toHaveLength(1);
  });

  it('reads the tables that the question reads, and no others', async () => {
    const views = async (question: questions.Question<object>) =>
      [...(await questions.duckDbScript(question, { dir })).matchAll(/TEMP VIEW "(\w+)"/g)].map(([, view]) => view);
    expect(await views(questions.dailyRange())).toEqual(['bars']);
    expect(await views(questions.movesWithNews())).toEqual(['bars', 'news']);
  });

  it('is no answer to a folder that is not there, a file that is no Parquet, an option that is misspelt', async () => {
    const broken = join(folder, 'broken');
    await mkdir(join(broken, 'bars/dt=2024-11-29'), { recursive: true });
    await writeFile(join(broken, 'bars/dt=2024-11-29/a.parquet'), 'no Parquet');
    const script = (options: questions.DuckDbScriptOptions) => questions.duckDbScript(questions.dailyRange(), options);
    await expect(script({ dir: join(folder, 'none') })).rejects.toThrow(questions.LakeNotFoundError);
    await expect(script({ dir: broken })).rejects.toThrow(questions.LakeFileError);
    await expect(script({ dir: ' ' })).rejects.toThrow('give a text that is not empty');
    await expect(script({ dir, folder } as questions.DuckDbScriptOptions)).rejects.toThrow('no option "folder"');
    await expect(script({ dir: join(folder, 'dt=1') })).rejects.toThrow('reads as a partition');
  });
});
