import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { accountFor } from '../src/blocks/account.ts';
import { listPages } from '../src/blocks/list-pages.ts';
import { LEDGER } from './blocks-ledger.ts';
import { notRun } from './how-run.ts';
import { ROOT } from './root.ts';

const pages = listPages(ROOT);
const read = (file: string): string | undefined =>
  existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : undefined;

it('finds the pages', () => {
  const files = pages.map(({ file }) => file);
  for (const folder of ['', 'docs/', 'libs/', 'apps/', 'tools/'])
    expect(files.some((file) => file.startsWith(folder))).toBe(true);
  expect(pages.flatMap(({ blocks }) => blocks).length).toBeGreaterThan(50);
});

it('knows of every block of every page who checks it', () => {
  expect(accountFor(pages, LEDGER, { runs: (command) => notRun(command) === undefined, read }).complaints).toEqual([]);
});
