import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AthenaHttpFake, startAthenaHttpFake } from '../../../libs/athena-query/test/athena-http-fake.ts';
import { runCommandLine } from '../src/cli.ts';
import { tickerlake } from './command.ts';

/** Bars of two companies and two days by the minute, one with a gap and revised; rates and stories around them. */
const FILES: Readonly<Record<string, string>> = {
  'bars/dt=2026-11-19': `SELECT name, TIMESTAMP '2026-11-19 14:30:00' + to_minutes(m) AS ts, 100 + m / 8.0::DOUBLE AS open,
      101 + m / 8.0::DOUBLE AS high, 99 + m / 8.0::DOUBLE AS low, 100.5 + m / 8.0::DOUBLE AS close, 9007199254740993 + m AS volume,
      '1m' AS interval, 'simulated' AS source, TIMESTAMP '2026-11-19 22:00:00' AS observed_at
    FROM range(390) AS r (m), (VALUES ('DDOG'), ('META')) AS n (name) WHERE m <> 77 OR name = 'META'`,
  'bars/dt=2026-11-20': `SELECT 'DDOG' AS name, TIMESTAMP '2026-11-20 14:30:00' + to_minutes(m) AS ts, open, open + 2 AS high,
      open - 2 AS low, close, 100::BIGINT AS volume, '1m' AS interval, 'simulated' AS source, observed AS observed_at
    FROM (VALUES (0, 100.0::DOUBLE, 101.0::DOUBLE, TIMESTAMP '2026-11-20 14:31:00'), (0, 100.0, 150.0, '2026-11-20 15:00:00'),
      (1, 101.0, 90.0, '2026-11-20 15:00:00'), (2, 90.0, 91.0, '2026-11-20 15:00:00')) AS b (m, open, close, observed)`,
  'news/dt=2026-11-20/hour=09': `SELECT * FROM (VALUES
      ('a', TIMESTAMP '2026-11-20 14:31:00', 'DDOG falls, "hard"', 'Why it did', ['DDOG', 'META'], 'Wire', -0.75::DOUBLE, TIMESTAMP '2026-11-20 14:31:01'),
      ('b', TIMESTAMP '2026-11-20 14:45:00', 'Markets' || chr(10) || 'open', NULL, [], NULL, NULL, TIMESTAMP '2026-11-20 14:45:01'))
    AS n (id, ts, headline, summary, symbols, publisher, sentiment, observed_at), (SELECT 'simulated' AS source)`,
  'forex/dt=2026-11-20/hour=09': `SELECT 'EURUSD' AS name, TIMESTAMP '2026-11-20 14:30:00' + to_seconds(15 * i) AS ts,
      1.5 + i / 8.0::DOUBLE AS bid, 1.5 + i / 8.0::DOUBLE + 0.0002 AS ask FROM range(3) AS r (i)`,
};

let dir: string;
let fake: AthenaHttpFake;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tickerlake-athena-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const [partition, rows] of Object.entries(FILES)) {
    await mkdir(join(dir, partition), { recursive: true });
    await connection.run(`COPY (${rows}) TO '${join(dir, partition, 'part.parquet')}' (FORMAT parquet)`);
  }
  connection.closeSync();
  instance.closeSync();
  fake = await startAthenaHttpFake(dir, ['RUNNING']);
});

afterAll(async () => {
  await fake.close();
  await rm(dir, { recursive: true });
});

/** Where the AWS SDK finds everything that it looks for: nothing of the machine's own. */
const AWS: Readonly<Record<string, string | undefined>> = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_PROFILE: undefined,
  AWS_SESSION_TOKEN: undefined,
};

beforeEach(() => {
  for (const [name, value] of Object.entries({ ...AWS, AWS_ENDPOINT_URL: fake.endpoint })) vi.stubEnv(name, value);
  return () => void vi.unstubAllEnvs();
});

/** Runs a command in this process; `onStep` is told each step of it. */
async function command(args: readonly string[], onStep: (step: string, stop: () => void) => void = () => {}) {
  const stop = new AbortController();
  const steps: string[] = [];
  const requestsBefore = fake.requests.length;
  let [stdout, stderr] = ['', ''];
  const code = await runCommandLine(args, {
    env: {},
    nowMs: () => Date.parse('2026-11-22T12:00:00Z'),
    print: (text) => void (stdout += text),
    progress: {
      step(text) {
        steps.push(text);
        onStep(text, () => stop.abort());
      },
      note: (text) => void (stderr += `${text}\n`),
      end() {},
    },
    signal: stop.signal,
    exitCode: 0,
  });
  const operations = fake.requests.slice(requestsBefore);
  return {
    code,
    stdout,
    stderr,
    steps,
    requests: operations,
    operations: operations.map(({ operation }) => operation),
  };
}

const ATHENA = ['--engine', 'athena', '--workgroup', 'analysts', '--database', 'tickerlake'];

describe('Athena prints what DuckDB prints', () => {
  it.each([
    'highest-hourly-high',
    'daily-range',
    'daily-range --date 2026-11-20 --format json',
    'resample --every 30m --symbols META --format csv',
    'latest-bars --limit 2 --format json',
    'movers --per day',
    'missing-minutes',
    'moves-with-news --format json',
    'latest-news --format csv',
    'latest-news --symbols META',
    'forex-range --per hour --format json',
    'record-counts',
    'movers --from 2026-12-01',
  ])('query %s', async (line) => {
    const args = ['query', ...line.split(' ')];
    const folder = await command([...args, '--lake', dir]);
    const athena = await command([...args, ...ATHENA]);
    expect(athena.stdout).toBe(folder.stdout);
    expect(athena.code).toBe(folder.code);
    expect(folder.stdout.length).toBeGreaterThan(10);
    // What DuckDB has to say, and the cost, nothing else.
    expect(athena.stderr).toMatch(/^[^]*Athena: \d (query|queries), .*\n$/);
    expect(athena.stderr.replace(/Athena: .*\n$/, '')).toBe(folder.stderr);
    expect([...folder.steps, ...folder.operations]).toEqual([]);
    expect(athena.operations).toContain('StartQueryExecution');
  });

  it('sql, more than 10,000 rows from the result file', async () => {
    const text = `SELECT n, CASE WHEN n % 2 = 0 THEN concat('"', CAST(n AS varchar), chr(10)) END AS said,
      date_add('second', n, TIMESTAMP '2026-11-20 00:00:00') AS ts FROM (SELECT unnest(sequence(1, 11000)) AS n) AS r ORDER BY n`;
    const args = ['sql', text, '--format', 'csv'];
    const folder = await command([...args, '--lake', dir]);
    const athena = await command([...args, ...ATHENA]);
    expect(athena.stdout).toBe(folder.stdout);
    expect(athena.stdout.split('\n').length).toBeGreaterThan(11_000);
    expect(athena.operations.filter((operation) => operation === 'GetQueryResults')).toHaveLength(10);
    expect(athena.operations.at(-1)).toBe('GetObject');
  });
});

it('the command as it is installed asks Athena too', async () => {
  const args = ['query', 'daily-range', '--format', 'csv'];
  const env = {
    AWS_ENDPOINT_URL: fake.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const athena = await tickerlake([...args, ...ATHENA], { env });
  expect(athena.stdout).toBe((await command([...args, '--lake', dir])).stdout);
  expect(athena.code).toBe(0);
});

describe('on the way', () => {
  it('tells state and bytes, and at the end what it cost', async () => {
    const { steps, stderr, code } = await command(['query', 'movers', ...ATHENA]);
    expect(steps.slice(0, 2)).toEqual([
      'Athena: running, 13 MB scanned',
      'Athena: reading the result, 26.5 MB scanned',
    ]);
    expect(stderr).toBe(
      'Athena: 2 queries, 53 MB scanned, 54 MB billed, about $0.00027 (10 MB a query at least, $5 a TB: https://aws.amazon.com/athena/pricing/)\n',
    );
    expect(code).toBe(0);
  });

  it('asks in the work group and database that are named, for results that are no older', async () => {
    const { requests } = await command(['sql', 'SELECT 1', ...ATHENA, '--reuse-minutes', '60']);
    expect(requests[0]?.body).toMatchObject({
      WorkGroup: 'analysts',
      QueryExecutionContext: { Database: 'tickerlake' },
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 60 } },
    });
  });

  it('stops a query that scans more than it may, with the numbers', async () => {
    const { stderr, stdout, code, operations } = await command([
      'sql',
      'SELECT 1',
      ...ATHENA,
      '--max-scanned',
      '12.5MB',
    ]);
    expect(stderr).toContain('had scanned 13 MB where 12.5 MB are allowed, for about $0.0001');
    expect([stdout, code, operations.at(-1)]).toEqual(['', 1, 'StopQueryExecution']);
  });

  it('stops the query on Athena when it is interrupted, before it ends itself', async () => {
    const { stderr, stdout, code, operations } = await command(['query', 'movers', ...ATHENA], (_, stop) => stop());
    expect(stderr).toBe('Interrupted: the query was stopped on Athena too.\n');
    expect([stdout, code, operations.at(-1)]).toEqual(['', 1, 'StopQueryExecution']);
  });
});

describe('wrong or missing is told in one sentence', () => {
  const [engine, athena, ...names] = ATHENA;

  it.each([
    [[engine, athena, ...names.slice(0, 2)], "needs --database, that holds the lake's tables."],
    [[engine, athena, ...names.slice(2)], 'needs --workgroup, that pays for it.'],
    [[engine, athena], "needs --workgroup, that pays for it, and --database, that holds the lake's tables."],
    [[...ATHENA, '--lake', './lake'], '--lake names a folder, which Athena does not read'],
    [names, '--workgroup is read by Athena only: add --engine athena'],
    [[engine, 'athna'], 'Did you mean athena?'],
    [[...ATHENA, '--max-scanned', '10'], '--max-scanned takes a size in MB, GB or TB'],
    [[...ATHENA, '--reuse-minutes', '10081'], '--reuse-minutes takes at most 10080, seven days'],
  ])('%j', async (options, says) => {
    for (const asked of [
      ['query', 'movers'],
      ['sql', 'SELECT 1'],
    ]) {
      const { code, stdout, stderr, operations } = await command([...asked, ...options.map(String)]);
      expect(stderr).toContain(says);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect([code, stdout, operations]).toEqual([2, '', []]);
    }
  });

  it('no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    const { code, stderr, operations } = await command(['query', 'movers', ...ATHENA]);
    expect(stderr).toMatch(/^No AWS credentials were found: .*\.\n$/);
    expect([code, operations]).toEqual([1, []]);
  });

  it('no region', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    const { code, stderr } = await command(['query', 'movers', ...ATHENA]);
    expect(stderr).toBe('No AWS region was found: give --region, or set AWS_REGION.\n');
    expect(code).toBe(1);
    expect((await command(['query', 'movers', ...ATHENA, '--region', 'eu-central-1'])).code).toBe(0);
  });

  it('a query that Athena fails', async () => {
    const { code, stderr } = await command(['sql', 'SELECT nothing FROM bars', ...ATHENA]);
    expect(stderr).toMatch(/^Athena query \S+ FAILED: .*nothing/);
    expect(code).toBe(1);
  });
});
