import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startLocalCloud } from '@tickerlake/local-cloud';
import { expect, it } from 'vitest';
import { temporaryFolder, tickerlake } from './command.ts';

const RATE = '{"kind":"forex","name":"EURUSD","ts":"2026-11-20 09:30:00-05:00","bid":1.1,"ask":1.2}';
const CROSSED = '{"kind":"forex","name":"USDJPY","ts":"2026-11-20 09:30:00-05:00","bid":1.3,"ask":1.2}';
const BAR = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}';
const DEAD_LETTERS = 'tickerlake-logs-dead-letters';

async function rows(lake: string, sql: string): Promise<string> {
  return (await tickerlake(['sql', sql, '--lake', lake, '--format', 'csv'])).stdout;
}

it('keeps a log record that cannot be read, alone, says why, and puts back what can be read by now', async () => {
  const cwd = await temporaryFolder();
  const lake = join(cwd, 'lake');
  await writeFile(join(cwd, 'logs.json'), `${RATE}\n${CROSSED}\n${BAR}\n{"neither":\n`);
  const imported = await tickerlake(['import', join(cwd, 'logs.json'), '--lake', lake]);
  expect(imported.code, imported.stderr).toBe(3);
  expect(imported.stderr).toContain('4 records in 1 file: 2 stored, 0 dropped, 2 unreadable and kept.');
  expect(await rows(lake, 'SELECT name FROM forex')).toBe('name\nEURUSD\n');
  expect(await rows(lake, 'SELECT name FROM bars')).toBe('name\nDDOG\n');

  const tried = await tickerlake(['replay', '--lake', lake]);
  expect(tried.code, tried.stderr).toBe(3);
  expect(tried.stderr).toContain('0 records put back, 2 pieces stay unreadable.');
  expect(tried.stderr).toContain('dead letters: ask: allowed is at least bid');

  // What a newer version can read: the same letter, mended.
  await addDeadLetter(lake, CROSSED.replace('1.3', '1.1'));
  const dry = await tickerlake(['replay', '--dry-run', '--lake', lake]);
  expect(dry.stderr).toContain('1 records can be put back, 2 pieces stay unreadable.');
  expect(await rows(lake, 'SELECT name FROM forex ORDER BY name')).toBe('name\nEURUSD\n');
  const replayed = await tickerlake(['replay', '--lake', lake]);
  expect(replayed.stderr).toContain('1 records put back, 2 pieces stay unreadable.');
  expect(await rows(lake, 'SELECT name FROM forex ORDER BY name')).toBe('name\nEURUSD\nUSDJPY\n');
  expect((await tickerlake(['replay', '--lake', lake])).stderr).toContain('0 records put back, 2 pieces');
});

/** Puts a message among the dead letters, as SQS does with one that it gives up. */
async function addDeadLetter(lake: string, body: string): Promise<void> {
  const cloud = await startLocalCloud({ dir: join(lake, '.local-cloud'), queues: [{ name: DEAD_LETTERS }] });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials });
  await sqs.send(
    new SendMessageCommand({ QueueUrl: `${cloud.endpoint}/000000000000/${DEAD_LETTERS}`, MessageBody: body }),
  );
  sqs.destroy();
  await cloud.stop();
}

it('puts back bars that lay in quarantine because their record was of several dates', async () => {
  const lake = join(await temporaryFolder(), 'lake');
  const folder = join(lake, 'quarantine/processing-failed/2026/11/20/14');
  const rawData = Buffer.from(`${BAR}\n${BAR.replace('11-20', '11-23')}`).toString('base64');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'a'), `${JSON.stringify({ attemptsMade: 1, errorCode: 'x', rawData })}\n`);
  const { code, stderr } = await tickerlake(['replay', '--lake', lake]);
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('2 records put back, 0 pieces stay unreadable.');
  expect(await rows(lake, 'SELECT dt FROM bars ORDER BY dt')).toBe('dt\n2026-11-20\n2026-11-23\n');
  expect(await readdir(folder)).toEqual([]);
});

it('has nothing to do in a lake where all is well', async () => {
  const lake = join(await temporaryFolder(), 'lake');
  const { code, stderr } = await tickerlake(['replay', '--lake', lake]);
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('0 records put back, 0 pieces stay unreadable.');
});
