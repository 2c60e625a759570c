import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listFiles, looksLikeRecords, readBytes } from './record-files.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tickerlake-files-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('listFiles', () => {
  it('walks folders in name order and passes hidden files over', async () => {
    const dir = await folder();
    await mkdir(join(dir, 'b/.hidden'), { recursive: true });
    for (const name of ['b/2', 'b/1', 'a', '.dot', 'b/.hidden/3']) await writeFile(join(dir, name), '{}');
    const files = await listFiles([dir, join(dir, 'a')]);
    expect(files.map(({ path, named }) => [relative(dir, path), named])).toEqual([
      ['a', false],
      ['b/1', false],
      ['b/2', false],
      ['a', true],
    ]);
  });

  it('says which path is not there', async () => {
    await expect(listFiles(['no/such'])).rejects.toThrow('Cannot import no/such: no such file or folder.');
  });
});

describe('readBytes', () => {
  it('unpacks gzip, and says so when it is broken', async () => {
    const dir = await folder();
    await writeFile(join(dir, 'good.gz'), gzipSync('{"a":1}'));
    await writeFile(join(dir, 'cut.gz'), gzipSync('{"a":1}').subarray(0, 12));
    expect(new TextDecoder().decode(await readBytes(join(dir, 'good.gz')))).toBe('{"a":1}');
    await expect(readBytes(join(dir, 'cut.gz'))).rejects.toThrow(/Cannot read .*cut\.gz/);
  });
});

describe('looksLikeRecords', () => {
  it.each(['{"a":1}', '  \r\n[{', '\uFEFF{"a":1}'])('takes %j', (text) =>
    expect(looksLikeRecords(bytes(text))).toBe(true),
  );
  it.each(['', 'name,hour\n', '"a"', '<html>'])('leaves %j', (text) =>
    expect(looksLikeRecords(bytes(text))).toBe(false),
  );
});
