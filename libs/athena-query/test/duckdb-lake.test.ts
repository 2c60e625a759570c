import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Bar } from '@tickerlake/record-schema';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { highestHourlyHigh, type Lake, latestBars, openDuckDbLake, type QueryStatistics } from '../src/index.ts';
import { loadDuckDb } from '../src/duckdb/load-duckdb.ts';
import { writeRecords, writeLake } from './parquet-lake.ts';

const BAR: Bar = {
  name: 'DDOG',
  ts: '2024-11-29 09:30:00-05:00',
  open: 67.25,
  high: 67.61000061035156,
  low: 64.61,
  close: 65,
  volume: 4_000_000_000,
  interval: '1m',
  source: 'yahoo',
  observedAt: '2024-11-29T22:00:00.000Z',
  final: true,
};

vi.setConfig({ testTimeout: 60_000 });

let dir: string;
let open: Lake[];

const openLake = async (options: Partial<Parameters<typeof openDuckDbLake>[0]> = {}): Promise<Lake> => {
  const lake = await openDuckDbLake({ dir, ...options });
  open.push(lake);
  return lake;
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tickerlake-duckdb-'));
  open = [];
});

afterEach(async () => {
  for (const lake of open) await lake.close();
  await rm(dir, { recursive: true });
});

describe('a lake in a folder', () => {
  it('gives back what was written, every digit of it', async () => {
    await writeLake(dir, [BAR]);
    const lake = await openLake();
    const { columns, rows } = await lake.sql('SELECT * FROM bars');
    expect(columns.map(({ name, type }) => `${name} ${type}`).join(', ')).toBe(
      'name varchar, ts timestamp, open double, high double, low double, close double, volume bigint, ' +
        'interval varchar, source varchar, observed_at timestamp, final boolean, dt varchar',
    );
    expect(rows).toEqual([
      [
        'DDOG',
        new Date('2024-11-29T14:30:00Z'),
        67.25,
        67.61000061035156,
        64.61,
        65,
        4_000_000_000,
        '1m',
        'yahoo',
        new Date('2024-11-29T22:00:00Z'),
        true,
        '2024-11-29',
      ],
    ]);
  });

  it('has every table, empty where there is no file, with all columns', async () => {
    const lake = await openLake();
    expect(await lake.ask(highestHourlyHigh())).toEqual([]);
    const { columns, rows } = await lake.sql('SELECT name, price, bid_size, dt, hour FROM quotes');
    expect(columns).toEqual([
      { name: 'name', type: 'varchar' },
      { name: 'price', type: 'double' },
      { name: 'bid_size', type: 'double' },
      { name: 'dt', type: 'varchar' },
      { name: 'hour', type: 'varchar' },
    ]);
    expect(rows).toEqual([]);
    expect(await lake.db.selectFrom('news').selectAll().execute()).toEqual([]);
  });

  it('sees files that arrive later, and those that go', async () => {
    const lake = await openLake();
    expect(await lake.ask(latestBars())).toEqual([]);
    await writeLake(dir, [BAR]);
    expect(await lake.ask(latestBars())).toHaveLength(1);
    await writeRecords(join(dir, 'bars/dt=2024-12-02/late.parquet'), [{ ...BAR, ts: '2024-12-02 09:30:00-05:00' }]);
    expect(await lake.ask(latestBars({ count: 9 }))).toHaveLength(2);
    await rm(join(dir, 'bars'), { recursive: true });
    expect(await lake.ask(latestBars())).toEqual([]);
  });

  it('does not see files that are still written', async () => {
    await writeLake(dir, [BAR]);
    await writeFile(join(dir, 'bars/dt=2024-11-29/next.parquet.tmp'), 'half a file');
    expect(await (await openLake()).ask(latestBars())).toHaveLength(1);
  });

  it('reads files that are older than a column', async () => {
    await writeRecords(join(dir, 'bars/dt=2024-11-29/old.parquet'), [BAR], ['final', 'observed_at']);
    const lake = await openLake();
    expect(await lake.ask(latestBars())).toEqual([expect.objectContaining({ final: null, observedAt: null })]);
    await writeRecords(join(dir, 'bars/dt=2024-11-29/new.parquet'), [{ ...BAR, name: 'AAPL' }]);
    const again = await openLake();
    expect((await again.ask(latestBars())).map(({ name, final }) => ({ name, final }))).toEqual([
      { name: 'AAPL', final: true },
      { name: 'DDOG', final: null },
    ]);
  });

  it('takes instants that another writer stored with their zone for what they are', async () => {
    const file = join(dir, 'bars/dt=2024-11-29/zoned.parquet');
    await mkdir(join(file, '..'), { recursive: true });
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(`SET TimeZone = 'Asia/Tokyo'; COPY (SELECT 'DDOG' AS name, CAST(2 AS decimal(5, 2)) AS high, 1.5 AS low,
      TIMESTAMPTZ '2024-11-29 09:30:00-05:00' AS ts) TO '${file}' (FORMAT parquet)`);
    connection.closeSync();
    expect(await (await openLake()).ask(latestBars())).toEqual([
      expect.objectContaining({ ts: '2024-11-29 09:30:00-05:00', high: 2, low: 1.5, interval: null }),
    ]);
  });

  it.each(["it's [a] lake*", 'a b=c'])('may be in a folder called %s', async (name) => {
    const odd = join(dir, name);
    await writeLake(odd, [BAR]);
    expect(await (await openLake({ dir: odd })).ask(latestBars())).toHaveLength(1);
  });

  it('may be reached through a link, or from where the program runs', async () => {
    await writeLake(join(dir, 'real'), [BAR]);
    await symlink(join(dir, 'real'), join(dir, 'link'));
    expect(await (await openLake({ dir: join(dir, 'link') })).ask(latestBars())).toHaveLength(1);
    expect(await (await openLake({ dir: relative(process.cwd(), join(dir, 'real')) })).ask(latestBars())).toHaveLength(
      1,
    );
  });

  it('answers several questions at once', async () => {
    await writeLake(dir, [BAR]);
    const lake = await openLake();
    const answers = await Promise.all(Array.from({ length: 8 }, () => lake.ask(latestBars())));
    expect(answers.map((rows) => rows.length)).toEqual(Array.from({ length: 8 }, () => 1));
  });

  it('tells what a question took', async () => {
    await writeLake(dir, [BAR]);
    let statistics: QueryStatistics | undefined;
    await (await openLake()).ask(latestBars(), { onStatistics: (told) => (statistics = told) });
    expect(statistics).toEqual({ engine: 'duckdb', rows: 1, elapsedMs: expect.any(Number) });
  });
});

it('keeps nothing of a file in mind, for another may take its name', async () => {
  const { rows } = await (
    await openLake()
  ).sql("SELECT value FROM duckdb_settings() WHERE name = 'enable_external_file_cache'");
  expect(rows).toEqual([['false']]);
});

describe('what goes wrong is said', () => {
  it('when the folder does not exist, or is a file', async () => {
    const missing = join(dir, 'nowhere');
    await expect(openLake({ dir: missing })).rejects.toMatchObject({ name: 'LakeNotFoundError', dir: missing });
    await writeFile(join(dir, 'file'), '');
    await expect(openLake({ dir: join(dir, 'file') })).rejects.toThrow('There is no lake at');
  });

  it('when the folder goes away', async () => {
    const moving = join(dir, 'moving');
    await writeLake(moving, [BAR]);
    const lake = await openLake({ dir: moving });
    await rm(moving, { recursive: true });
    await expect(lake.ask(latestBars())).rejects.toMatchObject({ name: 'LakeNotFoundError' });
  });

  it.each([
    ['empty', () => Buffer.alloc(0)],
    ['no Parquet at all', () => Buffer.from('{"name":"DDOG"}\n'.repeat(9))],
    ['cut short', (good: Buffer) => good.subarray(0, good.length - 50)],
  ])('when a file is %s, naming it', async (_what, spoil) => {
    await writeLake(dir, [BAR], 1);
    const file = join(dir, 'bars/dt=2024-11-29/part-0.parquet');
    await writeFile(file, spoil(await readFile(file)));
    await expect(openLake()).rejects.toMatchObject({ name: 'LakeFileError', file, retriable: false });
  });

  it('when a file is damaged inside, naming it', async () => {
    const bars = Array.from({ length: 300 }, (_, at) => ({
      ...BAR,
      name: `N${(at * 7919) % 300}`,
      high: 100 + Math.sin(at),
      ts: `2024-11-29 10:${String(at % 60).padStart(2, '0')}:00-05:00`,
    }));
    await writeLake(dir, bars, 1);
    const file = join(dir, 'bars/dt=2024-11-29/part-0.parquet');
    const bytes = await readFile(file);
    bytes.fill(0xff, 4, Math.floor(bytes.length / 3));
    await writeFile(file, bytes);
    await expect((await openLake()).sql('SELECT max(name), max(high), max(ts) FROM bars')).rejects.toMatchObject({
      name: 'LakeFileError',
      file,
    });
  });

  it('when DuckDB is not installed, with what to do', async () => {
    const load = () => Promise.reject(new Error("Cannot find package '@duckdb/node-api'"));
    await expect(loadDuckDb(load)).rejects.toThrow('run `npm install @duckdb/node-api`');
  });

  it('when a query is wrong', async () => {
    const lake = await openLake();
    await expect(lake.sql('SELECT nothing FROM bars')).rejects.toMatchObject({
      name: 'DuckDbQueryError',
      retriable: false,
    });
  });

  it.each([
    [{ folder: '/lake' }, 'openDuckDbLake has no option "folder"'],
    [{ dir: '' }, 'dir is ""'],
    [{ dir: '/data/dt=2020/lake' }, 'dir lies in a folder called dt=2020'],
    [{ dir: '/data/hour=09/lake' }, 'dir lies in a folder called hour=09'],
    [{ dir: '/lake', threads: 0 }, 'threads is 0'],
    [{ dir: '/lake', maxMemoryBytes: 1000 }, 'maxMemoryBytes is 1000'],
  ])('when the options are %o', async (options, message) => {
    await expect(openDuckDbLake(options as never)).rejects.toThrow(message);
  });

  it('when it is closed', async () => {
    const lake = await openLake();
    await lake.close();
    await lake.close();
    await expect(lake.ask(latestBars())).rejects.toMatchObject({ name: 'LakeClosedError' });
  });
});

describe('SQL of the user', () => {
  it('reads, with parameters', async () => {
    await writeLake(dir, [BAR, { ...BAR, name: 'AAPL', source: "O'Neil", volume: 7 }]);
    const lake = await openLake();
    const text = 'SELECT name, volume FROM bars WHERE source = ? AND ts >= ? AND high > ? AND final = ?';
    const since = new Date('2024-11-29T14:30:00Z');
    expect((await lake.sql(text, ["O'Neil", since, 1.5, true])).rows).toEqual([['AAPL', 7]]);
  });

  it('keeps numbers whole: a bigint beyond 2^53, a decimal, a date, a list', async () => {
    const { rows } = await (
      await openLake()
    ).sql(
      `SELECT CAST(9007199254740993 AS bigint), CAST(-5 AS bigint), CAST('1.10' AS decimal(10, 2)), DATE '2024-02-29',
       ['a', NULL, 'b'], TIMESTAMP '1969-12-31 23:59:59.9994', CAST(NULL AS double), INTERVAL 1 DAY`,
    );
    expect(rows).toEqual([
      [
        9007199254740993n,
        -5,
        '1.10',
        '2024-02-29',
        '[a, null, b]',
        new Date('1969-12-31T23:59:59.999Z'),
        null,
        '1 day',
      ],
    ]);
  });

  it('explains', async () => {
    expect((await (await openLake()).sql('EXPLAIN SELECT * FROM bars')).rows.length).toBeGreaterThan(0);
  });

  it.each([
    'DROP VIEW bars',
    'SELECT 1; SELECT 2',
    "COPY (SELECT 1) TO 'DIR/out.csv'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO 'DIR/out.csv'",
    'EXPLAIN ANALYZE WITH a AS (SELECT 1) INSERT INTO bars SELECT * FROM a',
    "ATTACH 'DIR/out.db'",
    'CREATE TABLE t AS SELECT 1',
    "SET memory_limit = '1GB'",
    'PRAGMA version',
    'CALL pragma_version()',
    'INSTALL httpfs',
  ])('does not write or change anything: %s', async (text) => {
    const lake = await openLake();
    await expect(lake.sql(text.replace('DIR', dir))).rejects.toMatchObject({
      name: expect.stringMatching(/^(?:ReadOnly|DuckDbQuery)Error$/),
    });
    expect(await readdir(dir)).toEqual([]);
  });

  it.each([
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_csv('DIR/../secret.csv')",
    "SELECT * FROM read_csv('DIR-beside/secret.csv')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM '/etc/hostname'",
    "SELECT * FROM read_parquet('http://127.0.0.1:9/x.parquet')",
    "SELECT * FROM query('COPY (SELECT 1) TO ''DIR/out.csv''')",
    "SELECT getenv('HOME')",
  ])('does not reach beyond the folder: %s', async (text) => {
    await mkdir(`${dir}-beside`, { recursive: true });
    await writeFile(`${dir}-beside/secret.csv`, 'a\nsecret\n');
    await writeFile(join(dir, '..', 'secret.csv'), 'a\nsecret\n');
    const lake = await openLake();
    await expect(lake.sql(text.replaceAll('DIR', dir))).rejects.toThrow();
    await rm(`${dir}-beside`, { recursive: true });
    await rm(join(dir, '..', 'secret.csv'));
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('the query builder', () => {
  it('asks in Trino SQL and gives typed rows', async () => {
    await writeLake(dir, [BAR, { ...BAR, name: 'AAPL', high: 70 }]);
    const { db } = await openLake();
    const rows = await db
      .selectFrom('bars')
      .select(['name', 'ts', sql<number>`bit_count(7, 64)`.as('bits')])
      .where('dt', '=', '2024-11-29')
      .where('ts', '>=', new Date('2024-11-29T14:30:00Z'))
      .orderBy('high', 'desc')
      .offset(1)
      .limit(5)
      .execute();
    expect(rows).toEqual([{ name: 'DDOG', ts: new Date('2024-11-29T14:30:00Z'), bits: 3 }]);
  });

  it('streams', async () => {
    await writeLake(
      dir,
      Array.from({ length: 3000 }, (_, at) => ({ ...BAR, name: `N${at}` })),
    );
    const { db } = await openLake();
    let rows = 0;
    for await (const row of db.selectFrom('bars').select('name').stream()) {
      expect(row.name).toMatch(/^N\d+$/);
      rows += 1;
    }
    expect(rows).toBe(3000);
  });

  it('knows the tables and their columns', async () => {
    const tables = await (await openLake()).db.introspection.getTables();
    expect(tables.map(({ name }) => name).toSorted()).toEqual(['bars', 'forex', 'news', 'quotes']);
    expect(tables.find(({ name }) => name === 'bars')?.columns.map(({ name }) => name)).toContain('observed_at');
  });

  it('has no transactions', async () => {
    const { db } = await openLake();
    await expect(db.transaction().execute(() => Promise.resolve(1))).rejects.toMatchObject({ name: 'ReadOnlyError' });
  });
});

describe('a signal', () => {
  const ENDLESS = 'SELECT count(*) FROM range(1000000) a(x), range(1000000) b(y) WHERE x * y % 7 = 3';

  it('that is aborted already asks nothing', async () => {
    const lake = await openLake();
    const reason = new Error('not wanted');
    await expect(lake.sql(ENDLESS, [], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('stops a running query, and no other', async () => {
    await writeLake(dir, [BAR]);
    const lake = await openLake();
    const stop = new AbortController();
    const endless = lake.sql(ENDLESS, [], { signal: stop.signal });
    const answer = await lake.ask(latestBars());
    stop.abort(new Error('enough'));
    await expect(endless).rejects.toThrow('enough');
    expect(answer).toHaveLength(1);
    expect(await lake.ask(latestBars())).toHaveLength(1);
  });

  it('that is aborted at once stops a query that had not begun', async () => {
    const lake = await openLake();
    for (let turn = 0; turn < 10; turn++) {
      const stop = new AbortController();
      const endless = lake.sql(ENDLESS, [], { signal: stop.signal });
      for (let tick = 0; tick < turn; tick++) await new Promise((next) => setImmediate(next));
      stop.abort(new Error('enough'));
      await expect(endless).rejects.toThrow('enough');
    }
  });

  it('is not needed to close the lake', async () => {
    const lake = await openLake();
    const endless = lake.sql(ENDLESS);
    const closed = expect(endless).rejects.toMatchObject({ name: 'LakeClosedError' });
    await lake.sql('SELECT 1');
    await lake.close();
    await closed;
  });
});

it('leaves no file behind, in the lake or where it was started', async () => {
  await writeLake(dir, [BAR]);
  const lake = await openLake();
  await lake.ask(highestHourlyHigh());
  await lake.close();
  expect(await readdir(dir)).toEqual(['bars']);
  await expect(stat('.tmp')).rejects.toThrow('ENOENT');
});
