import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Forex, News } from '@tickerlake/record-schema';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forexRange, type Lake, latestNews, openDuckDbLake } from '../src/index.ts';
import { writeLake, writeRecords } from './parquet-lake.ts';

vi.setConfig({ testTimeout: 60_000 });

let dir: string;
let opened: Lake | undefined;

const openLake = async (): Promise<Lake> => (opened = await openDuckDbLake({ dir }));

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tickerlake-log-tables-'));
});

afterEach(async () => {
  await opened?.close();
  await rm(dir, { recursive: true });
});

const RATE: Forex = { kind: 'forex', name: 'EURUSD', ts: '2024-11-29 09:00:00-05:00', bid: 1.08421, ask: 1.08429 };
const STORY: News = {
  kind: 'news',
  id: '7',
  ts: '2024-11-29 21:15:00.250-05:00',
  headline: 'Up',
  symbols: ['DDOG', 'AAPL'],
  sentiment: 0.25,
};

it('quotes, rates and stories lie in hours, which are texts as in Athena', async () => {
  await writeLake(dir, [RATE, STORY, { kind: 'quote', name: 'DDOG', ts: RATE.ts, price: 65.25 }]);
  const { db } = await openLake();
  expect(await db.selectFrom('forex').selectAll().where('hour', '=', '09').execute()).toEqual([
    {
      name: 'EURUSD',
      ts: new Date('2024-11-29T14:00:00Z'),
      bid: 1.08421,
      ask: 1.08429,
      source: null,
      observed_at: null,
      dt: '2024-11-29',
      hour: '09',
    },
  ]);
  expect(await db.selectFrom('news').select(['ts', 'symbols', 'dt', 'hour']).execute()).toEqual([
    { ts: new Date('2024-11-30T02:15:00.250Z'), symbols: '[DDOG, AAPL]', dt: '2024-11-29', hour: '21' },
  ]);
  expect(await db.selectFrom('quotes').select(['price', 'hour']).execute()).toEqual([{ price: 65.25, hour: '09' }]);
  expect(await db.selectFrom('bars').selectAll().execute()).toEqual([]);
});

it('rates are seen when their first file arrives, and no more when the last is gone', async () => {
  await mkdir(join(dir, 'forex/dt=2024-11-29/hour=09'), { recursive: true });
  await writeFile(join(dir, 'forex/dt=2024-11-29/hour=09/next.parquet.tmp'), 'half a file');
  const lake = await openLake();
  expect(await lake.ask(forexRange())).toEqual([]);
  await writeRecords(join(dir, 'forex/dt=2024-11-29/hour=09/first.parquet'), [RATE]);
  expect(await lake.ask(forexRange())).toEqual([expect.objectContaining({ rates: 1 })]);
  await writeRecords(join(dir, 'forex/dt=2024-11-30/hour=00/next.parquet'), [
    { ...RATE, ts: '2024-11-30 00:00:00-05:00' },
  ]);
  expect(await lake.ask(forexRange({ from: '2024-11-30' }))).toHaveLength(1);
  await rm(join(dir, 'forex'), { recursive: true });
  expect(await lake.ask(forexRange())).toEqual([]);
});

it('rates are read where their hour or day is asked for, and nowhere else', async () => {
  const other = { ...RATE, ts: '2024-11-29 10:00:00-05:00' };
  const rates = Array.from({ length: 300 }, (_, at) => ({ ...other, bid: 1 + at / 1e5, ask: 2 }));
  await writeLake(dir, [RATE, ...rates], 1);
  const file = join(dir, 'forex/dt=2024-11-29/hour=10/part-0.parquet');
  const bytes = await readFile(file);
  bytes.fill(0xff, 4, Math.floor(bytes.length / 3));
  await writeFile(file, bytes);
  const lake = await openLake();
  const bidsOf = (hour: string) => lake.db.selectFrom('forex').select('bid').where('hour', '=', hour).execute();
  expect(await bidsOf('09')).toEqual([{ bid: 1.08421 }]);
  await expect(bidsOf('10')).rejects.toMatchObject({ name: 'LakeFileError', file });
  expect(await lake.ask(forexRange({ from: '2024-11-30' }))).toEqual([]);
  await expect(lake.ask(forexRange())).rejects.toMatchObject({ name: 'LakeFileError', file });
});

it('stories may lack the columns that their first writers did not know', async () => {
  await writeRecords(join(dir, 'news/dt=2024-11-29/hour=21/old.parquet'), [STORY], ['summary', 'symbols', 'url']);
  expect(await (await openLake()).ask(latestNews())).toEqual([
    expect.objectContaining({ id: '7', summary: null, symbols: [], url: null, sentiment: 0.25 }),
  ]);
});

it('what lies beside the partitions belongs to none of them', async () => {
  await writeRecords(join(dir, 'forex/drafts/hour=09/a.parquet'), [RATE]);
  await writeRecords(join(dir, 'forex/dt=2024-11-29/a.parquet'), [RATE]);
  await writeRecords(join(dir, 'bars/drafts/a.parquet'), [RATE]);
  const lake = await openLake();
  expect(await lake.ask(forexRange())).toEqual([]);
  await writeRecords(join(dir, 'forex/dt=2024-11-29/hour=09/a.parquet'), [RATE]);
  expect(await lake.ask(forexRange())).toEqual([expect.objectContaining({ rates: 1 })]);
});
