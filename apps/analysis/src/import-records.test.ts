import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemorySink, createProducer } from '@tickerlake/stream-producer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ImportCount, type ImportDefaults, sendRecords, surveyFiles } from './import-records.ts';
import { listFiles } from './record-files.ts';

/** Imports files with these contents; gives what was counted and what the stream got, each entry as text. */
async function imported(
  contents: readonly (string | Uint8Array)[],
  defaults: ImportDefaults = {},
): Promise<{ count: ImportCount; sent: string[]; skipped: readonly string[] }> {
  const dir = await mkdtemp(join(tmpdir(), 'tickerlake-import-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const [index, content] of contents.entries()) await writeFile(join(dir, `object-${index}`), content);
  const sink = createMemorySink();
  const producer = createProducer({ sink });
  const survey = await surveyFiles(await listFiles([dir]), defaults);
  const count = await sendRecords(survey, producer, defaults, () => undefined);
  await producer.close();
  return {
    count,
    sent: sink.delivered.map(({ data }) => Buffer.from(data).toString('latin1').trim()),
    skipped: survey.skipped,
  };
}

const bar = (time: string, more = ''): string => `{"name":"A","ts":"2020-05-14 ${time}","high":2,"low":1${more}}\n`;

describe('an import', () => {
  it('gives bars that name no interval the commonest spacing of their symbol, across files', async () => {
    const { sent, count } = await imported([bar('09:30:00') + bar('09:35:00'), bar('09:40:00')]);
    expect(sent).toHaveLength(3);
    for (const text of sent) expect(JSON.parse(text)).toMatchObject({ name: 'A', interval: '5m' });
    expect(count).toMatchObject({ read: 3, sent: 3 });
  });

  it('keeps the interval that a record names, and takes the one that the user names for the others', async () => {
    const { sent } = await imported([bar('09:30:00', ',"interval":"1m"') + bar('09:35:00')], { interval: '30m' });
    expect(sent.map((text) => (JSON.parse(text) as { interval: string }).interval)).toEqual(['1m', '30m']);
  });

  it('drops empty bars and live quotes, each with its reason', async () => {
    const nothing = '{"name":"A","ts":"2020-05-14 09:31:00","high":NaN,"low":NaN}\n';
    const { count, sent } = await imported([bar('09:30:00') + nothing + bar('09:32:00') + bar('11:02:33')]);
    expect(sent).toHaveLength(2);
    expect(Object.fromEntries(count.dropped)).toEqual({
      'empty bar': 1,
      'live quote, not a bar: its time is not on the minute': 1,
    });
    expect(count.read).toBe(4);
  });

  it('sends what it cannot read on as it came, byte for byte', async () => {
    const broken = Buffer.from('{"name":"A","ts":"2020-05-14 09:31:00","high":"\xff","low":1}', 'latin1');
    const { count, sent } = await imported([Buffer.concat([Buffer.from(bar('09:30:00')), broken])], { interval: '1m' });
    expect(sent[1]).toBe(broken.toString('latin1'));
    expect(count.failed).toEqual([{ path: expect.stringContaining('object-0'), reason: 'not UTF-8' }]);
  });

  it('names the symbols whose interval nobody can tell', async () => {
    const { count } = await imported([bar('09:30:00')]);
    expect([...count.withoutInterval]).toEqual(['A']);
  });

  it('passes over what holds no records, and refuses to import nothing', async () => {
    const { skipped } = await imported([bar('09:30:00'), 'name,hour\nA,09\n']);
    expect(skipped).toEqual([expect.stringContaining('object-1')]);
    await expect(imported(['name,hour\n'])).rejects.toThrow('There are no JSON records in what was named.');
  });
});
