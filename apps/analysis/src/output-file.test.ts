import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CommandError } from './failures.ts';
import { reasonOf, writeOutput } from './output-file.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tickerlake-output-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe('writeOutput', () => {
  it('writes the whole file, makes its folder and leaves no draft', async () => {
    const dir = await folder();
    const path = await writeOutput(join(dir, 'deep/results.csv'), 'a\n');
    expect(await readFile(path, 'utf8')).toBe('a\n');
    expect(await readdir(join(dir, 'deep'))).toEqual(['results.csv']);
  });

  it('says why it could not, and leaves what was there', async () => {
    const dir = await folder();
    await mkdir(join(dir, 'taken'));
    await expect(writeOutput(join(dir, 'taken'), 'a')).rejects.toThrow(CommandError);
    await expect(writeOutput(join(dir, 'taken'), 'a')).rejects.toThrow(/taken: it is a folder\.$/);
    expect(await readdir(dir)).toEqual(['taken']);
  });

  it('speaks of a full disk in words', () => {
    expect(reasonOf(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }))).toBe('the disk is full');
  });
});
