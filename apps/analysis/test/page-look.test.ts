import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromNewYork } from '@tickerlake/market-calendar';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startPage } from '../src/page/start-page.ts';
import { artefactFolder, findBrowser, HOW_TO_GET_A_BROWSER, type OpenBrowser, openBrowser } from './page-browser.ts';
import { HandClock } from './page-clock.ts';
import { eventsBetween, forexOf, lastBars, makeNotice, marketSource, newsOf, quoteOf } from './page-fixture.ts';
import { stagesAfter } from './page-stages.ts';

const marketMs = fromNewYork('2026-11-20', 14, 7);
const browserPath = findBrowser();
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

interface View {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}
const VIEWS: readonly View[] = [1280, 768, 360].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
);

let browser: BrowserContext;

/** A page over a market at 14:07 with two minutes of counts behind it, in a tab that notes every complaint. */
async function openTab({ width, scheme }: View = { width: 1280, scheme: 'light' }) {
  const [clock, source] = [new HandClock(Date.UTC(2026, 10, 22, 12)), marketSource(marketMs)];
  const page = await startPage(source, { port: 0, clock });
  for (let second = 1; second <= 125; second++) {
    source.counts = stagesAfter(600 + second);
    await clock.advance(1_000);
  }
  const tab = await browser.newPage();
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  tab.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  tab.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  const foreign: string[] = [];
  tab.on('request', (request) => request.url().startsWith(page.url) || foreign.push(request.url()));
  await tab.setViewportSize({ width, height: width < 500 ? 740 : 900 });
  await tab.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  onTestFinished(async () => {
    await tab.close();
    await page.close();
  });
  await tab.goto(page.url);
  await tab.locator('#companies tr').nth(9).waitFor();
  await clock.advance(1_000);
  await eventually(() => textOf(tab, '#connection')).toBe('Live');
  /** Lets market and real time go on for a second. */
  const goOn = async (): Promise<void> => {
    source.marketMs += 60_000;
    await clock.advance(1_000);
  };
  return { tab, clock, source, page, complaints, foreign, goOn };
}

/** Waits for what a browser does in its own time; a busy machine gives it little. */
const eventually = <Read>(read: () => Read) => expect.poll(read, { timeout: 20_000 });

const textOf = (tab: Page, selector: string): Promise<string | null> => tab.locator(selector).first().textContent();
const rowOf = (tab: Page, table: string, name: string) =>
  tab.locator(`${table} tr`, { has: tab.locator('th', { hasText: name }) });

describe.skipIf(browserPath === undefined && !process.env['CI'])(
  `the page in a browser${browserPath === undefined ? ` (${HOW_TO_GET_A_BROWSER})` : ''}`,
  () => {
    let opened: OpenBrowser | undefined;

    beforeAll(async () => {
      if (browserPath === undefined) throw new Error(`The page cannot be tried: ${HOW_TO_GET_A_BROWSER}.`);
      opened = await openBrowser(browserPath);
      browser = opened.context;
    });
    afterAll(() => opened?.close());

    it('shows the source’s numbers in every part', async () => {
      const { tab, source } = await openTab();
      for (const bar of lastBars(source)) {
        expect(await rowOf(tab, '#companies', bar.name).locator('td').first().textContent()).toBe(
          bar.close?.toFixed(2),
        );
      }
      const [, stream] = source.counts;
      const card = tab.locator('[data-stage="stream"]');
      expect(await card.locator('h4').textContent()).toBe('Kinesis stream');
      expect(await card.locator('.in dd').textContent()).toBe(stream?.in.toLocaleString('en-US'));
      expect(await card.locator('.waiting dd').textContent()).toBe(String(stream?.waiting));
      expect(await textOf(tab, '#account')).toMatch(/^✓The account adds up/);
      expect(await rowOf(tab, '#rates', 'USD/JPY').locator('td').allTextContents()).toEqual([
        '156.390',
        '156.410',
        '2.0',
        '◆unchanged',
        '14:06:45',
      ]);
      const meta = source.highs.filter(({ name }) => name === 'META');
      const cells = await rowOf(tab, '#highs-rows', 'META').locator('td').allTextContents();
      expect(cells.map((cell) => Number.parseFloat(cell))).toEqual([
        ...new Map(meta.map(({ hour, high }) => [hour, high])).values(),
      ]);
      expect(await tab.locator('#stories li').count()).toBe(27);
      expect(await tab.locator('#notice-rows tr').count()).toBe(14);
      expect(await tab.locator('#notice-rows tr').first().locator('th').getAttribute('title')).toBe(
        `tickerlake/${source.newest[0]?.key}`,
      );
      expect(await textOf(tab, '#market-time')).toBe('14:07:00');
      expect(await textOf(tab, '#market-session')).toBe('Open until 16:00');
    });

    it('moves with what happens', async () => {
      const { tab, clock, source } = await openTab();
      const drawn = () => rowOf(tab, '#companies', 'META').locator('.line').getAttribute('d');
      const before = await drawn();
      source.emit(quoteOf('META', 701.25, marketMs + 20_000), forexOf('EURUSD', 1.2, marketMs + 20_000));
      source.emit(newsOf(500, ['PINS'], marketMs + 30_000, 'makes the news'));
      source.newest = [makeNotice(99, marketMs), ...source.newest];
      source.counts = stagesAfter(900);
      source.marketMs += 30_000;
      await clock.advance(1_000);
      await eventually(() => rowOf(tab, '#companies', 'META').locator('td').first().textContent()).toBe('701.25');
      expect(await drawn()).not.toBe(before);
      expect(await textOf(tab, '#company-chart .price')).toBe('701.25');
      expect(await rowOf(tab, '#rates', 'EUR/USD').locator('td').allTextContents()).toEqual([
        '1.19990',
        '1.20010',
        '2.0',
        '▲up',
        '14:07:20',
      ]);
      expect(await textOf(tab, '#stories li .headline')).toBe('PINS makes the news');
      expect(await tab.locator('#notice-rows tr').count()).toBe(15);
      expect(await tab.locator('[data-stage="feed"] .in dd').textContent()).toBe(
        source.counts[0]?.in.toLocaleString('en-US'),
      );
      expect(await textOf(tab, '#market-time')).toBe('14:07:30');
    });

    it('marks the stories around which a price jumped, in words', async () => {
      const { tab } = await openTab();
      const marked = tab.locator('#stories .jumped .jump');
      expect((await marked.allTextContents()).some((text) => /^META [▲▼] [+−]\d\.\d% around it$/.test(text))).toBe(
        true,
      );
      expect(await marked.count()).toBeLessThan(20);
    });

    it('takes text of the market for text, whatever is in it', async () => {
      const { tab, source, clock, complaints } = await openTab();
      const attack = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
      const story = { ...newsOf(700, ['META'], marketMs + 1, attack), summary: attack, publisher: attack };
      source.emit({ ...story, url: 'javascript:alert(1)' });
      source.failing.set('hourlyHighs', attack);
      source.counts = source.counts.map((stage) => ({ ...stage, label: attack }));
      await clock.advance(31_000);
      await eventually(() => textOf(tab, '#stories li .headline')).toBe(`META ${attack}`);
      await eventually(() => textOf(tab, '#troubles')).toContain(attack);
      expect(await tab.locator('#stories li').first().locator('a').count()).toBe(0);
      expect(await tab.locator('img, main script').count()).toBe(0);
      expect(await tab.title()).toBe('Tickerlake, live (simulated market)');
      expect(complaints).toEqual([]);
    });

    it('asks nobody else for anything, and nothing is complained of', async () => {
      const { complaints, foreign, goOn } = await openTab();
      for (let second = 0; second < 5; second++) await goOn();
      expect([complaints, foreign]).toEqual([[], []]);
    });

    it('is walked through by keyboard: a link past the head, then one company after another, then each region', async () => {
      const { tab } = await openTab();
      const focused = () => tab.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? '');
      await tab.keyboard.press('Tab');
      expect(await focused()).toContain('Skip to the figures');
      await tab.keyboard.press('Enter');
      await tab.keyboard.press('Tab');
      expect(await focused()).toContain('value="META"');
      await tab.keyboard.press('ArrowDown');
      expect(await focused()).toContain('value="SHOP"');
      expect(await textOf(tab, '#company-chart figcaption b')).toBe('SHOP');
      const outline = () =>
        tab.evaluate(() => getComputedStyle(document.activeElement?.closest('tr') ?? document.body).outlineStyle);
      expect(await outline()).toBe('solid');
      await tab.keyboard.press('Tab');
      expect(await focused()).toContain('feed');
      expect(await tab.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)).toBe(
        'solid',
      );
    });

    it('keeps focus and choice while numbers move', async () => {
      const { tab, source, clock } = await openTab();
      await tab.locator('input[value="SNAP"]').focus();
      await tab.keyboard.press('Space');
      source.emit(...eventsBetween(source, marketMs, marketMs + 60_000), newsOf(900, ['SNAP'], marketMs + 1));
      await clock.advance(1_000);
      await eventually(() => textOf(tab, '#prices-note')).toContain('14:07');
      expect(await tab.evaluate(() => (document.activeElement as HTMLInputElement | null)?.value)).toBe('SNAP');
      expect(await textOf(tab, '#company-chart figcaption b')).toBe('SNAP');
      const link = tab.locator('#stories a', { hasText: 'SNAP' }).first();
      await link.focus();
      source.emit(newsOf(901, ['DDOG'], marketMs + 2));
      await clock.advance(1_000);
      await eventually(() => textOf(tab, '#stories .symbols')).toBe('DDOG');
      expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
    });

    it('says politely that the connection is lost, and goes on when it is back', async () => {
      const { tab, page, source, clock } = await openTab();
      expect(await tab.locator('#connection').getAttribute('role')).toBe('status');
      const port = Number(new URL(page.url).port);
      await page.close();
      await eventually(() => textOf(tab, '#connection')).toContain('Connection lost');
      source.emit();
      const again = await startPage(source, { port, clock });
      onTestFinished(() => again.close());
      const isLive = async (): Promise<boolean> => {
        await clock.advance(250);
        return (await textOf(tab, '#connection')) === 'Live';
      };
      await eventually(isLive).toBe(true);
      expect(await tab.locator('#stories li').count()).toBe(27);
    });

    it.each(VIEWS)('fits $width pixels, $scheme', async (view) => {
      const { tab, complaints, goOn } = await openTab(view);
      await goOn();
      const widths = await tab.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      expect(widths).toEqual([view.width, view.width]);
      expect(complaints).toEqual([]);
      const path = join(await artefactFolder(), `page-${view.width}-${view.scheme}.png`);
      await tab.screenshot({ path, fullPage: true });
    });

    it.each(VIEWS.filter(({ width }) => width !== 768))('bars nobody at $width pixels, $scheme', async (view) => {
      const { tab } = await openTab(view);
      const results = await tab.evaluate(`${AXE};axe.run(document, { resultTypes: ['violations'] })`);
      const grave = (results as AxeResults).violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''));
      expect(
        grave.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)]),
      ).toEqual([]);
    });
  },
);
