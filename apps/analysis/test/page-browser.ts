import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser that the page is tried in; `undefined` where there is none. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['TICKERLAKE_CHROMIUM'];
  if (named === undefined) return PLACES.find((place) => existsSync(place));
  if (existsSync(named)) return named;
  throw new Error(`TICKERLAKE_CHROMIUM is ${named}, where there is no file. Name a Chromium, or unset it.`);
}

export const HOW_TO_GET_A_BROWSER =
  'no Chromium found: apt-get install chromium, or name one with TICKERLAKE_CHROMIUM. Where CI is set it must be there';

/** A browser that runs. */
export interface OpenBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** Starts it with a profile of its own, and without what browsers fetch by themselves. */
export async function openBrowser(executablePath: string): Promise<OpenBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'tickerlake-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Where pictures of the page are left. */
export async function artefactFolder(): Promise<string> {
  const folder = process.env['TICKERLAKE_ARTEFACTS'] ?? resolve(import.meta.dirname, '../test-output');
  await mkdir(folder, { recursive: true });
  return folder;
}
