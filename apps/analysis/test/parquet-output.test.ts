import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { readCsv, temporaryFolder, tickerlake } from './command.ts';

/** What DuckDB says, each value as text where JSON has no such value. */
async function duckdb(cwd: string, sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql.replaceAll('$cwd', cwd))).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const LAKE = {
  'bars/dt=2026-11-20': `SELECT name, TIMESTAMP '2026-11-20 14:30:00.125' + to_minutes(m) AS ts, 0.1::DOUBLE + m / 3 AS open,
      101.5 + m / 3 AS high, -1e-7::DOUBLE AS low, 1e300::DOUBLE AS close, 9007199254740989 + m AS volume, '1m' AS interval,
      'simulated' AS source, true AS final, TIMESTAMP '2026-11-20 22:00:00' AS observed_at
    FROM range(3) AS r (m), (VALUES ('DDOG'), ('META')) AS n (name)`,
  'news/dt=2026-11-20/hour=09': `SELECT * FROM (VALUES
      ('a', TIMESTAMP '2026-11-20 14:31:00', 'Up, "then"' || chr(10) || 'down 📈', NULL, ['DDOG', 'META'], 'Wire', -0.75::DOUBLE, TIMESTAMP '2026-11-20 14:31:01'),
      ('b', TIMESTAMP '2026-11-20 14:45:00', 'Markets', NULL, [], NULL, NULL, TIMESTAMP '2026-11-20 14:45:01'))
    AS n (id, ts, headline, summary, symbols, publisher, sentiment, observed_at), (SELECT 'simulated' AS source)`,
};

async function folderWithLake(): Promise<string> {
  const cwd = await temporaryFolder();
  for (const [partition, rows] of Object.entries(LAKE)) {
    await mkdir(join(cwd, 'lake', partition), { recursive: true });
    await duckdb(cwd, `COPY (${rows}) TO '$cwd/lake/${partition}/part.parquet' (FORMAT parquet)`);
  }
  return cwd;
}

const parquet = (cwd: string, ...args: string[]) =>
  tickerlake([...args, '--format', 'parquet', '--output', 'x.parquet'], { cwd });

const typesOf = async (cwd: string) =>
  Object.fromEntries(
    await duckdb(cwd, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '$cwd/x.parquet')"),
  ) as Record<string, string>;

describe('--format parquet', () => {
  it('is a file with typed columns and the very rows of the CSV, in their order', async () => {
    const cwd = await folderWithLake();
    const question = ['query', 'latest-bars', '--limit', '3'];
    const csv = await tickerlake([...question, '--format', 'csv'], { cwd });
    const { code, stdout, stderr } = await parquet(cwd, ...question);
    expect([code, stdout], stderr).toEqual([0, '']);
    expect(stderr).toBe(`6 rows written to ${join(cwd, 'x.parquet')}\n`);
    expect(await typesOf(cwd)).toMatchObject({ name: 'VARCHAR', ts: 'TIMESTAMP', high: 'DOUBLE', volume: 'BIGINT' });
    const exact = await duckdb(
      cwd,
      "SELECT name, ts::VARCHAR, open, high, low, close, volume::VARCHAR, final FROM '$cwd/x.parquet'",
    );
    const shown = readCsv(csv.stdout).map((row) => [
      row['name'],
      row['ts']?.replace(' 09:', ' 14:').replace('-05:00', ''),
      ...['open', 'high', 'low', 'close'].map((column) => Number(row[column])),
      row['volume'],
      true,
    ]);
    expect(exact).toEqual(shown);
    expect(exact[0]?.[6]).toBe('9007199254740991');
  });

  it('keeps lists as lists, nulls as nulls and a headline byte for byte', async () => {
    const cwd = await folderWithLake();
    expect((await parquet(cwd, 'query', 'latest-news')).code).toBe(0);
    expect(await typesOf(cwd)).toMatchObject({ symbols: 'VARCHAR[]', sentiment: 'DOUBLE', ts: 'TIMESTAMP' });
    expect(await duckdb(cwd, "SELECT symbols, headline, sentiment, publisher FROM '$cwd/x.parquet'")).toEqual([
      [[], 'Markets', null, null],
      [['DDOG', 'META'], 'Up, "then"\ndown 📈', -0.75, 'Wire'],
    ]);
  });

  it('of SQL has the types of its columns, also where there are no rows or names come twice', async () => {
    const cwd = await folderWithLake();
    const values = `SELECT count(*) AS n, max(volume) AS n, TIMESTAMP '2026-11-20 14:30:00.125' AS moment, 1.50 AS price,
      0.1e0 AS share, true AS yes, DATE '2026-11-20' AS day, 'é' AS text FROM bars`;
    expect((await parquet(cwd, 'sql', values)).code).toBe(0);
    const types = {
      n: 'BIGINT',
      n_2: 'BIGINT',
      moment: 'TIMESTAMP',
      price: 'VARCHAR',
      share: 'DOUBLE',
      yes: 'BOOLEAN',
    };
    expect(await typesOf(cwd)).toMatchObject(types);
    expect(await duckdb(cwd, "SELECT * REPLACE (moment::VARCHAR AS moment) FROM '$cwd/x.parquet'")).toEqual([
      ['6', '9007199254740991', '2026-11-20 14:30:00.125', '1.50', 0.1, true, '2026-11-20', 'é'],
    ]);
    expect((await parquet(cwd, 'sql', `${values} GROUP BY name HAVING false`)).code).toBe(0);
    expect(await typesOf(cwd)).toMatchObject(types);
    expect(await duckdb(cwd, "SELECT count(*) FROM '$cwd/x.parquet'")).toEqual([['0']]);
  });

  it('refuses what a column cannot hold, and writes no file', async () => {
    const cwd = await folderWithLake();
    const { code, stderr } = await parquet(cwd, 'sql', 'SELECT sum(volume) * 9007199254740993 AS much FROM bars');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Column much holds \d{32,}, which a Parquet column/)]);
    expect(await readdir(cwd)).toEqual(['lake']);
  });

  it.each([
    ['query', 'movers'],
    ['sql', 'SELECT 1'],
  ])('is nothing for a pipe or a terminal: %s %s asks for --output', async (...args) => {
    const { code, stdout, stderr } = await tickerlake([...args, '--format', 'parquet']);
    expect(stderr).toBe('--format parquet writes a file: name it with --output FILE.\n');
    expect([code, stdout]).toEqual([2, '']);
  });
});
