import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromNewYork, lastFinishedSession, previousSession } from '@tickerlake/market-calendar';
import { createSimulatedMarket, DEFAULT_PAIRS, DEFAULT_SYMBOLS } from '@tickerlake/market-simulator';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { PROGRAM, readCsv, temporaryFolder, tickerlake } from './command.ts';
import { artefactFolder, findBrowser, HOW_TO_GET_A_BROWSER, openBrowser } from './page-browser.ts';

const DATE = '2026-11-20';
const MINUTES = 30;
const browserPath = findBrowser();

/** Starts a command that serves the page, and waits until it says where. */
async function serve(args: readonly string[], command = 'serve'): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [PROGRAM, command, '--port', '0', ...args], {
    env: { PATH: process.env['PATH'], HOME: tmpdir() },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for await (const chunk of child.stderr ?? []) {
    said += String(chunk);
    const [, url] = /The pipeline is on (http:\S+)/.exec(said) ?? [];
    if (url !== undefined) return { child, url };
  }
  throw new Error(`serve ended without a page: ${said}`);
}

/** What the feed is to make, by the simulator's own word. */
function expectedLogs(): number {
  const fromMs = fromNewYork(DATE, 9, 30);
  const window = { symbols: DEFAULT_SYMBOLS, pairs: DEFAULT_PAIRS, fromMs, toMs: fromMs + MINUTES * 60_000 };
  return [...createSimulatedMarket({ seed: 1 }).events(window)].length;
}

const countOf = async (tab: Page, stage: string, name: string): Promise<number> => {
  const text = await tab.locator(`[data-stage="${stage}"] .${name} dd`).textContent();
  return Number(text?.replaceAll(',', ''));
};

async function filesBelow(lake: string, tables: readonly string[]): Promise<string[]> {
  const files = await Promise.all(tables.map((table) => readdir(join(lake, table), { recursive: true })));
  return files.flat().filter((file) => file.endsWith('.parquet'));
}

it.skipIf(browserPath === undefined && !process.env['CI'])(
  `shows in a browser what really went through the pipeline${browserPath === undefined ? ` (${HOW_TO_GET_A_BROWSER})` : ''}`,
  async () => {
    const lake = join(await temporaryFolder(), 'lake');
    const { child, url } = await serve([
      '--date',
      DATE,
      '--minutes',
      String(MINUTES),
      '--speed',
      '600',
      '--lake',
      lake,
    ]);
    if (browserPath === undefined) throw new Error(`The page cannot be tried: ${HOW_TO_GET_A_BROWSER}.`);
    const browser = await openBrowser(browserPath);
    onTestFinished(() => browser.close());
    const tab = await browser.context.newPage();
    const complaints: string[] = [];
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.setViewportSize({ width: 1280, height: 900 });
    await tab.goto(url);

    const logs = expectedLogs();
    const bars = 10 * MINUTES;
    const settled = { timeout: 60_000 };
    await expect.poll(() => countOf(tab, 'feed', 'out'), settled).toBe(logs + bars);
    await expect.poll(() => countOf(tab, 'processor', 'out'), settled).toBe(logs);
    await expect.poll(() => countOf(tab, 'bars', 'out'), settled).toBe(bars);
    expect(await countOf(tab, 'log-pipe', 'in')).toBe(logs + bars);
    expect(await countOf(tab, 'log-pipe', 'dropped')).toBe(bars);
    expect(await countOf(tab, 'transformer', 'dropped')).toBe(logs);
    const objects = (await filesBelow(lake, ['quotes', 'forex', 'news'])).length;
    await expect.poll(() => countOf(tab, 'topic', 'out'), settled).toBe(objects);
    expect(await countOf(tab, 'objects', 'in')).toBe(objects);
    await expect.poll(() => tab.locator('#account').textContent(), settled).toMatch(/The account adds up/);
    for (const stage of ['feed', 'stream', 'delivery', 'log-pipe', 'queue', 'processor', 'topic'])
      await expect.poll(() => countOf(tab, stage, 'waiting'), settled).toBe(0);

    const asked = await tickerlake(['query', 'highest-hourly-high', '--date', DATE, '--lake', lake, '--format', 'csv']);
    const highs = new Map(readCsv(asked.stdout).map(({ name, high }) => [name, Number(high)]));
    expect(highs.size).toBe(10);
    const shown = async () => {
      const rows = await tab.locator('#highs-rows tr').all();
      return new Map(
        await Promise.all(
          rows.map(async (row) => {
            const high = await row.locator('td').first().textContent();
            return [
              await row.locator('th').textContent(),
              Number.parseFloat(/[\d.]+/.exec(high ?? '')?.[0] ?? ''),
            ] as const;
          }),
        ),
      );
    };
    await expect.poll(shown, settled).toEqual(highs);
    const artefacts = await artefactFolder();
    for (const colorScheme of ['light', 'dark'] as const) {
      await tab.emulateMedia({ colorScheme });
      await tab.screenshot({ path: join(artefacts, `serve-${colorScheme}.png`), fullPage: true });
    }
    expect(complaints).toEqual([]);

    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);

it('is where a run with --watch ends, with the session before the one that is played in the lake', async () => {
  const cwd = await temporaryFolder();
  const lake = join(cwd, 'lake');
  const options = ['--watch', '--source', 'simulated', '--symbols', 'DDOG', '--output', join(cwd, 'results.csv')];
  const { child, url } = await serve([...options, '--lake', lake], 'run');
  const state = (await (await fetch(`${url}/api/state`)).json()) as { market: { symbols: string[] } };
  expect(state.market.symbols).toEqual(['DDOG']);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
  const last = lastFinishedSession(Date.now()).date;
  const asked = await tickerlake(['sql', 'SELECT min(dt) AS dt FROM bars', '--lake', lake, '--format', 'csv']);
  expect(asked.stdout).toBe(`dt\n${previousSession(last).date}\n`);
});

it('says what to do when the port is taken', async () => {
  const lake = join(await temporaryFolder(), 'lake');
  const { url } = await serve(['--date', DATE, '--lake', lake]);
  const other = join(await temporaryFolder(), 'lake');
  const { code, stderr } = await tickerlake(['serve', '--date', DATE, '--lake', other, '--port', new URL(url).port]);
  expect(code).toBe(1);
  expect(stderr).toContain('another program uses it. Choose another with --port');
});
