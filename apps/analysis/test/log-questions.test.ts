import { execFile } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/cli.ts';
import { readCsv, temporaryFolder, tickerlake } from './command.ts';

/** Files of a lake by partition, each with the SQL that makes its rows: by another writer than the pipeline's. */
const FILES: Readonly<Record<string, string>> = {
  'bars/dt=2026-11-20': `SELECT 'DDOG' AS name, TIMESTAMP '2026-11-20 14:30:00' + to_minutes(minute) AS ts, open, open + 2 AS high,
      open - 2 AS low, close, 100::BIGINT AS volume, '1m' AS interval, 'simulated' AS source
    FROM (VALUES (0, 100.0::DOUBLE, 101.0::DOUBLE), (1, 101.0, 90.0), (2, 90.0, 91.0)) AS b (minute, open, close)`,
  'news/dt=2026-11-20/hour=09': `SELECT * FROM (VALUES
      ('a', TIMESTAMP '2026-11-20 14:31:00', 'DDOG falls, "hard"', 'Why it did', ['DDOG', 'META'], 'Wire', -0.75::DOUBLE, TIMESTAMP '2026-11-20 14:31:01'),
      ('a', TIMESTAMP '2026-11-20 14:31:00', 'DDOG falls, "hard"', 'Why it did', ['DDOG', 'META'], 'Wire', -0.75::DOUBLE, TIMESTAMP '2026-11-20 14:31:01'),
      ('b', TIMESTAMP '2026-11-20 14:45:00', 'Markets' || chr(10) || 'open', NULL, [], NULL, NULL, TIMESTAMP '2026-11-20 14:45:01'))
    AS n (id, ts, headline, summary, symbols, publisher, sentiment, observed_at), (SELECT 'simulated' AS source)`,
  'forex/dt=2026-11-20/hour=09': `SELECT 'EURUSD' AS name, TIMESTAMP '2026-11-20 14:30:00' + to_seconds(15 * i) AS ts,
      1.5 + i / 8.0::DOUBLE AS bid, 1.5 + i / 8.0::DOUBLE + 0.0002 AS ask FROM range(3) AS r (i)`,
  'forex/dt=2026-11-20/hour=10': `SELECT 'USDJPY' AS name, TIMESTAMP '2026-11-20 15:00:00' AS ts, 150.0::DOUBLE AS bid, 150.01::DOUBLE AS ask`,
};

/** A folder with a lake of some of the files, or of all. */
async function folderWithLake(of: (partition: string) => boolean = () => true): Promise<string> {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'lake'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const [partition, rows] of Object.entries(FILES).filter(([name]) => of(name))) {
    await mkdir(join(cwd, 'lake', partition), { recursive: true });
    await connection.run(`COPY (${rows}) TO '${join(cwd, 'lake', partition, 'part.parquet')}' (FORMAT parquet)`);
  }
  connection.closeSync();
  instance.closeSync();
  return cwd;
}

/** Runs a query in this process, on the lake of a folder. */
async function query(cwd: string, ...args: string[]) {
  let [stdout, stderr] = ['', ''];
  const code = await runCommandLine(['query', ...args, '--lake', join(cwd, 'lake')], {
    env: {},
    nowMs: () => Date.parse('2026-11-22T12:00:00Z'),
    print: (text) => void (stdout += text),
    progress: { step() {}, note: (text) => void (stderr += `${text}\n`), end() {} },
    signal: new AbortController().signal,
    exitCode: 0,
  });
  return {
    code,
    stdout: stdout.replaceAll(join(cwd, 'lake'), 'LAKE'),
    stderr: stderr.replaceAll(join(cwd, 'lake'), 'LAKE'),
  };
}

describe('the news', () => {
  it('is a table of one line a story, newest first', async () => {
    const { code, stdout, stderr } = await query(await folderWithLake(), 'latest-news');
    expect(stdout).toBe(
      [
        'ts                         symbols    sentiment  headline            publisher',
        '─────────────────────────  ─────────  ─────────  ──────────────────  ─────────',
        '2026-11-20 09:45:00-05:00                        Markets open',
        '2026-11-20 09:31:00-05:00  DDOG META      -0.75  DDOG falls, "hard"  Wire',
        '',
      ].join('\n'),
    );
    expect([code, stderr]).toEqual([0, '']);
  });

  it('is CSV and JSON with every field, lists as words and as lists', async () => {
    const cwd = await folderWithLake();
    const csv = await query(cwd, 'latest-news', '--symbols', 'META', '--format', 'csv');
    const story = { ts: '2026-11-20 09:31:00-05:00', headline: 'DDOG falls, "hard"', summary: 'Why it did' };
    expect(readCsv(csv.stdout)).toEqual([
      { ...story, symbols: 'DDOG META', publisher: 'Wire', url: '', sentiment: '-0.75', id: 'a' },
    ]);
    const json = await query(cwd, 'latest-news', '--format', 'json', '--limit', '1');
    expect(JSON.parse(json.stdout)).toEqual([
      {
        ts: '2026-11-20 09:45:00-05:00',
        symbols: [],
        headline: 'Markets\nopen',
        summary: null,
        publisher: null,
        url: null,
        sentiment: null,
        id: 'b',
      },
    ]);
  });

  it('of other days or companies is nothing, which is said', async () => {
    const cwd = await folderWithLake();
    for (const args of [
      ['--date', '2026-11-19'],
      ['--from', '2027-01-01'],
    ]) {
      const sentence = 'Nothing in the lake answers this: it holds news from 2026-11-20 to 2026-11-20.\n';
      expect(await query(cwd, 'latest-news', ...args)).toEqual({ code: 0, stdout: sentence, stderr: '' });
      const json = await query(cwd, 'latest-news', ...args, '--format', 'json');
      expect(json).toEqual({ code: 0, stdout: '[]\n', stderr: sentence });
    }
    const { code, stdout } = await query(cwd, 'latest-news', '--symbols', 'NONE');
    expect([code, stdout]).toEqual([0, 'The lake LAKE holds no news of NONE: it knows DDOG, META.\n']);
  });
});

describe('exchange rates', () => {
  it('are a row for each pair and day', async () => {
    const { stdout } = await query(await folderWithLake(), 'forex-range', '--date', '2026-11-20');
    expect(stdout).toBe(
      [
        'pair    date        hour        open        high         low       close  averageSpreadPips  rates',
        '──────  ──────────  ────  ──────────  ──────────  ──────────  ──────────  ─────────────────  ─────',
        'EURUSD  2026-11-20          1.500100    1.750100    1.500100    1.750100               2.00      3',
        'USDJPY  2026-11-20        150.005000  150.005000  150.005000  150.005000               1.00      1',
        '',
      ].join('\n'),
    );
  });

  it('are a row for each hour where that is asked for, of the pairs that are named', async () => {
    const { stdout } = await query(
      await folderWithLake(),
      ...'forex-range --per hour --pairs usd/jpy --format csv'.split(' '),
    );
    expect(readCsv(stdout)).toEqual([
      expect.objectContaining({ pair: 'USDJPY', hour: '10', lowestBid: '150', highestAsk: '150.01', rates: '1' }),
    ]);
  });
});

describe('moves', () => {
  it('stand beside their news', async () => {
    const { stdout } = await query(await folderWithLake(), 'moves-with-news', '--format', 'csv');
    expect(readCsv(stdout)).toEqual([
      {
        name: 'DDOG',
        date: '2026-11-20',
        startTs: '2026-11-20 09:31:00-05:00',
        endTs: '2026-11-20 09:32:00-05:00',
        startPrice: '101',
        endPrice: '90',
        change: '-11',
        changePercent: String((-11 / 101) * 100),
        basis: 'open-close',
        storyTs: '2026-11-20 09:31:00-05:00',
        headline: 'DDOG falls, "hard"',
        publisher: 'Wire',
        url: '',
        sentiment: '-0.75',
        storyId: 'a',
      },
    ]);
  });

  it('may be asked for in other windows, on a screen with fewer columns', async () => {
    const { stdout } = await query(
      await folderWithLake(),
      ...'moves-with-news --window 1m --before 1m --after 1m --limit 1'.split(' '),
    );
    expect(stdout.split('\n')[0]?.trim().replaceAll(/ +/g, ' ')).toBe(
      'name startTs endTs startPrice endPrice changePercent storyTs headline',
    );
    expect(stdout).toContain('-10.89');
  });

  it('are told without news where the lake holds none, and that it does not', async () => {
    const cwd = await folderWithLake((partition) => partition.startsWith('bars'));
    const { code, stdout, stderr } = await query(cwd, 'moves-with-news', '--format', 'json');
    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ name: 'DDOG', headline: null })]);
    expect(stderr).toBe(
      'The lake LAKE holds no news yet: fill it with "tickerlake feed", or name another with --lake.\n',
    );
    expect(code).toBe(0);
  });
});

describe('counts', () => {
  it('tell what is stored from what is read, of all that is there', async () => {
    const { stdout } = await query(await folderWithLake(), 'record-counts', '--format', 'csv');
    expect(stdout).toBe('kind,date,stored,records\nbar,2026-11-20,3,3\nforex,2026-11-20,4,4\nnews,2026-11-20,3,2\n');
  });

  it('of an empty lake are none', async () => {
    const { code, stdout } = await query(await folderWithLake(() => false), 'record-counts');
    expect([code, stdout]).toEqual([0, 'The lake holds nothing of what was asked for.\n']);
  });
});

describe('a lake', () => {
  it('needs no bars for questions that read none', async () => {
    const cwd = await folderWithLake((partition) => !partition.startsWith('bars'));
    for (const name of ['latest-news', 'forex-range', 'record-counts']) expect((await query(cwd, name)).code).toBe(0);
    expect((await query(cwd, 'moves-with-news')).stderr).toContain('The lake LAKE holds no bars yet: fill it with');
  });

  it.each([
    ['latest-news', 'news'],
    ['forex-range', 'exchange rates'],
  ])('without what %s reads is told how to get it', async (name, what) => {
    const cwd = await folderWithLake((partition) => partition.startsWith('bars'));
    expect(await query(cwd, name)).toEqual({
      code: 1,
      stdout: '',
      stderr: `The lake LAKE holds no ${what} yet: fill it with "tickerlake feed", or name another with --lake.\n`,
    });
  });
});

describe('what a question does not take', () => {
  it.each([
    [
      ['latest-news', '--pairs', 'EURUSD'],
      'latest-news does not take --pairs: of what is asked it takes --date, --from',
    ],
    [['forex-range', '--symbols', 'DDOG'], 'forex-range does not take --symbols'],
    [['daily-range', '--limit', '3'], 'daily-range does not take --limit'],
    [['missing-minutes', '--extended-hours'], 'missing-minutes does not take --extended-hours'],
    [['record-counts', '--interval', '1m'], 'record-counts does not take --interval'],
    [['forex-range', '--per', 'range'], 'forex-range takes --per hour or day; got "range"'],
    [['movers', '--per', 'hour'], 'movers takes --per day or range; got "hour"'],
    [['forex-range', '--per', 'dya'], 'Did you mean day?'],
    [['forex-range', '--pairs', 'EUR'], '--pairs takes currency pairs separated by commas'],
    [['moves-with-news', '--window', '15'], '--window takes minutes or hours'],
    [['latest-nwes'], 'Did you mean latest-news?'],
  ])('%j is refused: %s', async (args, says) => {
    const { code, stdout, stderr } = await query(await temporaryFolder(), ...args);
    expect(stderr).toContain(says);
    expect([code, stdout]).toEqual([2, '']);
  });
});

it.each([
  ['latest-news', '"news"'],
  ['forex-range', '"forex"'],
  ['moves-with-news', '"news"'],
  ['record-counts', '"quotes"'],
])('%s is printed as SQL without a lake', async (name, table) => {
  const cwd = await temporaryFolder();
  const { code, stdout } = await query(cwd, name, '--date', '2026-11-20', '--sql');
  expect(stdout).toContain(`from ${table} where ${table}."dt" BETWEEN ? AND ?`);
  expect(stdout).toMatch(/\n-- parameters: \["2026-11-\d\d"/);
  expect(code).toBe(0);
});

describe('--sql duckdb', () => {
  it('is a script that DuckDB alone answers from, in the folder where it was printed', async () => {
    const cwd = await folderWithLake();
    const asked = ['query', 'movers', '--from', '2026-11-20'];
    const { code, stdout: script, stderr } = await tickerlake([...asked, '--sql', 'duckdb'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    expect(script).toMatch(/^-- movers over the lake .\/lake, for any DuckDB/);
    const program = `import { DuckDBInstance } from '@duckdb/node-api';
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      process.chdir(${JSON.stringify(cwd)});
      console.log(JSON.stringify((await connection.runAndReadAll(process.env.SCRIPT)).getRowObjectsJson()));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: import.meta.dirname,
      env: { SCRIPT: script },
    });
    const [{ name, first, last }] = JSON.parse((await tickerlake([...asked, '--format', 'json'], { cwd })).stdout);
    expect(JSON.parse(stdout)).toMatchObject([{ name, first, last }]);
  });

  it.each([
    [['--sql', 'duckbd'], 2, 'Did you mean duckdb?'],
    [['--sql', 'duckdb', '--engine', 'athena', '--workgroup', 'w', '--database', 'd'], 2, 'a script over a folder'],
    [['--sql', 'duckdb', '--lake', './elsewhere'], 1, 'elsewhere: give the folder that holds bars'],
  ])('%j is refused', async (options, exitCode, says) => {
    const { code, stdout, stderr } = await tickerlake(['query', 'movers', ...options], {
      cwd: await temporaryFolder(),
    });
    expect(stderr).toContain(says);
    expect([code, stdout]).toEqual([exitCode, '']);
  });
});

it('the command as it is installed answers too, into a file where one is named', { timeout: 60_000 }, async () => {
  const cwd = await folderWithLake();
  await rm(join(cwd, 'lake/bars'), { recursive: true });
  const args = ['query', 'latest-news', '--format', 'json', '--output', 'news.json'];
  const { code, stdout, stderr } = await tickerlake(args, { cwd });
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain('2 rows written to');
  expect(JSON.parse(await readFile(join(cwd, 'news.json'), 'utf8'))).toHaveLength(2);
});
