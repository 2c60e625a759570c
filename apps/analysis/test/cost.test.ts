import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalCloud } from '@tickerlake/local-cloud';
import { createKinesisSink, createProducer } from '@tickerlake/stream-producer';
import { expect, it, onTestFinished } from 'vitest';
import { runCommandLine } from '../src/cli.ts';
import type { CommandContext } from '../src/command-context.ts';
import { packed } from '../src/cost/packing.ts';
import { PRICES } from '../src/cost/price-table.ts';
import { RECORD_BYTES, SAMPLE_BAR } from '../src/cost/sample-records.ts';
import { readCsv, temporaryFolder } from './command.ts';

/** Runs a command line in this process, on 22 November 2026. */
async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const context: CommandContext = {
    env: {},
    nowMs: () => Date.parse('2026-11-22T12:00:00Z'),
    print: (text) => (stdout += text),
    progress: { step: () => undefined, note: (text) => (stderr += `${text}\n`), end: () => undefined },
    signal: new AbortController().signal,
    exitCode: 0,
  };
  const code = await runCommandLine(['cost', ...args], context);
  return { code, stdout, stderr };
}

/** The cells of a table's row, by two spaces or more. */
const cellsOf = (stdout: string, start: string): string[] =>
  (stdout.split('\n').find((line) => line.startsWith(start)) ?? '').split(/ {2,}/);

it('shows a month of ten symbols: charges, totals, the cheaper mode, the prices’ date and what is assumed', async () => {
  const { code, stdout, stderr } = await run('--symbols', '10', '--interval', '1m');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^10 symbols, 1m bars, 2026-12 \(22 sessions\), us-east-1, US dollars\n/);
  expect(cellsOf(stdout, 'Kinesis      shards')).toEqual([
    'Kinesis',
    'shards',
    '$0.015',
    'shard-hours',
    '744',
    '11.16',
  ]);
  expect(cellsOf(stdout, 'Total')).toEqual(['Total', 'a month', '19.05', '37.66']);
  expect(cellsOf(stdout, 'Each symbol')).toEqual(['Each symbol', 'a month', '1.91', '3.77']);
  expect(stdout).toContain('The provisioned stream is the cheaper one: $19.05 a month against $37.66 on-demand.');
  expect(stdout).toContain('Provisioned, 1 shard costs $11.16, idle or not');
  expect(stdout).toContain('Prices as they were known on 2026-11-22');
  expect(stdout).toContain('Free tiers, discounts and taxes are not counted.');
  expect(stdout).toContain('A bar has 207 bytes as encoded (+8 in an aggregate).');
  expect(stdout).not.toMatch(/Note:|pairs a rate|SQS/);
});

it('counts what is paid whatever there is to do: alarms, metrics, a dashboard, a key, the crawler', async () => {
  const { stdout } = await run();
  const starts = ['CloudWatch   alarms', 'CloudWatch   metrics', 'CloudWatch   dashboard', 'KMS ', 'Glue '];
  expect(starts.map((start) => cellsOf(stdout, start).at(-1))).toEqual(['2.10', '0.74', '3.00', '1.00', '0.65']);
  expect(stdout).toContain('Alarms look at 21 metrics.');
});

it('marks the prices that no source was found for, in every format', async () => {
  const { stdout } = await run();
  expect(cellsOf(stdout, 'Firehose     objects')[2]).toBe('$0.005 / 1,000?');
  expect(cellsOf(stdout, 'Firehose     ingested')[2]).toBe('$0.029*');
  expect(stdout).toContain(
    "* quoted by others from AWS's price list, not read there. ? no source was found: may be wrong.",
  );
  const rows = readCsv((await run('--format', 'csv')).stdout);
  expect(rows.find(({ item }) => item === 'objects')).toMatchObject({
    price_usd: '0.005',
    price_per: '1000',
    evidence: 'unconfirmed',
    source: PRICES.firehoseObject.source,
  });
});

it('tells what Yahoo, one collector and one feed cannot do', async () => {
  const { stdout } = await run('--symbols', '8000', '--feed');
  expect(stdout).toContain('it takes about 60 requests a minute, and this asks 8,000.');
  expect(stdout).toContain('One collector cannot fetch so many symbols between two runs: 17 share them.');
  expect(stdout).toContain('One market feed has 100 companies: 80 of them run.');
  expect(stdout).toContain('2 shards of 1 MB/s');
  expect((await run('--symbols', '60')).stdout).not.toContain('Note:');
  expect((await run('--symbols', '61')).stdout).toContain('Yahoo does not serve this');
});

it('adds the log leg with --feed', async () => {
  const { stdout } = await run('--feed');
  for (const start of ['Lambda       log pipe', 'Lambda       processor', 'SQS ', 'SNS ']) {
    expect(cellsOf(stdout, start).length, start).toBeGreaterThan(5);
  }
  expect(stdout).toContain('6 pairs a rate every 15 seconds');
});

it('gives rows alone as CSV and JSON, words go to stderr', async () => {
  const csv = await run('--format', 'csv', '--symbols', '500', '--month', '2026-12');
  const rows = readCsv(csv.stdout);
  expect(rows.find(({ component }) => component === 'Total')).toMatchObject({
    provisioned_usd: '27.42',
    on_demand_usd: '46.81',
  });
  const charged = rows.filter(({ source }) => source !== '');
  const cents = charged.reduce((sum, row) => sum + Math.round(Number(row['provisioned_usd']) * 100), 0);
  expect(cents).toBe(2_742);
  expect(csv.stderr).toContain('The provisioned stream is the cheaper one');
  const json: unknown = JSON.parse((await run('--format', 'json', '--symbols', '500')).stdout);
  expect(json).toContainEqual(expect.objectContaining({ component: 'Total', provisioned_usd: 27.42, source: '' }));
});

it('writes the rows to a file with --output', async () => {
  const file = join(await temporaryFolder(), 'cost.csv');
  const { code, stdout, stderr } = await run('--format', 'csv', '--output', file);
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain('rows written to');
  expect(await readFile(file, 'utf8')).toMatch(/^component,item,price_usd,/);
});

it('counts questions and what they scan', async () => {
  const athena = async (...args: string[]): Promise<string | undefined> =>
    cellsOf((await run(...args)).stdout, 'Athena').at(-1);
  // 31 days × 100 × 1,000 MB × $5 a TB; 10 MB at least; none.
  expect(await athena('--queries', '100', '--scanned-mb', '1000')).toBe('15.50');
  expect(await athena('--queries', '100', '--scanned-mb', '1')).toBe('0.16'); // $0.155
  expect(await athena('--queries', '0')).toBe('0.00');
});

it.each([
  [['--symbols', '0'], '--symbols takes a whole number of at least 1; got "0".'],
  [['--symbols', 'AAPL,MSFT'], '--symbols takes a whole number of at least 1; got "AAPL,MSFT".'],
  [['--interval', '3m'], '--interval takes one of 1m, 2m, 5m, 15m, 30m, 1h; got "3m".'],
  [['--month', '2026-13'], '--month takes a month as YYYY-MM from 1990-01 to 2030-12, such as 2026-12; got "2026-13".'],
  [['--queries', '-1'], '--queries takes a whole number of at least 0; got "-1".'],
  [['--scanned-mb', '1.5'], '--scanned-mb takes a whole number of at least 0; got "1.5".'],
  [['--format', 'xml'], '--format takes table, csv, json, jsonl; got "xml".'],
  [['--simbols', '10'], "unknown option '--simbols'"],
])('refuses %j and says why', async (args, message) => {
  const { code, stdout, stderr } = await run(...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

it('packs as stream-producer does: the same entries of a session of ten companies', async () => {
  const cloud = await startLocalCloud({ dir: await temporaryFolder(), streams: [{ name: 'bars', shards: 1 }] });
  onTestFinished(async () => {
    await cloud.stop();
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = { endpoint: cloud.endpoint, region: 'us-east-1', credentials };
  const producer = createProducer({ sink: createKinesisSink({ streamName: 'bars', ...client }), lingerMs: 60_000 });
  for (let bar = 0; bar < 3_900; bar++) await producer.put(SAMPLE_BAR);
  const { entries, bytes } = await producer.close();

  const expected = packed({ records: 3_900, recordBytes: RECORD_BYTES.bar, seconds: 0 }, 1);
  expect(expected.reduce((sum, { count }) => sum + count, 0)).toBe(entries);
  expect(expected.reduce((sum, entry) => sum + entry.count * entry.bytes, 0)).toBe(bytes);
});
