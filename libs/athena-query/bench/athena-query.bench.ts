import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { BenchResult } from '@tickerlake/testing';
import { highestHourlyHigh, openDuckDbLake, type QueryText } from '../src/index.ts';
import { preludeSql } from '../src/duckdb/prelude.ts';

const SYMBOLS = 100;
const MINUTES_A_DAY = 390;
const ROUNDS = 3;

/** Bars of some weekdays from 2025-01-02 on: every minute of the regular session, prices with four decimals. */
const barsSql = (days: number): string => `
  WITH weekdays AS (
    SELECT day, row_number() OVER (ORDER BY day) AS number
    FROM range(TIMESTAMP '2025-01-02', TIMESTAMP '2025-01-02' + to_days(${days * 2 + 7}), INTERVAL 1 DAY) AS t (day)
    WHERE isodow(day) < 6 QUALIFY number <= ${days}),
  bars AS (
    SELECT 'SYM' || lpad(CAST(symbol AS varchar), 3, '0') AS name,
      timezone('UTC', timezone('America/New_York', day + INTERVAL 570 MINUTE)) + to_minutes(minute) AS ts,
      round(100 + symbol + 5 * sin(minute / 40.0 + symbol + number) + (hash(symbol, number, minute) % 1000) / 1000.0, 4) AS price,
      strftime(day, '%Y-%m-%d') AS dt
    FROM weekdays, range(${SYMBOLS}) AS s (symbol), range(${MINUTES_A_DAY}) AS m (minute))
  SELECT name, ts, price AS open, round(price + 0.5, 4) AS high, round(price - 0.5, 4) AS low, price AS close,
    CAST(hash(name, ts) % 100000 AS bigint) AS volume, '1m' AS "interval", 'yahoo' AS source,
    ts + INTERVAL 2 MINUTE AS observed_at, true AS final, dt
  FROM bars ORDER BY dt, name, ts`;

/** DuckDB cuts Parquet into partitions by itself, JSON not. */
async function writeRaw(connection: DuckDBConnection, dir: string): Promise<void> {
  const days = await connection.runAndReadAll('SELECT DISTINCT dt FROM bars');
  for (const [dt] of days.getRows()) {
    const folder = join(dir, 'raw', `dt=${String(dt)}`);
    await mkdir(folder, { recursive: true });
    await connection.run(`COPY (SELECT * EXCLUDE (dt) FROM bars WHERE dt = '${String(dt)}') TO '${folder}/bars.json'
      (FORMAT json, TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S.%g')`);
  }
}

async function writeBars(dir: string, bars: number): Promise<void> {
  const days = Math.ceil(bars / (SYMBOLS * MINUTES_A_DAY));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'; CREATE TABLE bars AS ${barsSql(days)}`);
  await connection.run(`COPY bars TO '${dir}/bars' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (dt))`);
  await writeRaw(connection, dir);
  connection.closeSync();
  instance.closeSync();
}

/** Something that answers the question, and lets go. */
interface Subject {
  ask(): Promise<unknown>;
  close(): Promise<void> | void;
}

interface Measure {
  wall: number;
  processor: number;
}

/** The least of some rounds, seconds, the subjects taking turns: what else the machine does only ever adds. */
async function fastest(subjects: readonly Subject[]): Promise<Measure[]> {
  const best = subjects.map((): Measure => ({ wall: Infinity, processor: Infinity }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, subject] of subjects.entries()) {
      const [startMs, startUsage] = [performance.now(), process.cpuUsage()];
      await subject.ask();
      const { user, system } = process.cpuUsage(startUsage);
      const { wall = Infinity, processor = Infinity } = best[index] ?? {};
      best[index] = {
        wall: Math.min(wall, (performance.now() - startMs) / 1000),
        processor: Math.min(processor, (user + system) / 1e6),
      };
    }
  }
  return best;
}

async function parquetLake(dir: string, { sql, parameters }: QueryText): Promise<Subject> {
  const lake = await openDuckDbLake({ dir });
  return { ask: () => lake.sql(sql, parameters), close: () => lake.close() };
}

const RAW_COLUMNS = `{name: 'VARCHAR', ts: 'TIMESTAMP', open: 'DOUBLE', high: 'DOUBLE', low: 'DOUBLE', close: 'DOUBLE',
  volume: 'BIGINT', interval: 'VARCHAR', source: 'VARCHAR', observed_at: 'TIMESTAMP', final: 'BOOLEAN'}`;

/** The same text over the same bars as they came, JSON lines. */
async function rawLines(dir: string, { sql, parameters }: QueryText): Promise<Subject> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'; SET integer_division = true; ${preludeSql()}
    CREATE VIEW bars AS SELECT * FROM read_json('${dir}/raw/dt=*/*.json', format = 'newline_delimited',
      columns = ${RAW_COLUMNS}, hive_partitioning = true, hive_types = {'dt': VARCHAR})`);
  const values = parameters.map((value) => (value instanceof Date ? value.toISOString() : value));
  return {
    ask: async () => (await connection.runAndReadAll(sql, values)).getRows(),
    close: () => instance.closeSync(),
  };
}

/** Highest hourly high over `bars` bars (10 million unless said otherwise; about 1.7 GB of temporary files). */
export async function bench(bars = 10_000_000): Promise<BenchResult[]> {
  const dir = await mkdtemp(join(tmpdir(), 'tickerlake-bench-'));
  try {
    await writeBars(dir, bars);
    const text = highestHourlyHigh({ from: '2025-01-01', to: '2026-12-31' }).compile();
    const subjects = [await parquetLake(dir, text), await rawLines(dir, text)];
    const [ours, raw] = await fastest(subjects);
    for (const subject of subjects) await subject.close();
    const name = `highest hourly high over ${bars.toLocaleString('en-US')} bars, Parquet by day`;
    const peer = 'the same text over raw JSON lines by day';
    return [
      { name, value: ours?.wall ?? 0, unit: 's', peer, peerValue: raw?.wall ?? 0 },
      { name, value: ours?.processor ?? 0, unit: 's of processor time', peer, peerValue: raw?.processor ?? 0 },
    ];
  } finally {
    await rm(dir, { recursive: true });
  }
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await bench(Number(process.argv[2] ?? 10_000_000)), null, 2)}\n`);
