import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRecord, type MarketRecord } from '@tickerlake/record-schema';
import { expect, it, onTestFinished } from 'vitest';
import { OPEN_MS, testMarket } from '../test/test-market.ts';
import { FileLog } from './file-log.ts';

const market = testMarket();
const records: MarketRecord[] = [...market.events(market.all, { fromMs: OPEN_MS, toMs: OPEN_MS + 600_000 })];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tickerlake-feed-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}
const linesOf = (of: readonly MarketRecord[]): string => of.map((record) => `${encodeRecord(record)}\n`).join('');
const unexpected = (trouble: string) => {
  throw new Error(trouble);
};

it('writes a line for each record, and goes on where an earlier run ended', async () => {
  const path = join(folder(), 'logs', 'feed.log');
  for (const half of [records.slice(0, 100), records.slice(100)]) {
    const log = new FileLog({ path, onTrouble: unexpected });
    await log.take(half);
    // On the disk when it is taken, not only when the file is closed.
    expect(readFileSync(path, 'utf8').endsWith(linesOf(half.slice(-1)))).toBe(true);
    await log.close();
    expect(log.account).toEqual({ lines: half.length });
  }
  expect(readFileSync(path, 'utf8')).toBe(linesOf(records));
});

it('puts full files aside, keeps five of them, and loses none of the newest lines', async () => {
  const dir = folder();
  const log = new FileLog({ path: join(dir, 'feed.log'), onTrouble: unexpected, maxFileSize: '10K' });
  await log.take(records);
  await log.close();
  const files = readdirSync(dir).toSorted();
  expect(files).toEqual(['feed.log', ...[1, 2, 3, 4, 5].map((index) => `feed.log.${index}`)]);
  for (const file of files) expect(statSync(join(dir, file)).size).toBeLessThan(40_000);
  const text = files.toReversed().map((file) => readFileSync(join(dir, file), 'utf8'));
  const newest = [...text.slice(0, 5), text[5]].join('');
  const all = linesOf(records);
  expect(newest.length).toBeGreaterThan(50_000);
  expect(all.endsWith(newest)).toBe(true);
});

it('gives a file up that cannot be written, says so once, and holds nobody up', async () => {
  const path = join(folder(), 'taken');
  writeFileSync(path, '');
  const troubles: string[] = [];
  const log = new FileLog({ path: join(path, 'feed.log'), onTrouble: (trouble) => troubles.push(trouble) });
  await log.take(records);
  await log.take(records);
  await log.close();
  expect(troubles).toEqual([expect.stringMatching(/ENOTDIR|EEXIST/)]);
  expect(log.account.trouble).toBe(troubles[0]);
});
