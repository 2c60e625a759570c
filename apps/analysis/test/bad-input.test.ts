import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, tickerlake } from './command.ts';

/** One sentence (two at most), no stack, no path of this machine's program. */
const isPlain = (stderr: string): boolean =>
  stderr.trim().split('\n').length === 1 && !/\bat .+:\d+:\d+|node_modules/.test(stderr);

describe(
  'wrong input ends with one clear sentence, the right exit code and nothing half-written',
  { timeout: 60_000 },
  () => {
    it.each([
      { args: ['run', '--date', '2026-11-21'], says: 'The New York exchanges were closed on 2026-11-21 (Saturday).' },
      {
        args: ['collect', '--date', '2024-07-04'],
        says: 'The New York exchanges were closed on 2024-07-04 (Independence Day).',
      },
      { args: ['collect', '--date', '14.05.2020'], says: '--date takes a New York date as YYYY-MM-DD' },
      { args: ['collect', '--date', '2020-02-30'], says: 'got "2020-02-30"' },
      { args: ['collect', '--date', '2031-01-02'], says: '2030' },
      { args: ['collect', '--interval', '7m'], says: '--interval takes one of 1m, 2m, 5m' },
      { args: ['run', '--source', 'yaho'], says: 'Did you mean yahoo?' },
      { args: ['run', '--symbls', 'AAPL'], says: '--symbols' },
      { args: ['run', '--seed', '7', '--source', 'yahoo'], says: '--source simulated' },
      { args: ['query', 'highest-hourly-hihg'], says: 'Did you mean highest-hourly-high?' },
      { args: ['query', 'resample'], says: '--every' },
      { args: ['quary'], says: 'query' },
      { args: ['import', 'no-such-file'], says: 'Cannot import no-such-file: no such file or folder.' },
      { args: ['run', '--faults', 'reject=2'], says: '--faults takes shares below 1' },
    ])('$args', async ({ args, says }) => {
      const cwd = await temporaryFolder();
      const { code, stdout, stderr } = await tickerlake(args, { cwd });
      expect(stderr).toContain(says);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(await readdir(cwd)).toEqual([]);
    });

    it('an empty lake says how to fill it', async () => {
      const cwd = await temporaryFolder();
      await mkdir(join(cwd, 'lake'));
      const { code, stderr } = await tickerlake(['query', 'movers'], { cwd });
      expect(stderr).toContain('The lake ./lake holds no bars yet');
      expect(isPlain(stderr)).toBe(true);
      expect(code).toBe(1);
    });

    it('a lake that is not there says so, and is not made', async () => {
      const cwd = await temporaryFolder();
      const { code, stderr } = await tickerlake(['query', 'movers', '--lake', 'pond'], { cwd });
      expect(stderr).toContain('pond');
      expect(isPlain(stderr)).toBe(true);
      expect(code).toBe(1);
      expect(existsSync(join(cwd, 'pond'))).toBe(false);
    });

    it('a file that holds no records is named', async () => {
      const cwd = await temporaryFolder();
      await writeFile(join(cwd, 'notes.txt'), 'dear diary');
      const { code, stderr } = await tickerlake(['import', 'notes.txt'], { cwd });
      expect(stderr).toContain('notes.txt holds no JSON records');
      expect(code).toBe(1);
    });

    it('a folder without records is no import', async () => {
      const cwd = await temporaryFolder();
      await mkdir(join(cwd, 'empty'));
      const { code, stderr } = await tickerlake(['import', 'empty'], { cwd });
      expect(stderr).toContain('There are no JSON records in what was named. Nothing was imported.');
      expect(code).toBe(1);
      expect(await readdir(cwd)).toEqual(['empty']);
    });

    it('an unreadable record costs only itself, is kept byte for byte and ends with 3', async () => {
      const cwd = await temporaryFolder();
      const good = { name: 'A', ts: '2020-05-14 09:30:00-04:00', high: 2, low: 1, interval: '1m' };
      await writeFile(join(cwd, 'records'), `${JSON.stringify(good)}\n{"name":"A","ts":"soon","high":2,"low":1}\n`);
      const imported = await tickerlake(['import', 'records'], { cwd });
      expect(imported.code, imported.stderr).toBe(3);
      expect(imported.stderr).toContain('ts');
      const asked = await tickerlake(['query', 'highest-hourly-high', '--format', 'csv'], { cwd });
      expect(asked.stdout).toBe('name,date,hour,high,ts\nA,2020-05-14,09,2,2020-05-14 09:30:00-04:00\n');
      const kept = await quarantined(join(cwd, 'lake/quarantine'));
      expect(kept).toEqual(['{"name":"A","ts":"soon","high":2,"low":1}']);
    });

    it('an output that cannot be written leaves nothing behind', async () => {
      const cwd = await temporaryFolder();
      await mkdir(join(cwd, 'results.csv'));
      const { code, stderr } = await tickerlake(
        ['run', '--source', 'simulated', '--symbols', 'AAPL', '--date', '2026-11-20'],
        { cwd },
      );
      expect(stderr).toContain('Could not write results.csv: it is a folder.');
      expect(code).toBe(1);
      expect((await readdir(cwd)).toSorted()).toEqual(['lake', 'results.csv']);
    });
  },
);

/** The bytes that Firehose's error records keep, as text. */
async function quarantined(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
  );
  return texts.flatMap((text) =>
    text
      .trim()
      .split('\n')
      .map((line) =>
        Buffer.from((JSON.parse(line) as { rawData: string }).rawData, 'base64')
          .toString()
          .trim(),
      ),
  );
}
