import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import type { Bar, MarketRecord } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as questions from '../src/index.ts';
import { arbitraryBar } from './arbitrary-bars.ts';
import { arbitraryQuotes, arbitraryRates, arbitraryStoriesOfAllDays } from './arbitrary-logs.ts';
import { type AthenaHttpFake, startAthenaHttpFake } from './athena-http-fake.ts';
import { writeLake } from './parquet-lake.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dir: string;
let fake: AthenaHttpFake;
let client: AthenaClient;
let athena: questions.Lake;
let duckdb: questions.Lake;
const pauses: number[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tickerlake-athena-'));
  const bars = fc.sample(arbitraryBar, { numRuns: 400, seed: 7 });
  const many = Array.from({ length: 2500 }, (_, at): Bar => ({
    name: `N${at}`,
    ts: '2024-07-01 10:00:00-04:00',
    high: at,
    low: 0,
  }));
  const logs = [arbitraryQuotes, arbitraryRates, arbitraryStoriesOfAllDays].flatMap((arbitrary) =>
    fc.sample<MarketRecord[]>(arbitrary, { numRuns: 4, seed: 7 }).flat(),
  );
  await writeLake(dir, [...bars, ...many, ...logs]);
  fake = await startAthenaHttpFake(dir);
  client = new AthenaClient({
    endpoint: fake.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  duckdb = await questions.openDuckDbLake({ dir });
  const sleep = (ms: number) => Promise.resolve(void pauses.push(ms));
  athena = await questions.openAthenaLake({ database: 'lake', workGroup: 'analysts', client, sleep });
});

afterAll(async () => {
  await athena.close();
  await duckdb.close();
  client.destroy();
  await fake.close();
  await rm(dir, { recursive: true });
});

/** A lake that reads what is large from the file, as an S3 client would. */
const openFileLake = () =>
  questions.openAthenaLake({
    database: 'lake',
    client,
    sleep: () => Promise.resolve(),
    async readObject({ bucket, key, fromByte }) {
      const range = fromByte > 0 ? { range: `bytes=${fromByte}-` } : undefined;
      const { body } = await fetch(`${fake.endpoint}/${bucket}/${key}`, { ...(range && { headers: range }) });
      if (!body) throw new Error('There is no body');
      return body;
    },
  });

const scope = { from: '2024-07-03', to: '2025-03-10', symbols: ['AAPL', 'DDOG'] };

describe("through the SDK's own client, Athena answers what DuckDB answers", () => {
  it.each([
    questions.highestHourlyHigh(scope),
    questions.highestHourlyHigh({ ...scope, extendedHours: true }),
    questions.dailyRange(scope),
    questions.resample({ ...scope, everyMinutes: 30 }),
    questions.latestBars({ ...scope, count: 4, extendedHours: true }),
    questions.movers(scope),
    questions.missingMinutes({ ...scope, now: () => Date.parse('2025-04-01T00:00:00Z') }),
    questions.latestNews({ symbols: ['AAPL'], limit: 100 }),
    questions.forexRange(),
    questions.forexRange({ pairs: ['EURUSD'], per: 'hour' }),
    questions.movesWithNews({ ...scope, extendedHours: true, beforeMinutes: 3000, afterMinutes: 3000 }),
    questions.recordCounts(),
  ])('$name', async (question: questions.Question<unknown>) => {
    const rows = await athena.ask(question);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(await duckdb.ask(question));
  });

  it('the query builder', async () => {
    const ask = ({ db }: questions.Lake) =>
      db
        .selectFrom('bars')
        .selectAll()
        .where('name', '=', 'DDOG')
        .where('ts', '<', new Date('2024-12-01T00:00:00Z'))
        .orderBy('ts')
        .orderBy('high')
        .orderBy('observed_at')
        .orderBy('open')
        .orderBy('close')
        .orderBy('source')
        .orderBy('interval')
        .orderBy('volume')
        .orderBy('low')
        .orderBy('final')
        .execute();
    expect(await ask(athena)).toEqual(await ask(duckdb));
  });

  it('results of more than 10,000 rows, of every type, from the file', async () => {
    const text = `SELECT n, n * 0.5E0 AS half, CAST(n AS decimal(20, 3)) AS exact, CASE WHEN n % 3 = 0 THEN NULL
      WHEN n % 3 = 1 THEN '' ELSE concat('say "', CAST(n AS varchar), concat('",', chr(10))) END AS said, n % 2 = 0 AS even,
      date_add('second', n, TIMESTAMP '2024-07-01 00:00:00') AS ts, 9007199254740993 + n AS big, ARRAY[n, NULL] AS list,
      CAST('2024-07-01' AS date) AS day, CAST('NaN' AS double) AS nan, CAST('-Infinity' AS double) AS least
      FROM (SELECT unnest(sequence(1, 12345)) AS n) AS numbers ORDER BY n`;
    const from = fake.requests.length;
    const fromFile = await openFileLake();
    const read = await fromFile.sql(text);
    await fromFile.close();
    expect(read.rows).toHaveLength(12_345);
    const typed = ({ columns, rows }: questions.ResultPage) => ({ columns: columns.map(({ name }) => name), rows });
    expect(typed(read)).toEqual(typed(await duckdb.sql(text)));
    const operations = fake.requests.slice(from).map(({ operation }) => operation);
    expect(operations.filter((operation) => operation === 'GetQueryResults')).toHaveLength(10);
    expect(operations.at(-1)).toBe('GetObject');
    expect(read).toEqual(await athena.sql(text));
  });

  it('an answer row by row', async () => {
    const question = questions.latestBars({ from: '2024-07-01', to: '2024-07-01' });
    const rows: questions.LatestBar[] = [];
    for await (const row of athena.stream(question)) rows.push(row);
    expect(rows).toEqual(await duckdb.ask(question));
    for await (const row of athena.stream(question)) {
      expect(row).toEqual(rows[0]);
      break;
    }
  });

  it('results of several pages', async () => {
    const question = questions.latestBars({ from: '2024-07-01', to: '2024-07-01' });
    const rows = await athena.ask(question);
    expect(rows).toHaveLength(2500);
    expect(rows).toEqual(await duckdb.ask(question));
  });
});

it('asks as Athena wants to be asked', async () => {
  const from = fake.requests.length;
  await athena.ask(questions.highestHourlyHigh({ symbols: ['AAPL'], from: '2024-07-03', to: '2024-07-03' }));
  const [start, ...rest] = fake.requests.slice(from);
  expect(start?.body).toEqual({
    QueryString: expect.stringContaining('with "days" as'),
    ExecutionParameters: expect.arrayContaining(["'2024-07-03'", "'AAPL'"]),
    ClientRequestToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
    QueryExecutionContext: { Database: 'lake', Catalog: 'AwsDataCatalog' },
    WorkGroup: 'analysts',
  });
  expect(rest.map(({ operation }) => operation)).toEqual([
    'GetQueryExecution',
    'GetQueryExecution',
    'GetQueryExecution',
    'GetQueryResults',
  ]);
  expect(pauses.slice(-2)).toEqual([100, 150]);
});

it("gives Athena's reason when a query fails", async () => {
  await expect(athena.sql('SELECT nothing FROM bars')).rejects.toMatchObject({
    name: 'AthenaQueryError',
    state: 'FAILED',
    reason: expect.stringContaining('nothing'),
  });
});

it('tells what a question cost', async () => {
  let told: questions.QueryStatistics | undefined;
  const question = questions.dailyRange(scope);
  const rows = await athena.ask(question, { onStatistics: (statistics) => (told = statistics) });
  expect(told).toEqual({
    engine: 'athena',
    elapsedMs: expect.any(Number),
    rows: rows.length,
    queryExecutionId: expect.stringMatching(/^0000/),
    bytesScanned: 26_500_000,
    bytesBilled: 27_000_000,
    costUsd: 0.000135,
    queueMs: 7,
    reused: false,
  });
});
