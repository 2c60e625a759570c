import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startYahooStandIn, type YahooStandInOptions } from '@tickerlake/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readCsv, temporaryFolder, tickerlake } from './command.ts';

const DAY = ['--date', '2026-11-20'];
/** Nothing listens there: as good as no network. */
const NOWHERE = { TICKERLAKE_YAHOO_URL: 'http://127.0.0.1:9' };
const FALLBACK = 'Yahoo Finance cannot be reached from here, so the simulated market is used: its prices are not real.';

async function yahooUrl(options: YahooStandInOptions): Promise<{ TICKERLAKE_YAHOO_URL: string }> {
  const yahoo = await startYahooStandIn(options);
  onTestFinished(() => yahoo.close());
  return { TICKERLAKE_YAHOO_URL: yahoo.url };
}

const provenance = async (cwd: string): Promise<unknown> =>
  JSON.parse(await readFile(join(cwd, 'results.meta.json'), 'utf8'));
const results = async (cwd: string): Promise<Record<string, string>[]> =>
  readCsv(await readFile(join(cwd, 'results.csv'), 'utf8'));

describe('run', () => {
  it('takes the simulated market where Yahoo cannot be reached, and says so everywhere', async () => {
    const cwd = await temporaryFolder();
    const { code, stdout, stderr } = await tickerlake(['run', ...DAY], { cwd, env: NOWHERE });
    expect(code, stderr).toBe(0);
    expect(stderr.split('\n').filter((line) => line === FALLBACK)).toHaveLength(1);
    expect(stdout).toContain('SIMULATED MARKET (seed 1): these are not real prices.');
    expect(await readFile(join(cwd, 'report.html'), 'utf8')).toContain('not real prices');
    expect(await provenance(cwd)).toMatchObject({ source: 'simulated', simulated: true, seed: 1 });
    const rows = await results(cwd);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(10);
    expect(new Set(rows.map(({ hour }) => hour))).toEqual(new Set(['09', '10', '11', '12', '13', '14', '15']));
    const sources = await tickerlake(['sql', 'SELECT DISTINCT source FROM bars', '--format', 'csv'], { cwd });
    expect(sources.stdout).toBe('source\nsimulated\n');
  });

  it('makes the same bytes of the same seed, in a new lake and in one that has the prices already', async () => {
    const folders = [await temporaryFolder(), await temporaryFolder()];
    const outputs: string[][] = [];
    for (const cwd of [folders[0], folders[0], folders[1]]) {
      const { stdout } = await tickerlake(
        ['run', '--source', 'simulated', ...DAY, '--seed', '7', '--symbols', 'DDOG,SNAP'],
        {
          cwd: cwd ?? '',
        },
      );
      const files = ['results.csv', 'results.meta.json', 'report.html'].map((file) =>
        readFile(join(cwd ?? '', file), 'utf8'),
      );
      outputs.push([stdout, ...(await Promise.all(files))]);
    }
    expect(outputs[0]?.[0]).toContain('seed 7');
    expect(outputs[1]).toEqual(outputs[0]);
    expect(outputs[2]).toEqual(outputs[0]);
  });

  it('takes Yahoo where it answers, and nothing on the way calls that simulated', async () => {
    const cwd = await temporaryFolder();
    const env = await yahooUrl({ generated: 'any' });
    const { code, stdout, stderr } = await tickerlake(['run', ...DAY, '--symbols', 'AAPL,MSFT', '--interval', '5m'], {
      cwd,
      env,
    });
    expect(code, stderr).toBe(0);
    expect(`${stdout}${stderr}${await readFile(join(cwd, 'report.html'), 'utf8')}`).not.toMatch(/simulated|not real/i);
    expect(await provenance(cwd)).toMatchObject({ source: 'yahoo', simulated: false, interval: '5m' });
  });

  it('does not mix real prices into a simulated answer, though the lake holds both', async () => {
    const cwd = await temporaryFolder();
    const env = await yahooUrl({ generated: 'any' });
    const simulated = ['run', ...DAY, '--symbols', 'AAPL', '--source', 'simulated'];
    await tickerlake(simulated, { cwd });
    const alone = await results(cwd);
    await tickerlake(['run', ...DAY, '--symbols', 'AAPL', '--source', 'yahoo'], { cwd, env });
    const real = await results(cwd);
    await tickerlake(simulated, { cwd });
    expect(await results(cwd)).toEqual(alone);
    expect(real).not.toEqual(alone);
    const asked = await tickerlake(['query', 'highest-hourly-high', '--format', 'csv'], { cwd });
    expect(readCsv(asked.stdout)).toEqual(real);
  });

  it('insists on Yahoo when told to, and fails in words when it cannot be reached', async () => {
    const cwd = await temporaryFolder();
    const { code, stdout, stderr } = await tickerlake(['run', ...DAY, '--source', 'yahoo', '--symbols', 'AAPL'], {
      cwd,
      env: NOWHERE,
    });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^AAPL: .*127\.0\.0\.1/m);
  });

  it('tells what Yahoo said about a range that it does not serve', async () => {
    const cwd = await temporaryFolder();
    const env = await yahooUrl({ generated: 'any', now: () => Date.UTC(2026, 10, 21) });
    const { code, stderr } = await tickerlake(['run', '--date', '2020-05-14', '--symbols', 'AAPL'], { cwd, env });
    expect(code).toBe(1);
    expect(stderr).toContain('The requested range must be within the last 30 days');
  });

  it('ends in words on a disk that takes nothing more, leaves no half file, and goes on when there is room', async () => {
    const cwd = await temporaryFolder();
    const command = ['run', '--source', 'simulated', ...DAY, '--symbols', 'AAPL'];
    const full = await tickerlake([...command, '--faults', 'disk=0.999'], { cwd });
    expect(full.code).toBe(1);
    expect(full.stdout).toBe('');
    expect(full.stderr.trim().split('\n').at(-1)).toMatch(
      /did not take 390 of 390 bars|The lake cannot be written: the disk is full/,
    );
    expect((await readdir(cwd, { recursive: true })).filter((file) => /\.(parquet|tmp|csv|html)$/.test(file))).toEqual(
      [],
    );
    const again = await tickerlake(command, { cwd });
    expect(again.code, again.stderr).toBe(0);
    expect((await results(cwd)).length).toBeGreaterThanOrEqual(7);
  });

  it('stops when it is interrupted, says so, and goes on when it is run again', async () => {
    const cwd = await temporaryFolder();
    const yahoo = await startYahooStandIn({ generated: 'any', faults: { symbols: { MSFT: ['hang'] } } });
    onTestFinished(() => yahoo.close());
    const env = { TICKERLAKE_YAHOO_URL: yahoo.url };
    const command = ['run', ...DAY, '--symbols', 'AAPL,MSFT', '--source', 'yahoo'];
    const stopped = await tickerlake(command, { cwd, env, interruptWhen: () => yahoo.hanging() > 0 });
    expect(stopped).toMatchObject({ code: 1, stdout: '' });
    expect(stopped.stderr).toContain('Interrupted: what had arrived is kept, run the same command again to go on.');
    const again = await tickerlake(command, { cwd, env });
    expect(again.code, again.stderr).toBe(0);
    expect(new Set((await results(cwd)).map(({ name }) => name))).toEqual(new Set(['AAPL', 'MSFT']));
  });
});
