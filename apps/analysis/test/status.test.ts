import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv, temporaryFolder, tickerlake } from './command.ts';

const collect = (cwd: string, date: string, symbols: string) =>
  tickerlake(['collect', '--source', 'simulated', '--date', date, '--symbols', symbols], { cwd });

const bytesUnder = async (dir: string): Promise<number> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
};

describe('status', () => {
  it('says what the lake holds, the minutes that it lacks, and what waits in quarantine', async () => {
    const cwd = await temporaryFolder();
    await collect(cwd, '2026-11-19', 'DDOG,SNAP');
    await collect(cwd, '2026-11-20', 'DDOG');
    const { code, stdout, stderr } = await tickerlake(['status', '--format', 'csv'], { cwd });
    expect(code, stderr).toBe(0);
    const [bars, ...others] = readCsv(stdout);
    expect(bars).toMatchObject({ table: 'bars', names: '2', firstDay: '2026-11-19', lastDay: '2026-11-20' });
    expect(bars).toMatchObject({ days: '2', records: '1170', stored: '1170', files: '2' });
    expect(Number(bars?.['bytes'])).toBe(await bytesUnder(join(cwd, 'lake/bars')));
    expect(others.map(({ records }) => records)).toEqual(['0', '0', '0']);
    expect(stderr).toContain('SIMULATED MARKET: All bars are made up');
    expect(stderr).toContain('Gaps: 390 minutes of 1 company in 2 sessions from 2026-11-19 to 2026-11-20 (SNAP 390).');
    expect(stderr).toContain('Quarantine: empty.');

    await rm(join(cwd, 'lake/bars/dt=2026-11-19'), { recursive: true });
    await mkdir(join(cwd, 'lake/quarantine/processing-failed'), { recursive: true });
    await writeFile(join(cwd, 'lake/quarantine/processing-failed/a'), 'x'.repeat(812));
    const later = await tickerlake(['status'], { cwd });
    expect(later.stdout).toContain('Gaps: none in 1 session from 2026-11-20 to 2026-11-20.');
    expect(later.stdout).toContain('Quarantine: 1 file, 812 B');
  });

  it('looks at the minutes of the last 21 sessions, however long the lake is', async () => {
    const cwd = await temporaryFolder();
    await collect(cwd, '2026-10-05', 'DDOG');
    await collect(cwd, '2026-11-20', 'DDOG');
    const { stdout } = await tickerlake(['status'], { cwd });
    // From 2026-10-23 on there are 21 sessions, the last of which is there.
    expect(stdout).toContain(
      'Gaps: 7,800 minutes of 1 company in 21 sessions from 2026-10-23 to 2026-11-20 (DDOG 7,800).',
    );
  });

  it('of a folder that is no lake says so', async () => {
    const cwd = await temporaryFolder();
    const { code, stderr } = await tickerlake(['status', '--lake', 'nowhere'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('There is no lake at');
  });
});
